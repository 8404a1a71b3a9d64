package steelyard.server.sequencer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import steelyard.model.RejectReason;
import steelyard.node.CommandCallback;
import steelyard.protocol.Address;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.CommandDoneDecoder;
import steelyard.protocol.sbe.DepositedDecoder;
import steelyard.server.cluster.StateMachine;
import steelyard.server.ring.IngressRing;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.CommandEncoder;
import steelyard.testkit.command.Origin;

/**
 * A node of a {@link ClusterSimulation}: its sequencer, its way to the log, and the core that applies what is committed.
 * A crash loses all of it; the next start replays the log.
 */
final class SimulatedNode implements LogClient {
    /** What its clients were told of a command. */
    enum Fate { NONE, DONE, BUSY, UNKNOWN, CRASHED }

    private static final int UNDER_WAY_MAX = 64;
    private static final Address ADDRESS = Address.parse("0x00000000000000000000000000000000000000a1");

    final int id;
    private final ClusterSimulation cluster;
    private final StateMachine.Factory factory;
    final Map<Integer, Fate> fates = new HashMap<>();
    /** Deposits that its core has applied, in order. */
    final List<Integer> applied = new ArrayList<>();
    int appliedTwice;
    /** Whether its log time ever went back. */
    boolean wentBack;
    boolean isRunning;
    long generation;
    private Ingress ingress;
    private StateMachine core;
    private int nextEntry;
    private final Deque<byte[]> batches = new ArrayDeque<>();

    SimulatedNode(final int id, final ClusterSimulation cluster, final StateMachine.Factory factory) {
        this.id = id;
        this.cluster = cluster;
        this.factory = factory;
    }

    void start() {
        ingress = new Ingress(
            new SequencerConfig(id + 1, UNDER_WAY_MAX, SequencerConfig.of(1, 1).busyAfterNanos(),
                SequencerConfig.of(1, 1).unknownAfterNanos(), SequencerConfig.of(1, 1).resendAfterNanos(),
                SequencerConfig.of(1, 1).tickAfterNanos()),
            new IngressRing(512, 16 * 1024), this, cluster::token);
        core = factory.create(this::onBatch);
        applied.clear();
        batches.clear();
        nextEntry = 0;
        generation++;
        isRunning = true;
    }

    void crash() {
        isRunning = false;
        fates.replaceAll((command, fate) -> fate == Fate.NONE ? Fate.CRASHED : fate);
    }

    StateMachine core() {
        return core;
    }

    boolean isBehind() {
        return nextEntry < cluster.log().size() || !batches.isEmpty();
    }

    /** Whether nothing that it took is under way. */
    boolean isSettled() {
        return isRunning && !isBehind() && ingress.underWay() == 0;
    }

    /** A client sends a deposit of one dollar with a source of its own. */
    void submit(final int command) {
        if (!ingress.sequencer().isReady()) {
            return;
        }
        final byte[] bytes = new CommandEncoder().encode(
            new Command.Deposit(ADDRESS, 1_000_000, command, 1, Command.Remark.NONE), new Origin(0, 0, 0));
        fates.put(command, Fate.NONE);
        if (!ingress.submitAt(new UnsafeBuffer(bytes), 0, bytes.length, new Answer(command), cluster.now())) {
            fates.put(command, Fate.BUSY);
        }
    }

    void sequence() {
        ingress.sequencer().doWork(cluster.now());
    }

    /** Applies the next committed message; its events wait for {@link #answer}. */
    void apply() {
        if (nextEntry < cluster.log().size()) {
            final ClusterSimulation.Entry entry = cluster.log().get(nextEntry++);
            final long before = core.nowNanos();
            CommandPack.read(new UnsafeBuffer(entry.message()), 0, entry.message().length,
                (index, buffer, offset, length) ->
                    core.apply(buffer, offset, length, entry.position(), index, entry.timestampNanos()));
            wentBack |= core.nowNanos() < before;
        }
    }

    /** Hands the events of one command to the clients. */
    void answer() {
        final byte[] events = batches.poll();
        if (events != null) {
            ingress.answers().onBatch(new EventBatch().wrap(new UnsafeBuffer(events), 0), cluster.now());
        }
        ingress.answers().poll(cluster.now());
    }

    private void onBatch(final DirectBuffer buffer, final int offset, final int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        batches.add(bytes);
        final EventBatch batch = new EventBatch().wrap(new UnsafeBuffer(bytes), 0);
        while (batch.next()) {
            if (batch.templateId() == DepositedDecoder.TEMPLATE_ID) {
                applied.add(new DepositedDecoder().wrap(batch.buffer(), batch.blockOffset(), batch.blockLength(),
                    batch.version()).sourceId());
            } else if (batch.templateId() == CommandDoneDecoder.TEMPLATE_ID && new CommandDoneDecoder().wrap(
                batch.buffer(), batch.blockOffset(), batch.blockLength(), batch.version()).rejectReason()
                == RejectReason.DEPOSIT_ALREADY_APPLIED.code()) {
                appliedTwice++;
            }
        }
    }

    // ---- the way to the log

    @Override
    public int poll(final long nowNanos) {
        return 0;
    }

    @Override
    public boolean isConnected() {
        return cluster.leads() >= 0;
    }

    @Override
    public long generation() {
        return generation;
    }

    @Override
    public boolean offer(final DirectBuffer buffer, final int offset, final int length) {
        final byte[] message = new byte[length];
        buffer.getBytes(offset, message);
        return cluster.offer(this, message);
    }

    @Override
    public void close() {
        isRunning = false;
    }

    private final class Answer implements CommandCallback {
        private final int command;

        private Answer(final int command) {
            this.command = command;
        }

        @Override
        public void onDone(final EventBatch events) {
            tell(Fate.DONE);
        }

        @Override
        public void onBusy() {
            tell(Fate.BUSY);
        }

        @Override
        public void onOutcomeUnknown() {
            tell(Fate.UNKNOWN);
        }

        private void tell(final Fate fate) {
            if (fates.put(command, fate) != Fate.NONE) {
                throw new AssertionError("command " + command + " was answered twice");
            }
        }
    }
}
