package steelyard.server.cluster;

import java.util.List;

/**
 * The hash of a state. Equal states have equal hashes on every machine.
 *
 * @param total all parts mixed
 * @param parts each part, always in the same order
 */
public record StateHashes(long total, List<Part> parts) {
    /** Hash of one part of the state. */
    public record Part(String name, long hash) {
    }

    /** A hash as people compare it: 16 hexadecimal digits. */
    public static String text(final long hash) {
        return String.format("%016x", hash);
    }
}
