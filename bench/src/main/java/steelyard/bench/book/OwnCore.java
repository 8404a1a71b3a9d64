package steelyard.bench.book;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import org.agrona.DirectBuffer;
import steelyard.exchange.Exchange;
import steelyard.exchange.ExchangeEvents;
import steelyard.model.AssetClass;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.PriceGrid;
import steelyard.model.ScenarioMatrix;
import steelyard.protocol.Address;
import steelyard.protocol.ArrayBuffer;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.MarginModeChangedDecoder;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.OrderPlacedDecoder;
import steelyard.protocol.sbe.OrderRecordDecoder;
import steelyard.protocol.sbe.TradeExecutedDecoder;
import steelyard.server.sequencer.CommandPack;
import steelyard.testkit.command.Authority;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.CommandEncoder;
import steelyard.testkit.command.Origin;
import steelyard.testkit.command.RiskCommand;
import steelyard.testkit.command.Shorts;

/**
 * Our exchange: every command is encoded as gateways encode it, with signer and nonce, and applied; the exchange
 * encodes its own events. Prices of a hundred markets come every 10,000 commands.
 */
final class OwnCore implements Engine, ExchangeEvents {
    private static final long START_NANOS = 1_700_000_000_000_000_000L;
    private static final long DEPOSIT_MICROS = 1_000_000_000_000L;
    private static final long NANOS_PER_COMMAND = 10_000;
    private static final int PRICES_EVERY = 10_000;
    private static final int PRICES_AT_ONCE = 100;
    private static final int E8_PER_TICK = 100;
    private static final int NODE_ID = 1;
    private static final int PORTFOLIO = 1;
    private static final long SEED = 0x5DEECE66DL;

    private final Workload workload;
    private final OwnIds ids;
    private final Exchange exchange = new Exchange(this, SEED);
    private final ArrayBuffer command = new ArrayBuffer(16 * 1024);
    private final ArrayBuffer message = new ArrayBuffer(16 * 1024);
    private final int[] offsets = new int[CommandPack.COMMANDS_MAX + 1];
    private final OwnCommands commands;
    private final CommandEncoder encoder = new CommandEncoder();
    private final EventBatch batch = new EventBatch();
    private final OrderPlacedDecoder placed = new OrderPlacedDecoder();
    private final TradeExecutedDecoder executed = new TradeExecutedDecoder();
    private final long[] priceTicks;
    private long nowNanos = START_NANOS;
    private long seq;
    private int nextPriced;
    private int portfolios;
    private long trades;
    private long tradedLots;
    private long bytes;

    /**
     * An exchange with markets, prices and accounts. While {@code ids} are not known they are recorded.
     *
     * @param portfolio whether all accounts are margined as portfolios
     */
    OwnCore(final Workload workload, final OwnIds ids, final boolean portfolio) {
        this.workload = workload;
        this.ids = ids;
        this.commands = new OwnCommands(workload, ids, message, NODE_ID);
        this.priceTicks = ids.firstPrices();
        apply(new Command.OpenEpoch(1), new Origin(NODE_ID, 0, 0));
        apply(new Command.ApplyGenesis("00".repeat(32), List.of(), List.of()));
        final int markets = workload.marketCount();
        for (int market = 0; market < markets; market++) {
            apply(new Command.ListMarket(spec(market), MarketState.ACTIVE.code(), Command.Remark.NONE));
        }
        for (int market = 0; market < markets; market += PRICES_AT_ONCE) {
            prices();
        }
        final int users = workload.users();
        for (int user = 0; user < users; user++) {
            apply(new Command.Deposit(
                new Address(OwnCommands.SIGNER, 0, user + 1), DEPOSIT_MICROS, 1, user + 1, Command.Remark.NONE));
        }
        if (portfolio) {
            choosePortfolios(markets, users);
        }
    }

    private void choosePortfolios(final int markets, final int users) {
        final SplittableRandom random = new SplittableRandom(SEED);
        final List<String> coins = new ArrayList<>();
        final List<RiskCommand.ScenarioColumn> columns = new ArrayList<>();
        final short[][] directions = new short[markets][ScenarioMatrix.SCENARIOS];
        for (int market = 0; market < markets; market++) {
            for (int scenario = 2; scenario < ScenarioMatrix.SCENARIOS; scenario++) {
                directions[market][scenario] = (short) random.nextInt(-ScenarioMatrix.ONE, ScenarioMatrix.ONE + 1);
            }
            directions[market][0] = ScenarioMatrix.ONE;
            directions[market][1] = -ScenarioMatrix.ONE;
            coins.add("M" + market);
            columns.add(new RiskCommand.ScenarioColumn(market, Shorts.of(directions[market])));
        }
        final byte[] sha256 = new ScenarioMatrix(1, coins, directions).sha256();
        apply(new RiskCommand.LoadScenarios(1, columns, Command.Remark.NONE));
        apply(new RiskCommand.ActivateScenarios(0, 1, markets, HexFormat.of().formatHex(sha256), Command.Remark.NONE));
        apply(new Command.Tick());
        for (int user = 0; user < users; user++) {
            apply(new RiskCommand.SetMarginMode(Authority.of(
                new Address(OwnCommands.SIGNER, 0, user + 1), START_NANOS / 1_000_000 - 1), PORTFOLIO));
        }
        if (ids.isRecording() && portfolios != users) {
            throw new IllegalStateException(portfolios + " of " + users + " accounts are margined as portfolios");
        }
    }

    private static MarketSpec spec(final int market) {
        return new MarketSpec(market, "M" + market, AssetClass.CRYPTO, 0, PriceGrid.TICK, 1, false, 40, 20, 0,
            100_000_000, 1_000_000, 100_000_000, 3_600_000_000_000L, 1);
    }

    private void prices() {
        final List<Command.PriceEntry> prices = new ArrayList<>();
        for (int i = 0; i < Math.min(PRICES_AT_ONCE, priceTicks.length); i++) {
            final int market = nextPriced;
            nextPriced = (nextPriced + 1) % priceTicks.length;
            prices.add(new Command.PriceEntry(market, priceTicks[market] * E8_PER_TICK, 0, nowNanos));
        }
        apply(new Command.SubmitPrices(1, prices));
    }

    private void apply(final Command setUp) {
        apply(setUp, new Origin(NODE_ID, 1, ++seq));
    }

    private void apply(final Command setUp, final Origin origin) {
        final int length = encoder.encode(setUp, origin, command, 0);
        nowNanos += NANOS_PER_COMMAND;
        exchange.apply(command, 0, length, nowNanos - START_NANOS, 0, nowNanos);
    }

    /** Commands come in messages, as in the log, and all of a message are announced before the first is applied. */
    @Override
    public void process(final int from, final int to) {
        int first = from;
        while (first < to) {
            final int nextPrices = first / PRICES_EVERY * PRICES_EVERY + PRICES_EVERY;
            final int end = Math.min(Math.min(first + CommandPack.COMMANDS_MAX, to), nextPrices);
            message(first, end);
            first = end;
        }
    }

    /** A message of one command; only so ids are recorded, which later commands may need. */
    @Override
    public void process(final int i) {
        ids.begin(i);
        message(i, i + 1);
    }

    private void message(final int from, final int to) {
        if (from % PRICES_EVERY == 0) {
            prices();
        }
        int length = 0;
        for (int i = from; i < to; i++) {
            offsets[i - from] = length;
            length += commands.encode(length, i, ++seq, START_NANOS / 1_000_000 + i);
        }
        offsets[to - from] = length;
        for (int i = 0; i < to - from; i++) {
            exchange.expect(message, offsets[i], offsets[i + 1] - offsets[i]);
        }
        for (int i = 0; i < to - from; i++) {
            nowNanos += NANOS_PER_COMMAND;
            exchange.apply(
                message, offsets[i], offsets[i + 1] - offsets[i], nowNanos - START_NANOS, 0, nowNanos);
        }
    }

    /** Where bytes go on from here is not part of the exchange; what happened is counted, for the comparison. */
    @Override
    public void onEvents(final DirectBuffer buffer, final int offset, final int length) {
        bytes += length;
        if (ids.isRecording()) {
            record(buffer, offset);
        }
    }

    private void record(final DirectBuffer buffer, final int offset) {
        batch.wrap(buffer, offset);
        while (batch.next()) {
            switch (batch.templateId()) {
                case OrderPlacedDecoder.TEMPLATE_ID -> ids.placed(placed.wrap(
                    batch.buffer(), batch.blockOffset(), batch.blockLength(), batch.version()).orderId());
                case TradeExecutedDecoder.TEMPLATE_ID -> {
                    executed.wrap(batch.buffer(), batch.blockOffset(), batch.blockLength(), batch.version());
                    trades++;
                    tradedLots += executed.quantityLots();
                }
                case MarginModeChangedDecoder.TEMPLATE_ID -> portfolios++;
                default -> { }
            }
        }
    }

    @Override
    public EventRecords events() {
        return null;
    }

    /** In a recorded run the totals are those of the recording, if the state is the same at the end. */
    @Override
    public String totals() {
        final long hash = exchange.stateHash().total();
        if (ids.isRecording()) {
            ids.end(hash, bytes, trades + " trades, " + tradedLots + " lots");
        }
        return ids.totals(hash, bytes);
    }

    @Override
    public void book(final LongConsumer to) {
        final OrderRecordDecoder order = new OrderRecordDecoder();
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        exchange.snapshot((buffer, offset, length) -> {
            if (header.wrap(buffer, offset).templateId() == OrderRecordDecoder.TEMPLATE_ID) {
                order.wrap(
                    buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH, header.blockLength(), header.version());
                to.accept(ids.orderIdInWorkload(order.orderId()));
                to.accept(order.priceTicks());
                to.accept(order.remainingLots());
            }
        });
    }
}
