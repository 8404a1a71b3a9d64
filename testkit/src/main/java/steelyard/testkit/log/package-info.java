/**
 * A log of commands in memory: numbers commands as a node's sequencer does, gives them positions and simulated log
 * time, and applies them to the state machine or to the reference model.
 */
package steelyard.testkit.log;
