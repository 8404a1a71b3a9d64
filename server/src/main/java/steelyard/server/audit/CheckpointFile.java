package steelyard.server.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The checkpoints that a node has signed, a line each with the signature in hex digits, in the order of the log. */
final class CheckpointFile {
    static final String FILE_NAME = "checkpoints.txt";

    /** A line of the file. */
    record Signed(Checkpoint checkpoint, byte[] signature) {
    }

    private final Path file;

    CheckpointFile(final Path directory) {
        this.file = directory.resolve(FILE_NAME);
    }

    /** Appends a line and syncs it. */
    void append(final Checkpoint checkpoint, final byte[] signature) throws IOException {
        Files.writeString(file,
            checkpoint.text() + " " + HexFormat.of().formatHex(signature) + System.lineSeparator(), US_ASCII,
            StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.SYNC);
    }

    /**
     * Everything in the file; a last line that was torn is left out.
     *
     * @throws IllegalArgumentException if another line is none
     */
    List<Signed> read() throws IOException {
        final List<Signed> all = new ArrayList<>();
        if (!Files.exists(file)) {
            return all;
        }
        final String text = Files.readString(file, US_ASCII);
        final List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            final boolean isTorn = i == lines.size() - 1 && !text.endsWith("\n");
            if (!isTorn) {
                final int end = lines.get(i).lastIndexOf(' ');
                all.add(new Signed(Checkpoint.parse(lines.get(i).substring(0, Math.max(0, end))),
                    HexFormat.of().parseHex(lines.get(i).substring(end + 1))));
            }
        }
        return all;
    }
}
