/**
 * The nodes of a cluster as processes of one machine: their files and ports, starting, ending and watching them from a
 * process of its own. Serves {@code ./steelyard cluster} and the drills.
 */
package steelyard.server.local;
