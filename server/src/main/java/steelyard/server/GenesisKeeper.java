package steelyard.server;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
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
import steelyard.protocol.sbe.MarketListedDecoder;
import steelyard.protocol.sbe.MarketRecordDecoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.SnapshotStartDecoder;
import steelyard.server.config.Genesis;
import steelyard.server.sequencer.Ingress;

/**
 * Sees to it that the exchange has this node's genesis: submits it to an exchange without one, and knows when another
 * one was applied. Markets that do not fit into that command are listed after it, also by a node that starts after one
 * that was stopped half-way, and by several nodes at once: what is listed already is refused and left as it is. Events
 * come on the session thread; the rest runs on the thread that starts the node.
 */
final class GenesisKeeper implements EventListener {
    private static final String OPERATOR = "genesis";
    /** Markets that are listed at a time. */
    private static final int WINDOW = 512;

    private final Genesis genesis;
    private final GenesisAppliedDecoder applied = new GenesisAppliedDecoder();
    private final MarketListedDecoder marketListed = new MarketListedDecoder();
    private final MarketRecordDecoder marketRecord = new MarketRecordDecoder();
    private final SnapshotStartDecoder start = new SnapshotStartDecoder();
    private final AtomicInteger listingsUnderWay = new AtomicInteger();
    private volatile byte[] appliedHash;
    private volatile int marketsListed;
    private volatile String failure;
    private volatile boolean submitted;

    GenesisKeeper(final Genesis genesis) {
        this.genesis = genesis;
    }

    @Override
    public void onEvents(final EventBatch events) {
        while (events.next()) {
            final int offset = events.blockOffset();
            final int length = events.blockLength();
            switch (events.templateId()) {
                case GenesisAppliedDecoder.TEMPLATE_ID -> {
                    applied.wrap(events.buffer(), offset, length, events.version());
                    appliedHash = hash(applied::genesisHash, GenesisAppliedDecoder.genesisHashLength());
                }
                case SnapshotStartDecoder.TEMPLATE_ID -> {
                    start.wrap(events.buffer(), offset, length, events.version());
                    if (start.genesisApplied() != 0) {
                        appliedHash = hash(start::genesisHash, SnapshotStartDecoder.genesisHashLength());
                    }
                }
                case MarketListedDecoder.TEMPLATE_ID -> marketsListed =
                    marketListed.wrap(events.buffer(), offset, length, events.version()).spec().marketId() + 1;
                case MarketRecordDecoder.TEMPLATE_ID -> marketsListed =
                    marketRecord.wrap(events.buffer(), offset, length, events.version()).spec().marketId() + 1;
                default -> { }
            }
        }
    }

    private static byte[] hash(final IntUnaryOperator bytes, final int length) {
        final byte[] hash = new byte[length];
        for (int i = 0; i < length; i++) {
            hash[i] = (byte) bytes.applyAsInt(i);
        }
        return hash;
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
        if (appliedHash == null) {
            if (!submitted) {
                submitted = true;
                submit(ingress);
            }
            return false;
        }
        check();
        if (marketsListed < genesis.markets().size() && listingsUnderWay.get() == 0) {
            list(ingress);
        }
        return marketsListed >= genesis.markets().size();
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
        final int marketCount = marketsThatFit(encoder.limit());
        final ApplyGenesisEncoder.MarketsEncoder markets = encoder.marketsCount(marketCount);
        for (final Genesis.Market market : genesis.markets().subList(0, marketCount)) {
            markets.next();
            MarketSpecCodec.encode(market.spec(), markets.spec());
            markets.state(market.state().code());
        }
        addValues(encoder, marketCount);
        addFees(encoder);
        addCalendars(encoder);
        submit(ingress, buffer, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength(), new Applied());
    }

    private void addValues(final ApplyGenesisEncoder encoder, final int marketCount) {
        final ApplyGenesisEncoder.MarketValuesEncoder values = encoder.marketValuesCount(valueCount());
        for (final Genesis.Market market : genesis.markets()) {
            if (!market.risk().isEmpty() && market.spec().marketId() >= marketCount) {
                throw new StartException("The genesis has more markets than fit into its command: market "
                    + market.spec().coin() + " must come earlier, or do without risk numbers.");
            }
            market.risk().forEach((parameter, value) ->
                values.next().value(value).marketId(market.spec().marketId()).parameterId(parameter.id()));
        }
    }

    private void addFees(final ApplyGenesisEncoder encoder) {
        final ApplyGenesisEncoder.FeeTiersEncoder tiers =
            encoder.feeTiersCount(genesis.fees().stream().mapToInt(fees -> fees.tiers().size()).sum());
        genesis.fees().forEach(fees -> fees.tiers().forEach(tier -> tiers.next().volumeFromUsdc(tier.volumeFromUsdc())
            .takerNanos(tier.takerNanos()).makerNanos(tier.makerNanos()).feeGroup((short) fees.group())));
        final ApplyGenesisEncoder.MakerTiersEncoder makers =
            encoder.makerTiersCount(genesis.fees().stream().mapToInt(fees -> fees.makerTiers().size()).sum());
        genesis.fees().forEach(fees -> fees.makerTiers().forEach(tier -> makers.next().shareFromE6(tier.shareFromE6())
            .makerNanos(tier.makerNanos()).feeGroup((short) fees.group())));
    }

    private void addCalendars(final ApplyGenesisEncoder encoder) {
        final ApplyGenesisEncoder.ClosuresEncoder closures = encoder.closuresCount(closureCount());
        genesis.calendars().forEach(calendar -> calendar.closures().forEach(closure -> closures.next()
            .closesSeconds(closure.closesSeconds()).opensSeconds(closure.opensSeconds()).calendarId(calendar.id())));
    }

    private int closureCount() {
        return genesis.calendars().stream().mapToInt(calendar -> calendar.closures().size()).sum();
    }

    private int valueCount() {
        return genesis.markets().stream().mapToInt(market -> market.risk().size()).sum();
    }

    /** Bytes behind the markets. */
    private int restLength() {
        final int tiers = genesis.fees().stream().mapToInt(fees -> fees.tiers().size()).sum();
        final int makers = genesis.fees().stream().mapToInt(fees -> fees.makerTiers().size()).sum();
        return ApplyGenesisEncoder.MarketValuesEncoder.HEADER_SIZE + ApplyGenesisEncoder.FeeTiersEncoder.HEADER_SIZE
            + ApplyGenesisEncoder.MakerTiersEncoder.HEADER_SIZE + ApplyGenesisEncoder.ClosuresEncoder.HEADER_SIZE
            + valueCount() * ApplyGenesisEncoder.MarketValuesEncoder.sbeBlockLength()
            + tiers * ApplyGenesisEncoder.FeeTiersEncoder.sbeBlockLength()
            + makers * ApplyGenesisEncoder.MakerTiersEncoder.sbeBlockLength()
            + closureCount() * ApplyGenesisEncoder.ClosuresEncoder.sbeBlockLength();
    }

    private static void add(
        final ApplyGenesisEncoder.ParametersEncoder encoder, final Parameter parameter, final long value) {
        encoder.value(value).parameterId(parameter.id());
    }

    private int marketsThatFit(final int length) {
        final int room = CommandPort.COMMAND_LENGTH_MAX - length - ApplyGenesisEncoder.MarketsEncoder.HEADER_SIZE
            - restLength();
        return Math.min(genesis.markets().size(), room / ApplyGenesisEncoder.MarketsEncoder.sbeBlockLength());
    }

    private void list(final Ingress ingress) {
        final int first = marketsListed;
        final int limit = Math.min(genesis.markets().size(), first + WINDOW);
        listingsUnderWay.set(limit - first);
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final ListMarketEncoder encoder = new ListMarketEncoder();
        for (final Genesis.Market market : genesis.markets().subList(first, limit)) {
            encoder.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
            MarketSpecCodec.encode(market.spec(), encoder.spec());
            encoder.state(market.state().code()).operatorName(OPERATOR).reason("");
            submit(ingress, buffer, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength(), new Listed());
        }
    }

    private void submit(
        final Ingress ingress, final ExpandableArrayBuffer buffer, final int length, final Answer answer) {
        if (!ingress.submitOwn(buffer, 0, length, answer)) {
            failure = "The genesis could not be submitted: the node is busy.";
        }
    }

    /** What became of a step of the genesis. */
    private abstract class Answer implements CommandCallback {
        abstract void done(RejectReason reason, CommandDoneDecoder done);

        /** It did not get there, or nobody knows: what was done already is refused the next time, which is as good. */
        abstract void again();

        @Override
        public void onDone(final EventBatch events) {
            final CommandDoneDecoder done = new CommandDoneDecoder();
            while (events.next()) {
                if (events.templateId() == CommandDoneDecoder.TEMPLATE_ID) {
                    done.wrap(events.buffer(), events.blockOffset(), events.blockLength(), events.version());
                }
            }
            done(RejectReason.of(done.rejectReason()), done);
        }

        @Override
        public void onBusy() {
            again();
        }

        @Override
        public void onOutcomeUnknown() {
            again();
        }
    }

    /** The genesis itself: the event says the rest. */
    private final class Applied extends Answer {
        @Override
        void again() {
            submitted = false;
        }

        @Override
        void done(final RejectReason reason, final CommandDoneDecoder done) {
            if (reason != RejectReason.NONE && reason != RejectReason.GENESIS_ALREADY_APPLIED) {
                failure = "The exchange refuses the genesis: " + reason + " " + done.detail1() + ".";
            }
        }
    }

    /** A market that did not fit into it; others may have listed it before. */
    private final class Listed extends Answer {
        @Override
        void again() {
            listingsUnderWay.decrementAndGet();
        }

        @Override
        void done(final RejectReason reason, final CommandDoneDecoder done) {
            final boolean isListed = reason == RejectReason.NONE
                || reason == RejectReason.MARKET_ALREADY_LISTED || reason == RejectReason.INVALID_MARKET;
            if (!isListed) {
                failure = "The exchange refuses a market of the genesis: " + reason + " " + done.detail1() + ".";
            }
            listingsUnderWay.decrementAndGet();
        }
    }
}
