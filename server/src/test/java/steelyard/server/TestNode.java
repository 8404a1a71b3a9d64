package steelyard.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import steelyard.node.CommandCallback;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.CommandDoneDecoder;
import steelyard.protocol.sbe.DepositEncoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.server.cli.FreePorts;
import steelyard.server.cluster.ClusterSettings;
import steelyard.server.cluster.CoreStatus;
import steelyard.server.cluster.FailStop;
import steelyard.server.cluster.StateMachine;
import steelyard.server.config.NodeConfig;

/** A node around a {@link CountingMachine} in this process, and its only client. */
public final class TestNode implements AutoCloseable {
    private final Node node;
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger notDone = new AtomicInteger();
    private final AtomicLong lastEventSequence = new AtomicLong();

    private TestNode(final Node node) {
        this.node = node;
    }

    /** A configuration of one member on free ports, with small limits. */
    static NodeConfig configuration(final Path directory) throws IOException {
        Files.writeString(directory.resolve("genesis.yaml"), "# nothing\n");
        final Path file = directory.resolve("steelyard.yaml");
        Files.writeString(file, """
            directory: data
            cluster:
              members:
                - {id: 0, basePort: %d}
            disk: {freeMegabytes: 10}
            gateway: {port: %d}
            admin: {port: %d}
            """.formatted(FreePorts.find(ClusterSettings.PORTS_PER_MEMBER), FreePorts.find(1), FreePorts.find(1)));
        return NodeConfig.read(file);
    }

    static TestNode start(final NodeConfig config) {
        return start(config, CountingMachine::new, new NoHalt());
    }

    static TestNode start(final NodeConfig config, final StateMachine.Factory core) {
        return start(config, core, new NoHalt());
    }

    static TestNode start(final NodeConfig config, final StateMachine.Factory core, final FailStop failStop) {
        return new TestNode(Node.start(config, core, failStop, System.out));
    }

    Node node() {
        return node;
    }

    void deposit(final long amountMicros) {
        deposit(amountMicros, "");
    }

    void deposit(final long amountMicros, final String reason) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final DepositEncoder encoder = new DepositEncoder();
        encoder.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        encoder.amountMicros(amountMicros).number(1).sourceId(1).operatorName("").reason(reason);
        submit(buffer, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
    }

    Answer submit(final DirectBuffer command, final int length) {
        final Answer answer = new Answer();
        while (!node.commands().submit(command, 0, length, answer)) {
            Thread.onSpinWait();
        }
        return answer;
    }

    /** Submits all of these and answers those that were not done. */
    List<byte[]> askAll(final List<byte[]> commands) throws Exception {
        final List<Answer> asked = new ArrayList<>();
        for (final byte[] command : commands) {
            asked.add(submit(new UnsafeBuffer(command), command.length));
        }
        final List<byte[]> notDone = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            if (!asked.get(i).isDone.get(20, TimeUnit.SECONDS)) {
                notDone.add(commands.get(i));
            }
        }
        return notDone;
    }

    void awaitAnswers(final int count) throws Exception {
        await(() -> done.get() + notDone.get() >= count);
        if (notDone.get() > 0) {
            throw new AssertionError(notDone + " commands were not done");
        }
    }

    long lastEventSequence() {
        return lastEventSequence.get();
    }

    CoreStatus status() throws Exception {
        return node.core().status().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    static void await(final Callable<Boolean> condition) throws Exception {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.call()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not within 20 s");
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    @Override
    public void close() {
        node.close();
    }

    /** What becomes of one command. */
    final class Answer implements CommandCallback {
        private final CompletableFuture<Boolean> isDone = new CompletableFuture<>();

        @Override
        public void onDone(final EventBatch events) {
            final CommandDoneDecoder decoder = new CommandDoneDecoder();
            while (events.next()) {
                decoder.wrap(events.buffer(), events.blockOffset(), events.blockLength(), events.version());
            }
            lastEventSequence.set(decoder.header().eventSequence());
            done.incrementAndGet();
            isDone.complete(true);
        }

        @Override
        public void onBusy() {
            notDone.incrementAndGet();
            isDone.complete(false);
        }

        @Override
        public void onOutcomeUnknown() {
            notDone.incrementAndGet();
            isDone.complete(false);
        }
    }

    /** Prints why the node would end its process, and lets the test fail by what does not happen then. */
    private static final class NoHalt implements FailStop {
        @Override
        public RuntimeException stop(final String where, final Throwable cause) {
            cause.printStackTrace();
            return new IllegalStateException("the node would have stopped itself while " + where, cause);
        }

        @Override
        public RuntimeException stop(
            final long logPosition,
            final int commandIndex,
            final DirectBuffer command,
            final int offset,
            final int length,
            final Throwable cause) {
            return stop("applying " + logPosition + ":" + commandIndex, cause);
        }
    }
}
