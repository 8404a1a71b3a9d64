/**
 * How fast the state machine is: a flow of commands is recorded once, with the exchange as it was before it, and applied
 * again and again.
 */
package steelyard.bench.core;
