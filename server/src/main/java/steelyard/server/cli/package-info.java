/** The commands of {@code ./steelyard} that run in Java. */
package steelyard.server.cli;
