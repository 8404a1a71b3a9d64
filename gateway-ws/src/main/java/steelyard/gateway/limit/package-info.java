/**
 * How much one client may ask for: by its network address, so that nobody wears out a node, and by its account, so that
 * nobody fills the log with commands that are refused. Nothing here reaches the state machine; each node counts for
 * itself, from its start on.
 */
package steelyard.gateway.limit;
