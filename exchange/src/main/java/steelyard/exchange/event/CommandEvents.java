package steelyard.exchange.event;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.model.RejectReason;
import steelyard.protocol.ArrayBuffer;
import steelyard.protocol.array.CommandDoneEncoder;
import steelyard.protocol.array.EpochOpenedEncoder;
import steelyard.protocol.array.SequenceGapEncoder;

/** Events about commands as such. */
public final class CommandEvents {
    private static final short APPLIED = 0;
    private static final short REFUSED = 1;
    private static final short SKIPPED = 2;

    private final SequenceGapEncoder sequenceGap = new SequenceGapEncoder();
    private final EpochOpenedEncoder epochOpened = new EpochOpenedEncoder();
    private final EventStage stage;

    /** Writes to this stage. */
    public CommandEvents(final EventStage stage) {
        this.stage = stage;
    }

    /** The command was applied or refused: its last event. */
    public void commandDone(final CommandFrame command, final Refusal refusal) {
        done(command, refusal, refusal.reason() == RejectReason.NONE ? APPLIED : REFUSED);
    }

    /** The command was passed over, as operators wanted; {@code refusal} has no reason. */
    public void commandSkipped(final CommandFrame command, final Refusal refusal) {
        done(command, refusal, SKIPPED);
    }

    private void done(final CommandFrame command, final Refusal refusal, final short result) {
        final int at = stage.begin(CommandDoneEncoder.TEMPLATE_ID, CommandDoneEncoder.BLOCK_LENGTH);
        final ArrayBuffer buffer = stage.buffer();
        buffer.putLong(at + CommandDoneEncoder.detail1EncodingOffset(), refusal.detail1(), LITTLE_ENDIAN);
        buffer.putLong(at + CommandDoneEncoder.detail2EncodingOffset(), refusal.detail2(), LITTLE_ENDIAN);
        buffer.putLong(at + CommandDoneEncoder.accountIdEncodingOffset(), EventFields.pack(
            command.accountId(), EventFields.packShorts(command.templateId(), refusal.reason().code())), LITTLE_ENDIAN);
        buffer.putLong(at + CommandDoneEncoder.batchIndexEncodingOffset(),
            EventFields.packShorts(refusal.batchIndex(), result), LITTLE_ENDIAN);
        stage.end(CommandDoneEncoder.BLOCK_LENGTH);
    }

    /** The command was not applied because earlier ones of its node are missing. */
    public void sequenceGap(final long expectedSeq) {
        sequenceGap.wrap(stage.buffer(), stage.begin(SequenceGapEncoder.TEMPLATE_ID, SequenceGapEncoder.BLOCK_LENGTH));
        sequenceGap.expectedSeq(expectedSeq);
        stage.end(sequenceGap.encodedLength());
    }

    /** A node numbers anew. */
    public void epochOpened(final int nodeId, final int epoch, final long token) {
        epochOpened.wrap(stage.buffer(), stage.begin(EpochOpenedEncoder.TEMPLATE_ID, EpochOpenedEncoder.BLOCK_LENGTH));
        epochOpened.token(token).openedEpoch(epoch).openedNodeId(nodeId);
        stage.end(epochOpened.encodedLength());
    }
}
