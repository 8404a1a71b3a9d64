/** Nodes that are measured. */
package steelyard.bench.node;
