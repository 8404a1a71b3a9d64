package steelyard.admin;

/**
 * A file of the node's data that makes another member, or as much of it as counts.
 *
 * @param folder     folder in the data directory; {@code node}: the directory itself
 * @param length     bytes that count, from the beginning
 * @param fileLength length of the whole file; what is behind {@code length} is zero
 */
public record DataPart(String folder, String name, long length, long fileLength) {
}
