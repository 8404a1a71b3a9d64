package steelyard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.protocol.Address;
import steelyard.server.audit.Verification;
import steelyard.server.cluster.ExchangeMachine;
import steelyard.server.config.NodeConfig;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.CommandEncoder;
import steelyard.testkit.command.Origin;

/** The journal of a node against the checkpoints that it signed. */
@Timeout(120)
class AuditTest {
    private static final Address ADDRESS = Address.parse("0x00000000000000000000000000000000000000a1");
    private static final int FRAME_HEADER = 32;
    /** Bytes of a frame's header that mean nothing to the journal. */
    private static final List<Integer> UNCOVERED = List.of(24, 25, 26, 27, 28, 29, 30, 31);

    @TempDir
    private Path directory;

    private NodeConfig config;
    private Path data;
    private int submitted;
    private long number;

    @BeforeEach
    void trade() throws Exception {
        config = TestNode.configuration(directory);
        Files.copy(Path.of("..", "demo", "genesis.yaml"), config.genesisFile(), StandardCopyOption.REPLACE_EXISTING);
        data = config.cluster().directory();
        run(3);
        run(2);
    }

    /** A life of the node with so many checkpoints. */
    private void run(final int checkpoints) throws Exception {
        submitted = 0;
        try (TestNode node = TestNode.start(config, ExchangeMachine.factory(7))) {
            for (int i = 0; i < checkpoints; i++) {
                submit(node, new Command.Deposit(ADDRESS, 1_000_000, 1, ++number, Command.Remark.NONE));
                submit(node, new Command.TakeCheckpoint());
                final long before = node.node().auditor().last() == null
                    ? 0 : node.node().auditor().last().eventSequence();
                TestNode.await(() -> node.node().auditor().last() != null
                    && node.node().auditor().last().eventSequence() >= Math.max(before, node.lastEventSequence() - 1));
            }
        }
    }

    private void submit(final TestNode node, final Command command) throws Exception {
        final byte[] bytes = new CommandEncoder().encode(command, new Origin(0, 0, 0));
        node.submit(new UnsafeBuffer(bytes), bytes.length);
        node.awaitAnswers(++submitted);
    }

    @Test
    void shouldVerifyWhatTheNodeSignedOverItsRestarts() throws IOException {
        final Verification.Result result = verify();
        assertNull(result.problem());
        assertEquals(5, result.checkpoints());
        assertTrue(result.messages() >= 10 && result.logPosition() > 0, result.toString());
    }

    @Test
    void shouldFindEveryChangedByte() throws IOException {
        final Path segment = segment();
        final int end = (int) verify().logPosition();
        final byte[] log = Arrays.copyOf(Files.readAllBytes(segment), end);
        int tried = 0;
        for (int frame = 0; frame < end;) {
            final int length = ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN).getInt(frame);
            for (int at = frame; at < frame + length; at += at < frame + FRAME_HEADER ? 1 : 7) {
                if (at - frame >= FRAME_HEADER || !UNCOVERED.contains(at - frame)) {
                    final byte[] changed = log.clone();
                    changed[at] ^= 4;
                    Files.write(segment, changed);
                    final Verification.Result result = verify();
                    assertNotNull(result.problem(), "byte " + (at - frame) + " of the frame at " + frame);
                    assertTrue(result.logPosition() <= at, result.toString());
                    tried++;
                }
            }
            frame += BitUtil.align(length, FRAME_HEADER) * 3;
            while (frame < end && !isFrame(log, frame)) {
                frame += FRAME_HEADER;
            }
        }
        assertTrue(tried > 50, "tried " + tried);
    }

    private static boolean isFrame(final byte[] log, final int at) {
        final ByteBuffer buffer = ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN);
        return buffer.getInt(at) > FRAME_HEADER && buffer.get(at + 4) == 0 && buffer.getInt(at + 8) == at;
    }

    @Test
    void shouldFindMissingAndAddedBytes() throws IOException {
        final Path segment = segment();
        final byte[] log = Files.readAllBytes(segment);
        final int end = (int) verify().logPosition();
        Files.write(segment, Arrays.copyOf(log, end - 1));
        assertTrue(verify().problem().contains("bytes are missing"), verify().problem());

        final byte[] without = new byte[log.length];
        System.arraycopy(log, 0, without, 0, 200);
        System.arraycopy(log, 201, without, 200, log.length - 201);
        Files.write(segment, without);
        assertNotNull(verify().problem());

        final byte[] with = new byte[log.length];
        System.arraycopy(log, 0, with, 0, 200);
        System.arraycopy(log, 200, with, 201, log.length - 201);
        Files.write(segment, with);
        assertNotNull(verify().problem());
    }

    @Test
    void shouldFindAChangedCheckpointAndAnotherKey() throws Exception {
        final Path file = data.resolve("checkpoints.txt");
        final String text = Files.readString(file);
        final String second = text.lines().toList().get(1);
        final String[] words = second.split(" ");
        words[4] = "%016x".formatted(Long.parseUnsignedLong(words[4], 16) + 1);
        Files.writeString(file, text.replace(second, String.join(" ", words)));
        final Verification.Result result = verify();
        assertEquals(1, result.checkpoints());
        assertTrue(result.problem().contains("signature"), result.problem());

        Files.writeString(file, text);
        Files.delete(data.resolve("audit.key"));
        run(0);
        assertTrue(verify().problem().contains("signature"));
    }

    private Verification.Result verify() throws IOException {
        return Verification.verify(data, Verification.publicKeyFile(data));
    }

    private Path segment() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("archive"))) {
            return files.filter(file -> file.getFileName().toString().matches("0-0\\.rec")).findFirst().orElseThrow();
        }
    }
}
