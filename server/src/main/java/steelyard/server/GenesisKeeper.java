package steelyard.server;

import java.util.Arrays;
import java.util.HexFormat;
import org.agrona.ExpandableArrayBuffer;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.node.CommandCallback;
import steelyard.node.CommandPort;
import steelyard.node.EventListener;
import steelyard.protocol.EventBatch;
import steelyard.protocol.MarketSpecCodec;
import steelyard.protocol.sbe.ApplyGenesisEncoder;
import steelyard.protocol.sbe.CommandDoneDecoder;
import steelyard.protocol.sbe.GenesisAppliedDecoder;
import steelyard.protocol.sbe.ListMarketEncoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.SnapshotStartDecoder;
import steelyard.server.config.Genesis;
import steelyard.server.sequencer.Ingress;

/**
 * Sees to it that the exchange has this node's genesis: submits it to an exchange without one, and knows when another
 * one was applied. Events come on the session thread; the rest runs on the thread that starts the node.
 */
final class GenesisKeeper implements EventListener {
    private static final String OPERATOR = "genesis";

    private final Genesis genesis;
    private final GenesisAppliedDecoder applied = new GenesisAppliedDecoder();
    private final SnapshotStartDecoder start = new SnapshotStartDecoder();
    private volatile byte[] appliedHash;
    private volatile boolean complete;
    private volatile String failure;
    private int marketsSubmitted;
    private boolean submitted;

    GenesisKeeper(final Genesis genesis) {
        this.genesis = genesis;
    }

    @Override
    public void onEvents(final EventBatch events) {
        while (events.next()) {
            if (events.templateId() == GenesisAppliedDecoder.TEMPLATE_ID) {
                applied.wrap(events.buffer(), events.blockOffset(), events.blockLength(), events.version());
                final byte[] hash = new byte[GenesisAppliedDecoder.genesisHashLength()];
                for (int i = 0; i < hash.length; i++) {
                    hash[i] = (byte) applied.genesisHash(i);
                }
                appliedHash = hash;
            } else if (events.templateId() == SnapshotStartDecoder.TEMPLATE_ID) {
                start.wrap(events.buffer(), events.blockOffset(), events.blockLength(), events.version());
                if (start.genesisApplied() != 0) {
                    final byte[] hash = new byte[SnapshotStartDecoder.genesisHashLength()];
                    for (int i = 0; i < hash.length; i++) {
                        hash[i] = (byte) start.genesisHash(i);
                    }
                    appliedHash = hash;
                }
            }
        }
    }

    /**
     * One turn, when the log is replayed and an epoch is open.
     *
     * @return whether the exchange has its genesis
     * @throws StartException if it has another one, or refuses this one
     */
    boolean ensure(final Ingress ingress) {
        if (failure != null) {
            throw new StartException(failure);
        }
        if (appliedHash != null && !submitted) {
            check();
            return true;
        }
        if (!submitted) {
            submitted = true;
            submit(ingress);
        }
        if (complete) {
            check();
        }
        return complete;
    }

    private void check() {
        if (!Arrays.equals(appliedHash, genesis.hash())) {
            throw new StartException("The exchange began with another genesis: its SHA-256 is "
                + HexFormat.of().formatHex(appliedHash) + ", that of the file is "
                + HexFormat.of().formatHex(genesis.hash())
                + ". Use the file that it began with, or another data directory.");
        }
    }

    private void submit(final Ingress ingress) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final ApplyGenesisEncoder encoder = new ApplyGenesisEncoder();
        encoder.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        for (int i = 0; i < genesis.hash().length; i++) {
            encoder.genesisHash(i, (short) (genesis.hash()[i] & 0xFF));
        }
        final ApplyGenesisEncoder.ParametersEncoder parameters = encoder.parametersCount(genesis.parameters().size());
        genesis.parameters().forEach((parameter, value) -> add(parameters.next(), parameter, value));
        marketsSubmitted = marketsThatFit(encoder.limit());
        final ApplyGenesisEncoder.MarketsEncoder markets = encoder.marketsCount(marketsSubmitted);
        for (final Genesis.Market market : genesis.markets().subList(0, marketsSubmitted)) {
            markets.next();
            MarketSpecCodec.encode(market.spec(), markets.spec());
            markets.state(market.state().code());
        }
        final int length = MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
        submit(ingress, buffer, length, () -> submitNext(ingress, buffer));
    }

    private static void add(
        final ApplyGenesisEncoder.ParametersEncoder encoder, final Parameter parameter, final long value) {
        encoder.value(value).parameterId(parameter.id());
    }

    /** The rest is listed one by one afterwards. */
    private int marketsThatFit(final int length) {
        final int room = CommandPort.COMMAND_LENGTH_MAX - length - ApplyGenesisEncoder.MarketsEncoder.HEADER_SIZE;
        return Math.min(genesis.markets().size(), room / ApplyGenesisEncoder.MarketsEncoder.sbeBlockLength());
    }

    private void submitNext(final Ingress ingress, final ExpandableArrayBuffer buffer) {
        if (marketsSubmitted == genesis.markets().size()) {
            complete = true;
            return;
        }
        final Genesis.Market market = genesis.markets().get(marketsSubmitted++);
        final ListMarketEncoder encoder = new ListMarketEncoder();
        encoder.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        MarketSpecCodec.encode(market.spec(), encoder.spec());
        encoder.state(market.state().code()).operatorName(OPERATOR).reason("");
        submit(ingress, buffer, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength(),
            () -> submitNext(ingress, buffer));
    }

    private void submit(
        final Ingress ingress, final ExpandableArrayBuffer buffer, final int length, final Runnable next) {
        if (!ingress.submitOwn(buffer, 0, length, new Answer(next))) {
            failure = "The genesis could not be submitted: the node is busy.";
        }
    }

    /** Goes on when a step of the genesis was applied. */
    private final class Answer implements CommandCallback {
        private final Runnable next;

        private Answer(final Runnable next) {
            this.next = next;
        }

        @Override
        public void onDone(final EventBatch events) {
            final CommandDoneDecoder done = new CommandDoneDecoder();
            while (events.next()) {
                if (events.templateId() == CommandDoneDecoder.TEMPLATE_ID) {
                    done.wrap(events.buffer(), events.blockOffset(), events.blockLength(), events.version());
                }
            }
            final RejectReason reason = RejectReason.of(done.rejectReason());
            if (reason == RejectReason.NONE || reason == RejectReason.GENESIS_ALREADY_APPLIED) {
                next.run();
            } else {
                failure = "The exchange refuses the genesis: " + reason + " " + done.detail1() + ".";
            }
        }

        @Override
        public void onBusy() {
            failure = "The genesis did not reach the log.";
        }

        @Override
        public void onOutcomeUnknown() {
            failure = "The genesis was sent to the log and not answered in time. Start again.";
        }
    }
}
