/** Sends recorded order flow to a running node and compares the node's book with the recorded one. */
package steelyard.flow;
