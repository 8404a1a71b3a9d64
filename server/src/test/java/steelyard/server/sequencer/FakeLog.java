package steelyard.server.sequencer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import steelyard.protocol.EventBatch;
import steelyard.protocol.EventBatchWriter;
import steelyard.protocol.sbe.CommandDoneEncoder;
import steelyard.protocol.sbe.EpochOpenedEncoder;
import steelyard.protocol.sbe.EventHeaderEncoder;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.OpenEpochDecoder;
import steelyard.protocol.sbe.OriginDecoder;
import steelyard.protocol.sbe.SequenceGapEncoder;
import steelyard.protocol.sbe.TickDecoder;

/**
 * A log whose faults a test decides, and behind it the numbering rules of the state machine for one node. Messages are
 * held until {@link #commit}; what was committed is answered by {@link #answer}, later.
 */
final class FakeLog implements LogClient {
    private final List<byte[]> held = new ArrayList<>();
    private final List<byte[]> batches = new ArrayList<>();
    private final EventBatchWriter writer = new EventBatchWriter();
    private final EventBatch batch = new EventBatch();

    boolean connected = true;
    boolean backPressured;
    boolean gapsAccepted;
    long generation = 1;

    int epoch;
    long token;
    long lastSeq;
    long eventSequence;
    int gaps;
    int repeats;
    final List<Long> applied = new ArrayList<>();
    final List<Integer> offeredCounts = new ArrayList<>();

    @Override
    public int poll(final long nowNanos) {
        return 0;
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    @Override
    public long generation() {
        return generation;
    }

    @Override
    public boolean offer(final DirectBuffer buffer, final int offset, final int length) {
        if (!connected || backPressured) {
            return false;
        }
        final byte[] copy = new byte[length];
        buffer.getBytes(offset, copy);
        held.add(copy);
        final int[] count = new int[1];
        CommandPack.read(new UnsafeBuffer(copy), 0, length, (index, b, o, l) -> count[0] = index + 1);
        offeredCounts.add(count[0]);
        return true;
    }

    @Override
    public void close() {
        connected = false;
    }

    /** Messages offered and neither committed nor lost. */
    int held() {
        return held.size();
    }

    /** The next {@code count} messages are lost. */
    FakeLog lose(final int count) {
        for (int i = 0; i < count && !held.isEmpty(); i++) {
            held.remove(0);
        }
        return this;
    }

    /** The next {@code count} messages are committed and applied. */
    FakeLog commit(final int count) {
        for (int i = 0; i < count && !held.isEmpty(); i++) {
            apply(held.remove(0));
        }
        return this;
    }

    /** The next message is committed and stays, to be committed once more. */
    FakeLog commitTwice() {
        apply(held.get(0));
        return commit(1);
    }

    /** Hands the events of what was committed to the session thread. */
    FakeLog answer(final CommandAnswers answers, final long nowNanos) {
        for (final byte[] events : batches) {
            answers.onBatch(batch.wrap(new UnsafeBuffer(events), 0), nowNanos);
        }
        batches.clear();
        return this;
    }

    /** Another process opens an epoch for the node's id. */
    FakeLog foreignEpoch(final long foreignToken) {
        open(foreignToken);
        return this;
    }

    private void apply(final byte[] message) {
        CommandPack.read(new UnsafeBuffer(message), 0, message.length, this::apply);
    }

    private void apply(final int index, final DirectBuffer buffer, final int offset, final int length) {
        final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, offset);
        if (header.templateId() == OpenEpochDecoder.TEMPLATE_ID) {
            final OpenEpochDecoder open = new OpenEpochDecoder().wrapAndApplyHeader(buffer, offset, header);
            if (open.token() != token) {
                open(open.token());
            }
            return;
        }
        final OriginDecoder origin = new OriginDecoder().wrap(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH);
        if (origin.epoch() != epoch || origin.seq() <= lastSeq) {
            repeats++;
        } else if (origin.seq() > lastSeq + 1 && !gapsAccepted) {
            gaps++;
            emit(origin.seq(), o -> new SequenceGapEncoder()
                .wrapAndApplyHeader(writer.buffer(), o, new MessageHeaderEncoder())
                .expectedSeq(lastSeq + 1).header(), SequenceGapEncoder.BLOCK_LENGTH);
        } else {
            lastSeq = origin.seq();
            if (header.templateId() != TickDecoder.TEMPLATE_ID) {
                applied.add(buffer.getLong(offset + length - 8));
            }
            emit(origin.seq(), o -> new CommandDoneEncoder()
                .wrapAndApplyHeader(writer.buffer(), o, new MessageHeaderEncoder()).header(),
                CommandDoneEncoder.BLOCK_LENGTH);
        }
    }

    private void open(final long newToken) {
        token = newToken;
        epoch++;
        lastSeq = 0;
        emit(0, o -> new EpochOpenedEncoder()
            .wrapAndApplyHeader(writer.buffer(), o, new MessageHeaderEncoder())
            .token(newToken).openedEpoch(epoch).openedNodeId(SequencerTest.NODE_ID).header(),
            EpochOpenedEncoder.BLOCK_LENGTH);
    }

    private void emit(
        final long seq, final IntFunction<EventHeaderEncoder> event, final int blockLength) {
        writer.clear();
        event.apply(writer.eventOffset())
            .eventSequence(++eventSequence).seq(seq).epoch(epoch).nodeId(SequencerTest.NODE_ID);
        writer.endEvent(MessageHeaderEncoder.ENCODED_LENGTH + blockLength);
        final byte[] bytes = new byte[writer.end()];
        writer.buffer().getBytes(0, bytes);
        batches.add(bytes);
    }
}
