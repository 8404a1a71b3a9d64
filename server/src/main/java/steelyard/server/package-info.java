/**
 * The process: a node and everything that meets it. {@link steelyard.server.Server} is the whole, {@link
 * steelyard.server.Node} the part between the servers and the log.
 */
package steelyard.server;
