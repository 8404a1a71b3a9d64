package steelyard.server.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.CloseHelper;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import steelyard.node.EventListener;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.CheckpointReportedDecoder;
import steelyard.protocol.sbe.CheckpointTakenDecoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.ReportCheckpointEncoder;
import steelyard.server.cluster.FailStop;
import steelyard.server.cluster.StateHashes;
import steelyard.server.journal.Journal;
import steelyard.server.journal.MessageReader;
import steelyard.server.sequencer.Ingress;

/**
 * Reads the journal of its own node behind the exchange, chains its messages, signs a checkpoint wherever one was taken,
 * and tells the others in the log. What another node tells must be the same: else this node stops. Events come on the
 * session thread, which only queues; the rest is done on a thread of its own.
 */
public final class Auditor implements Agent, EventListener {
    private static final int WAITING_MAX = 4_096;
    private static final int MESSAGES_PER_TURN = 256;
    private static final int REMEMBERED_MAX = 256;

    private record Taken(long eventSequence, long logPosition, long stateHash) {
    }

    private final Path directory;
    private final int nodeId;
    private final FailStop failStop;
    private final CheckpointFile file;
    private final AuditKey key;
    private final ManyToOneConcurrentArrayQueue<Object> waiting = new ManyToOneConcurrentArrayQueue<>(WAITING_MAX);
    private final CheckpointTakenDecoder taken = new CheckpointTakenDecoder();
    private final CheckpointReportedDecoder reported = new CheckpointReportedDecoder();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final ReportCheckpointEncoder report = new ReportCheckpointEncoder();
    /** This node's last checkpoints, by event sequence. */
    private final TreeMap<Long, Checkpoint> own = new TreeMap<>();
    private final Map<Long, Set<Checkpoint>> others = new HashMap<>();
    private final Map<Integer, Checkpoint> reports = new ConcurrentHashMap<>();
    private Ingress ingress;
    private AuditChain chain;
    private long position;
    private long term = -1;
    private MessageReader reader;
    private Taken next;
    private volatile Checkpoint last;
    private volatile int agreeing;

    private Auditor(final Path directory, final int nodeId, final FailStop failStop) throws IOException {
        this.directory = directory;
        this.nodeId = nodeId;
        this.failStop = failStop;
        this.file = new CheckpointFile(directory);
        this.key = AuditKey.readOrCreate(directory, nodeId);
        final List<CheckpointFile.Signed> before = file.read();
        last = before.isEmpty() ? null : before.getLast().checkpoint();
        chain = last == null ? AuditChain.empty() : new AuditChain(HexFormat.of().parseHex(last.chainHash()));
        position = last == null ? 0 : last.logPosition();
    }

    /**
     * Goes on after the last checkpoint that the node has signed.
     *
     * @throws IOException if key or checkpoints cannot be used
     */
    public static Auditor open(final Path directory, final int nodeId, final FailStop failStop) throws IOException {
        return new Auditor(directory, nodeId, failStop);
    }

    /** From now on checkpoints are told in the log. */
    public void tellThrough(final Ingress way) {
        ingress = way;
    }

    @Override
    public void onEvents(final EventBatch events) {
        while (events.next()) {
            if (events.templateId() == CheckpointTakenDecoder.TEMPLATE_ID) {
                taken.wrap(events.buffer(), events.blockOffset(), events.blockLength(), events.version());
                waiting.offer(new Taken(
                    taken.header().eventSequence(), taken.header().logPosition(), taken.stateHash()));
            } else if (events.templateId() == CheckpointReportedDecoder.TEMPLATE_ID) {
                reported.wrap(events.buffer(), events.blockOffset(), events.blockLength(), events.version());
                waiting.offer(checkpoint(reported));
            }
        }
    }

    private static Checkpoint checkpoint(final CheckpointReportedDecoder event) {
        final byte[] hash = new byte[AuditChain.LENGTH];
        event.getChainHash(hash, 0, hash.length);
        return new Checkpoint(event.header().nodeId(), event.checkpointSequence(), event.checkpointPosition(),
            event.term(), event.stateHash(), HexFormat.of().formatHex(hash));
    }

    @Override
    public int doWork() throws IOException {
        if (next != null) {
            return read();
        }
        final Object event = waiting.poll();
        if (event instanceof final Taken wanted) {
            next = wanted.logPosition() > position ? wanted : null;
        } else if (event instanceof final Checkpoint told) {
            compare(told);
        }
        return event == null ? 0 : 1;
    }

    /** Reads on to the checkpoint that is wanted next. */
    private int read() throws IOException {
        if (reader == null) {
            reader = Journal.open(directory).messages(position);
        }
        final int messages = reader.poll((end, message, offset, length) -> {
            chain.add(end, message, offset, length);
            term = MessageReader.termOf(message, offset, term);
            position = end;
        }, MESSAGES_PER_TURN, next.logPosition());
        if (position >= next.logPosition()) {
            sign(next);
            next = null;
        }
        return messages;
    }

    private void sign(final Taken at) throws IOException {
        final Checkpoint checkpoint = new Checkpoint(nodeId, at.eventSequence(), at.logPosition(), term,
            at.stateHash(), HexFormat.of().formatHex(chain.hash()));
        final byte[] signature = key.sign(checkpoint.bytes());
        file.append(checkpoint, signature);
        last = checkpoint;
        own.put(checkpoint.eventSequence(), checkpoint);
        if (own.size() > REMEMBERED_MAX) {
            others.remove(own.pollFirstEntry().getKey());
        }
        agreeing = 1;
        others.getOrDefault(checkpoint.eventSequence(), Set.of()).forEach(this::compareWithOwn);
        tell(checkpoint, signature);
    }

    private void tell(final Checkpoint checkpoint, final byte[] signature) {
        if (ingress == null || !ingress.sequencer().isReady()) {
            return;
        }
        report.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .checkpointSequence(checkpoint.eventSequence())
            .checkpointPosition(checkpoint.logPosition())
            .term(checkpoint.term())
            .stateHash(checkpoint.stateHash())
            .putChainHash(chain.hash(), 0, AuditChain.LENGTH)
            .putSignature(signature, 0, AuditKey.SIGNATURE_LENGTH);
        ingress.submitOwn(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + report.encodedLength(), null);
    }

    private void compare(final Checkpoint told) {
        if (told.nodeId() == nodeId) {
            return;
        }
        reports.merge(told.nodeId(), told, Auditor::later);
        if (others.computeIfAbsent(told.eventSequence(), sequence -> new HashSet<>()).add(told)) {
            compareWithOwn(told);
        }
        forgetOld(told.eventSequence());
    }

    private static Checkpoint later(final Checkpoint one, final Checkpoint other) {
        return one.logPosition() > other.logPosition() ? one : other;
    }

    /** Reports of checkpoints that this node will never sign again, as after a long absence, are not kept. */
    private void forgetOld(final long eventSequence) {
        for (final Iterator<Long> kept = others.keySet().iterator(); others.size() > REMEMBERED_MAX && kept.hasNext();) {
            if (kept.next() < eventSequence) {
                kept.remove();
            }
        }
    }

    private void compareWithOwn(final Checkpoint told) {
        final Checkpoint mine = own.get(told.eventSequence());
        if (mine == null) {
            return;
        }
        if (!mine.agreesWith(told)) {
            throw failStop.stop("comparing checkpoints", new IllegalStateException(
                "this node had " + mine.text() + ", another " + told.text()));
        }
        if (mine.equals(last)) {
            agreeing = agreeing + 1;
        }
    }

    /**
     * Log position that all of these nodes, this one included, have signed; 0 if one has signed nothing since this node
     * started. Any thread.
     */
    public long signedByAll(final Collection<Integer> nodeIds) {
        long signed = last == null ? 0 : last.logPosition();
        for (final int id : nodeIds) {
            final Checkpoint reported = reported(id);
            signed = Math.min(signed, reported == null ? 0 : reported.logPosition());
        }
        return signed;
    }

    /** The last checkpoint that a node signed, as far as this one knows since it started; or {@code null}. Any thread. */
    public Checkpoint reported(final int id) {
        return id == nodeId ? last : reports.get(id);
    }

    /**
     * Bytes of log between the last checkpoint that a node signed and the newest that any node signed; −1 if it told of
     * none since this node started. Any thread.
     */
    public long lagBytes(final int id) {
        final Checkpoint reported = reported(id);
        final long newest = reports.values().stream().mapToLong(Checkpoint::logPosition).max().orElse(0);
        return reported == null ? -1
            : Math.max(newest, last == null ? 0 : last.logPosition()) - reported.logPosition();
    }

    /** Event and state hash of the last checkpoint that this node signed up to a log position; "-" if there is none. */
    public String stateBefore(final long logPosition) {
        try {
            String found = "-";
            for (final CheckpointFile.Signed signed : file.read()) {
                final Checkpoint checkpoint = signed.checkpoint();
                if (checkpoint.logPosition() <= logPosition) {
                    found = checkpoint.logPosition() + " " + checkpoint.eventSequence() + " "
                        + StateHashes.text(checkpoint.stateHash());
                }
            }
            return found;
        } catch (final IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The last checkpoint that this node signed, or {@code null}. Any thread. */
    public Checkpoint last() {
        return last;
    }

    /** Nodes that had the same at the last checkpoint, this one included. Any thread. */
    public int agreeing() {
        return agreeing;
    }

    @Override
    public void onClose() {
        CloseHelper.quietClose(reader);
    }

    @Override
    public String roleName() {
        return "audit";
    }
}
