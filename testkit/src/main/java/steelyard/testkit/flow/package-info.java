/**
 * Seeded flows of commands that reach every rule of the state machine, what they have reached, and what is left of a
 * flow that found something when everything needless is taken out.
 */
package steelyard.testkit.flow;
