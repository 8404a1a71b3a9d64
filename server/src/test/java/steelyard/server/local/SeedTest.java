package steelyard.server.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steelyard.server.journal.ArchiveCheck;
import steelyard.server.journal.DataImage;
import steelyard.server.journal.JournalException;

/** A copy that is broken off, as by the end of its process or of the node that it comes from. */
class SeedTest {
    private static final int CHUNK = 100;
    private static final byte OLD = 1;
    private static final byte NEW = 2;

    @TempDir
    private Path directory;

    @Test
    void shouldLeaveADirectoryThatNoNodeTakes() throws Exception {
        final Path data = directory.resolve("data");
        assertThrows(IOException.class, () -> Seed.copy(parts("0-0.rec", 1_000), data, brokenOffAt(500)));
        assertFalse(Files.exists(data.resolve("archive")));
        final JournalException refused =
            assertThrows(JournalException.class, () -> ArchiveCheck.run(data, text -> { }));
        assertTrue(refused.getMessage().contains("is not whole"), refused.getMessage());
    }

    @Test
    void shouldCopyFromAnotherNodeAsIfNothingWereThere() throws Exception {
        final Path data = directory.resolve("data");
        assertThrows(IOException.class, () -> Seed.copy(parts("7-0.rec", 1_000), data, brokenOffAt(900)));
        assertEquals(300, Seed.copy(parts("0-0.rec", 300), data, chunksOf(NEW)));
        final byte[] expected = new byte[1_024];
        Arrays.fill(expected, 0, 300, NEW);
        assertArrayEquals(expected, Files.readAllBytes(data.resolve("archive").resolve("0-0.rec")));
        try (Stream<Path> files = Files.walk(data)) {
            assertEquals(List.of("data", "archive", "0-0.rec"),
                files.map(file -> file.getFileName().toString()).toList());
        }
        ArchiveCheck.run(data, text -> { });
    }

    @Test
    void shouldHaveZerosBehindAShorterFile() throws Exception {
        final Path data = directory.resolve("data");
        assertThrows(IOException.class, () -> Seed.copy(parts("0-0.rec", 1_000), data, brokenOffAt(900)));
        Seed.copy(parts("0-0.rec", 300), data, chunksOf(NEW));
        final byte[] copied = Files.readAllBytes(data.resolve("archive").resolve("0-0.rec"));
        assertArrayEquals(new byte[724], Arrays.copyOfRange(copied, 300, 1_024));
    }

    private static List<DataImage.Part> parts(final String name, final int length) {
        return List.of(new DataImage.Part("archive", name, length, 1_024));
    }

    private static Seed.Source brokenOffAt(final int end) {
        return (part, offset) -> {
            if (offset >= end) {
                throw new IOException("the node does not answer");
            }
            return chunksOf(OLD).read(part, offset);
        };
    }

    private static Seed.Source chunksOf(final byte value) {
        return (part, offset) -> {
            final byte[] bytes = new byte[(int) Math.min(CHUNK, part.length() - offset)];
            Arrays.fill(bytes, value);
            return bytes;
        };
    }
}
