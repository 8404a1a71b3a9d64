/** Open-loop load on the public API of a node. */
package steelyard.bench.gateway;
