/**
 * The recorded log of a data directory, read without Aeron: segments are read as files. Serves replay, and consumers
 * that fell behind and refill themselves. Opens nothing for writing.
 */
package steelyard.server.journal;
