package steelyard.exchange.event;

import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.model.RejectReason;
import steelyard.protocol.sbe.CommandDoneEncoder;
import steelyard.protocol.sbe.EpochOpenedEncoder;
import steelyard.protocol.sbe.SequenceGapEncoder;

/** Events about commands as such. */
public final class CommandEvents {
    private static final short APPLIED = 0;
    private static final short REFUSED = 1;
    private static final short SKIPPED = 2;

    private final CommandDoneEncoder commandDone = new CommandDoneEncoder();
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
        commandDone.wrap(stage.buffer(), stage.begin(CommandDoneEncoder.TEMPLATE_ID, CommandDoneEncoder.BLOCK_LENGTH));
        commandDone
            .detail1(refusal.detail1())
            .detail2(refusal.detail2())
            .accountId(command.accountId())
            .commandTemplateId(command.templateId())
            .rejectReason(refusal.reason().code())
            .batchIndex(refusal.batchIndex())
            .result(result);
        stage.end(commandDone.encodedLength());
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
