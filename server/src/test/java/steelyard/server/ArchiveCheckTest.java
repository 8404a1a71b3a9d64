package steelyard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.server.cluster.ClusterMember;
import steelyard.server.cluster.CoreStatus;
import steelyard.server.config.NodeConfig;
import steelyard.server.journal.ArchiveCheck;
import steelyard.server.journal.Journal;
import steelyard.server.journal.JournalException;
import steelyard.server.journal.MessageReader;
import steelyard.server.journal.Replay;

/** Journals that were torn or damaged, and damaged snapshots. */
@Timeout(180)
class ArchiveCheckTest {
    /** Over two fragments. */
    private static final String LONG_REASON = "x".repeat(2_500);

    @TempDir
    private Path directory;

    private final List<String> told = new ArrayList<>();
    private NodeConfig config;
    private Path data;

    @BeforeEach
    void configure() throws IOException {
        config = TestNode.configuration(directory);
        data = config.cluster().directory();
    }

    @Test
    void shouldEndWithTheLastWholeMessageWhereverTheJournalIsCut() throws Exception {
        final Path killed = killedData();
        final List<Long> ends = messageEnds(killed);
        final Path segment = segment(killed);
        final byte[] whole = Files.readAllBytes(segment);
        final int last = ends.size() - 1;
        assertTrue(ends.get(last) - ends.get(last - 3) > LONG_REASON.length(), ends.toString());
        int tried = 0;
        for (long at = ends.get(last - 3); at <= ends.get(last); at++) {
            cut(segment, whole, at, tried % 200 == 0 ? ClusterMember.SEGMENT_LENGTH : 0);
            int complete = 0;
            while (complete < 3 && ends.get(last - 3 + complete + 1) <= at) {
                complete++;
            }
            assertEquals(ends.subList(0, last - 2 + complete), messageEnds(killed), "cut at " + at);
            ArchiveCheck.run(killed, told::add);
            assertEquals(ends.subList(0, last - 2 + complete), messageEnds(killed), "cut off after " + at);
            tried++;
        }
        assertTrue(tried > LONG_REASON.length(), "tried " + tried);
        assertTrue(told.size() > LONG_REASON.length(), "told " + told.size());
    }

    @Test
    void shouldStartWhereverTheJournalIsCut() throws Exception {
        final Path killed = killedData();
        final List<Long> ends = messageEnds(killed);
        final Path segment = segment(killed);
        final byte[] whole = Files.readAllBytes(segment);
        final long begin = ends.get(ends.size() - 4);
        final long end = ends.getLast();
        final Path kept = directory.resolve("kept");
        copy(killed, kept);
        for (final long at : List.of(begin + 40, begin + 1_500, (begin + end) / 2, end - 1)) {
            delete(data);
            copy(kept, data);
            cut(segment(data), whole, at, ClusterMember.SEGMENT_LENGTH);
            final CoreStatus before = replay(data);
            final CoreStatus after;
            try (TestNode node = TestNode.start(config)) {
                node.deposit(7);
                node.awaitAnswers(1);
                assertTrue(node.lastEventSequence() > before.eventSequence());
                after = node.status();
            }
            final CoreStatus replayed = replay(data);
            assertTrue(replayed.eventSequence() >= after.eventSequence(), "cut at " + at);
            assertEquals(after.hashes().parts().get(1), replayed.hashes().parts().get(1));
        }
    }

    @Test
    void shouldNotCutOffWhatIsDamagedInTheMiddle() throws Exception {
        final Path killed = killedData();
        final List<Long> ends = messageEnds(killed);
        final Path segment = segment(killed);
        flip(segment, ends.get(ends.size() - 4) + 45);
        final JournalException refused =
            assertThrows(JournalException.class, () -> ArchiveCheck.run(killed, told::add));
        assertTrue(refused.getMessage().contains("damaged"), refused.getMessage());
        assertThrows(JournalException.class, () -> replay(killed));
    }

    @Test
    void shouldNotBeginAnotherLogWhereOneWasLost() throws Exception {
        final Path killed = killedData();
        final Path segment = segment(killed);
        final Path kept = directory.resolve("kept.rec");
        Files.move(segment, kept);
        assertGone(killed);
        Files.move(kept, segment);
        ArchiveCheck.run(killed, told::add);
        delete(killed.resolve("archive"));
        assertGone(killed);
        Files.createDirectory(killed.resolve("archive"));
        assertGone(killed);
        delete(killed.resolve("archive"));
        delete(killed.resolve("cluster"));
        ArchiveCheck.run(killed, told::add);
    }

    private void assertGone(final Path killed) {
        final JournalException refused =
            assertThrows(JournalException.class, () -> ArchiveCheck.run(killed, told::add));
        assertTrue(refused.getMessage().startsWith("The journal is gone: "), refused.getMessage());
    }

    @Test
    void shouldUseTheSnapshotBeforeADamagedOne() throws Exception {
        final long first;
        final CoreStatus before;
        try (TestNode node = TestNode.start(config)) {
            first = snapshotAfterDeposit(node, 1);
            assertTrue(snapshotAfterDeposit(node, 2) > first);
            node.deposit(3);
            node.awaitAnswers(3);
            before = node.status();
        }
        final long recording = Journal.open(data).snapshots().getLast().recordingId();
        flip(data.resolve("archive").resolve(recording + "-0.rec"), 300);
        ArchiveCheck.run(data, told::add);
        assertEquals(1, told.size(), told.toString());
        assertEquals(List.of(first), Journal.open(data).snapshots().stream().map(Journal.Snapshot::logPosition).toList());
        try (TestNode node = TestNode.start(config)) {
            assertEquals(before.hashes().parts(), node.status().hashes().parts());
            TestNode.await(() -> Journal.open(data).snapshots().size() == 2);
        }
        ArchiveCheck.run(data, told::add);
        assertEquals(1, told.size(), "the snapshot was not made anew");
    }

    private static long snapshotAfterDeposit(final TestNode node, final int count) throws Exception {
        node.deposit(count);
        node.awaitAnswers(count);
        assertTrue(node.node().member().requestSnapshot());
        TestNode.await(() -> node.node().member().snapshotCount() == count);
        return node.node().member().condition().snapshot().logPosition();
    }

    /** What a killed node leaves: its files in the middle of a run, without the marks that it is running and what can be made again. */
    private Path killedData() throws Exception {
        final Path killed = directory.resolve("killed");
        try (TestNode node = TestNode.start(config)) {
            for (int i = 1; i <= 3; i++) {
                node.deposit(i, i == 1 ? LONG_REASON : "");
                node.awaitAnswers(i);
            }
            for (int i = 4; i <= 6; i++) {
                node.deposit(i, i == 4 ? LONG_REASON : "");
            }
            node.awaitAnswers(6);
            copy(data, killed);
        }
        cutTicks(killed);
        return killed;
    }

    /** The log ends with the message of the last deposit. */
    private static void cutTicks(final Path killed) throws IOException {
        final Path segment = segment(killed);
        final byte[] bytes = Files.readAllBytes(segment);
        final List<Long> ends = new ArrayList<>();
        final long[] longest = {0};
        try (MessageReader log = Journal.open(killed).messages(0)) {
            while (log.poll((position, buffer, offset, length) -> {
                ends.add(position);
                longest[0] = length > LONG_REASON.length() ? ends.size() : longest[0];
            }, 64, Long.MAX_VALUE) > 0) {
                Thread.onSpinWait();
            }
        }
        final int wanted = (int) Math.min(ends.size(), longest[0] + 1);
        cut(segment, bytes, ends.get(wanted - 1), 0);
    }

    private static List<Long> messageEnds(final Path data) {
        final List<Long> ends = new ArrayList<>();
        try (MessageReader log = Journal.open(data).messages(0)) {
            while (log.poll((position, buffer, offset, length) -> ends.add(position), 64, Long.MAX_VALUE) > 0) {
                Thread.onSpinWait();
            }
        }
        return ends;
    }

    private static CoreStatus replay(final Path data) {
        return new Replay(data, CountingMachine::new).run(Long.MAX_VALUE, false, progress -> { });
    }

    private static Path segment(final Path data) {
        return data.resolve("archive").resolve("0-0.rec");
    }

    private static void cut(final Path file, final byte[] whole, final long at, final long length) throws IOException {
        Files.write(file, Arrays.copyOf(whole, (int) at), StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        if (length > 0) {
            try (RandomAccessFile longer = new RandomAccessFile(file.toFile(), "rw")) {
                longer.setLength(length);
            }
        }
    }

    private static void flip(final Path file, final long at) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            final int before = bytes.read();
            bytes.seek(at);
            bytes.write(before ^ 4);
        }
    }

    private static void copy(final Path from, final Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.filter(file -> !file.getFileName().toString().matches(".*mark.*|history.*")).forEach(file -> {
                try {
                    final Path target = to.resolve(from.relativize(file).toString());
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(target);
                    } else {
                        Files.createDirectories(target.getParent());
                        Files.copy(file, target);
                    }
                } catch (final IOException unreadable) {
                    throw new UncheckedIOException(unreadable);
                }
            });
        }
    }

    private static void delete(final Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
