/** What the nodes of the cluster say about themselves through the log: builds, checkpoints, versions of behaviour. */
package steelyard.exchange.node;
