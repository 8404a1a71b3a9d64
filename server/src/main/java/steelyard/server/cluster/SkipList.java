package steelyard.server.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import steelyard.server.StartException;

/**
 * The commands that operators had passed over: a file with a line {@code POSITION:INDEX:SHA256} for each, where a
 * {@code #} begins a remark. Every member must have the same commands in it, and it is read before the log is.
 */
public final class SkipList {
    /** Name of the file in the data directory. */
    public static final String FILE_NAME = "skip.txt";
    /** Bytes of a list's hash. */
    public static final int HASH_LENGTH = 32;
    /** A list without commands. */
    public static final SkipList EMPTY = new SkipList(new TreeMap<>());

    private static final HexFormat HEX = HexFormat.of();

    private final Map<Place, String> hashes;
    private final long firstPosition;
    private final long lastPosition;

    /**
     * Where a command stands in the log.
     *
     * @param logPosition where the message that carried it ends
     * @param index       its place in that message
     */
    public record Place(long logPosition, int index) implements Comparable<Place> {
        /**
         * Reads {@code POSITION:INDEX}.
         *
         * @throws IllegalArgumentException if it is none
         */
        public static Place parse(final String text) {
            final String[] parts = text.split(":", -1);
            if (parts.length != 2) {
                throw new IllegalArgumentException("'" + text + "' is no POSITION:INDEX");
            }
            return new Place(Long.parseLong(parts[0]), Integer.parseInt(parts[1]));
        }

        @Override
        public int compareTo(final Place other) {
            final int byPosition = Long.compare(logPosition, other.logPosition);
            return byPosition != 0 ? byPosition : Integer.compare(index, other.index);
        }

        @Override
        public String toString() {
            return logPosition + ":" + index;
        }
    }

    private SkipList(final TreeMap<Place, String> hashes) {
        this.hashes = hashes;
        this.firstPosition = hashes.isEmpty() ? Long.MAX_VALUE : hashes.firstKey().logPosition();
        this.lastPosition = hashes.isEmpty() ? Long.MIN_VALUE : hashes.lastKey().logPosition();
    }

    /**
     * Reads the list of a data directory; empty if there is no file.
     *
     * @throws StartException if a line is none; the message says which
     */
    public static SkipList read(final Path dataDirectory) {
        final Path file = dataDirectory.resolve(FILE_NAME);
        if (!Files.exists(file)) {
            return EMPTY;
        }
        try {
            final TreeMap<Place, String> hashes = new TreeMap<>();
            for (final String line : Files.readAllLines(file, UTF_8)) {
                final String entry = line.replaceFirst("#.*", "").strip();
                if (!entry.isEmpty()) {
                    add(hashes, entry, file);
                }
            }
            return new SkipList(hashes);
        } catch (final IOException unreadable) {
            throw new StartException(file + " cannot be read: " + unreadable.getMessage());
        }
    }

    private static void add(final Map<Place, String> hashes, final String entry, final Path file) {
        final int end = entry.lastIndexOf(':');
        try {
            final String hash = entry.substring(end + 1);
            if (HEX.parseHex(hash).length != HASH_LENGTH) {
                throw new IllegalArgumentException("a SHA-256 has 64 hex digits");
            }
            hashes.put(Place.parse(entry.substring(0, Math.max(0, end))), hash);
        } catch (final IllegalArgumentException wrong) {
            throw new StartException(
                file + ": '" + entry + "' is no POSITION:INDEX:SHA256: " + wrong.getMessage());
        }
    }

    /** Adds a command to the list of a data directory. */
    public static void append(final Path dataDirectory, final Place place, final byte[] command, final String remark)
        throws IOException {
        Files.writeString(dataDirectory.resolve(FILE_NAME),
            place + ":" + HEX.formatHex(sha256(command)) + "  # " + remark + System.lineSeparator(), UTF_8,
            StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.SYNC);
    }

    /**
     * Whether this command is to be passed over.
     *
     * @throws IllegalStateException if the list names another command at this place
     */
    boolean skips(
        final DirectBuffer buffer, final int offset, final int length, final long logPosition, final int index) {
        if (logPosition < firstPosition || logPosition > lastPosition) {
            return false;
        }
        final String wanted = hashes.get(new Place(logPosition, index));
        if (wanted == null) {
            return false;
        }
        final byte[] command = new byte[length];
        buffer.getBytes(offset, command);
        final String hash = HEX.formatHex(sha256(command));
        if (!hash.equals(wanted)) {
            throw new IllegalStateException("the skip list names another command at " + logPosition + ":" + index
                + ": its SHA-256 is " + wanted + ", that of the command is " + hash);
        }
        return true;
    }

    /** Whether the list names a command at this place. */
    public boolean contains(final Place place) {
        return hashes.containsKey(place);
    }

    /** SHA-256 of the commands in the order of the log; zeros if there are none. */
    public byte[] hash() {
        final byte[] none = new byte[HASH_LENGTH];
        return hashes.isEmpty() ? none : sha256(String.join("\n", lines()).getBytes(UTF_8));
    }

    private List<String> lines() {
        return hashes.entrySet().stream().map(entry -> entry.getKey() + ":" + entry.getValue()).toList();
    }

    private static byte[] sha256(final byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (final NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof final SkipList list && Arrays.equals(hash(), list.hash());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash());
    }
}
