package steelyard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.protocol.EventBatch;
import steelyard.protocol.EventBatchWriter;
import steelyard.protocol.sbe.CheckpointReportedEncoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.server.audit.Checkpoint;
import steelyard.server.cluster.ExchangeMachine;
import steelyard.server.cluster.FailStop;
import steelyard.server.config.NodeConfig;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.CommandEncoder;
import steelyard.testkit.command.Origin;

/** What another node tells of a checkpoint must be what this one has signed. */
@Timeout(60)
class CheckpointComparisonTest {
    private static final int OTHER_NODE = 5;

    @TempDir
    private Path directory;

    private final AtomicReference<String> stopped = new AtomicReference<>();
    private final EventBatchWriter writer = new EventBatchWriter();

    @Test
    void shouldGoOnWithANodeThatHadTheSame() throws Exception {
        try (TestNode node = start()) {
            final Checkpoint own = node.node().auditor().last();
            tell(node, own, own.stateHash(), own.chainHash());
            TestNode.await(() -> node.node().auditor().agreeing() == 2);
            assertNull(stopped.get());
        }
    }

    @Test
    void shouldStopWhenAnotherNodeHadAnotherState() throws Exception {
        try (TestNode node = start()) {
            final Checkpoint own = node.node().auditor().last();
            tell(node, own, own.stateHash() ^ 1, own.chainHash());
            awaitStop(own);
        }
    }

    @Test
    void shouldStopWhenAnotherNodeReadAnotherLog() throws Exception {
        try (TestNode node = start()) {
            final Checkpoint own = node.node().auditor().last();
            tell(node, own, own.stateHash(), "00".repeat(32));
            awaitStop(own);
        }
    }

    private void awaitStop(final Checkpoint own) throws Exception {
        TestNode.await(() -> stopped.get() != null);
        assertTrue(stopped.get().startsWith("comparing checkpoints: this node had " + own.text()), stopped.get());
    }

    /** A node that has signed a checkpoint. */
    private TestNode start() throws Exception {
        final NodeConfig config = TestNode.configuration(directory);
        Files.copy(Path.of("..", "demo", "genesis.yaml"), config.genesisFile(), StandardCopyOption.REPLACE_EXISTING);
        final TestNode node = TestNode.start(config, ExchangeMachine.factory(7), new NotedStop());
        final byte[] bytes = new CommandEncoder().encode(new Command.TakeCheckpoint(), new Origin(0, 0, 0));
        node.submit(new UnsafeBuffer(bytes), bytes.length);
        TestNode.await(() -> node.node().auditor().last() != null);
        assertEquals(1, node.node().auditor().agreeing());
        return node;
    }

    private void tell(final TestNode node, final Checkpoint own, final long stateHash, final String chainHash) {
        final CheckpointReportedEncoder event = new CheckpointReportedEncoder();
        writer.clear();
        event.wrapAndApplyHeader(writer.buffer(), writer.eventOffset(), new MessageHeaderEncoder());
        event.header().nodeId(OTHER_NODE);
        event.checkpointSequence(own.eventSequence()).checkpointPosition(own.logPosition()).term(own.term())
            .stateHash(stateHash).putChainHash(HexFormat.of().parseHex(chainHash), 0, 32);
        writer.endEvent(MessageHeaderEncoder.ENCODED_LENGTH + event.encodedLength());
        writer.end();
        node.node().auditor().onEvents(new EventBatch().wrap(writer.buffer(), 0));
    }

    private final class NotedStop implements FailStop {
        @Override
        public RuntimeException stop(final String where, final Throwable cause) {
            stopped.compareAndSet(null, where + ": " + cause.getMessage());
            return new IllegalStateException(cause);
        }

        @Override
        public RuntimeException stop(
            final long logPosition, final int commandIndex, final DirectBuffer command, final int offset,
            final int length, final Throwable cause) {
            return stop("applying", cause);
        }
    }
}
