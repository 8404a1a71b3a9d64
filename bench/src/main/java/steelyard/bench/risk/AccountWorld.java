package steelyard.bench.risk;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import steelyard.exchange.Exchange;
import steelyard.model.AssetClass;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.model.PriceGrid;
import steelyard.model.ScenarioMatrix;
import steelyard.model.Side;
import steelyard.protocol.Address;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.LiquidationStepDecoder;
import steelyard.testkit.command.Authority;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.CommandEncoder;
import steelyard.testkit.command.OrderEntry;
import steelyard.testkit.command.Origin;
import steelyard.testkit.command.RiskCommand;
import steelyard.testkit.command.Shorts;

/**
 * An exchange of forty markets whose accounts hold twenty positions each, all in standard mode or all in portfolio
 * mode, liquidation in force.
 */
final class AccountWorld {
    private static final int MARKETS = 40;
    private static final int POSITIONS = 20;
    private static final int NODE_ID = 1;
    private static final long START_NANOS = 1_700_000_000_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long STALE_NANOS = 1_000_000_000_000_000L;
    private static final long MARK_TICKS = 1_000_000;
    private static final long E8_PER_TICK = 1_000_000;
    private static final long E8_PER_LOT = 10_000;
    private static final long USDC = 1_000_000;
    private static final int LOTS_MAX = 1_000;
    private static final long QUOTE_LOTS = 1L << 27;
    private static final int ACCOUNTS_PER_QUOTE = 20_000;
    private static final int QUIET_TICKS = 3;

    /**
     * What a move of a mark brought, until nothing more was looked at.
     *
     * @param firstLiquidationNanos from the price's command to the end of the first one that offered a position; −1: none
     * @param firstLooks            looks until then
     */
    record Settled(
        long looks, long commands, long nanos, long longestNanos, long firstLiquidationNanos, long firstLooks) {
    }

    private final boolean isPortfolio;
    private final Exchange exchange;
    private final RandomGenerator random;
    private final CommandEncoder encoder = new CommandEncoder().proof(new byte[65]);
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(16 * 1024);
    private final EventBatch events = new EventBatch();
    private final long[] markTicks = new long[MARKETS];
    private boolean liquidates;
    private long nowNanos = START_NANOS;
    private long seq;
    private long nonce = START_NANOS / NANOS_PER_MILLI;
    private long deposits;
    private int length;

    AccountWorld(final int accounts, final boolean isPortfolio, final long seed) {
        this.isPortfolio = isPortfolio;
        random = new SplittableRandom(seed);
        exchange = new Exchange(this::onEvents, seed);
        open();
        final int dealer = 0;
        deposit(dealer, (1L << 50) - 1);
        for (int account = 1; account <= accounts; account++) {
            if (account % ACCOUNTS_PER_QUOTE == 1) {
                quote(dealer);
            }
            openPositions(account);
        }
        settle();
    }

    private void onEvents(final DirectBuffer batch, final int offset, final int batchLength) {
        events.wrap(batch, offset);
        while (events.next()) {
            liquidates |= events.templateId() == LiquidationStepDecoder.TEMPLATE_ID;
        }
    }

    private void open() {
        encode(new Command.OpenEpoch(1), new Origin(NODE_ID, 0, 0));
        apply();
        final List<Command.MarketListing> listings = new ArrayList<>();
        for (int id = 0; id < MARKETS; id++) {
            listings.add(new Command.MarketListing(
                new MarketSpec(id, "M" + id, AssetClass.CRYPTO, 4, PriceGrid.SIGNIFICANT_5, 0, false, 40, 40, 0,
                    20 * MARK_TICKS, 1L << 28, 1L << 31, STALE_NANOS, 1),
                MarketState.ACTIVE.code()));
        }
        send(new Command.ApplyGenesis("00".repeat(32),
            List.of(new Command.ParameterValue(Parameter.LIQUIDATION.id(), 1),
                new Command.ParameterValue(Parameter.PORTFOLIO_ENTRY_MICROS.id(), 0),
                new Command.ParameterValue(Parameter.PORTFOLIO_STAY_MICROS.id(), 0)),
            listings));
        for (int id = 0; id < MARKETS; id++) {
            markTicks[id] = MARK_TICKS;
            send(price(id));
        }
        scenarios();
    }

    private void scenarios() {
        final short[][] directions = Directions.of(MARKETS);
        final List<RiskCommand.ScenarioColumn> columns = new ArrayList<>();
        final List<String> coins = new ArrayList<>();
        for (int id = 0; id < MARKETS; id++) {
            coins.add("M" + id);
            columns.add(new RiskCommand.ScenarioColumn(id, Shorts.of(directions[id])));
        }
        send(new RiskCommand.LoadScenarios(1, columns, Command.Remark.NONE));
        send(new RiskCommand.ActivateScenarios(0, 1, MARKETS,
            HexFormat.of().formatHex(new ScenarioMatrix(1, coins, directions).sha256()), Command.Remark.NONE));
    }

    private static Address address(final int account) {
        return new Address(0xBE7C4, 0, account + 1);
    }

    private void deposit(final int account, final long micros) {
        send(new Command.Deposit(address(account), micros, 1, ++deposits, Command.Remark.NONE));
    }

    private void quote(final int dealer) {
        send(new Command.CancelAll(Authority.of(address(dealer), ++nonce), -1, 255, 0));
        final List<OrderEntry> entries = new ArrayList<>();
        for (int market = 0; market < MARKETS; market++) {
            entries.add(OrderEntry.limit(
                market, Side.BUY, (MARK_TICKS - 100) * E8_PER_TICK, QUOTE_LOTS * E8_PER_LOT));
            entries.add(OrderEntry.limit(
                market, Side.SELL, (MARK_TICKS + 100) * E8_PER_TICK, QUOTE_LOTS * E8_PER_LOT));
        }
        send(new Command.PlaceOrders(Authority.of(address(dealer), ++nonce), entries));
    }

    /** Twenty markets, half of them short on average, with a leverage between 1.5 and 20. */
    private void openPositions(final int account) {
        final List<OrderEntry> entries = new ArrayList<>();
        final int shift = random.nextInt(MARKETS);
        long gross = 0;
        for (int k = 0; k < POSITIONS; k++) {
            final Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
            final long lots = random.nextInt(LOTS_MAX / 10, LOTS_MAX);
            gross += lots * MARK_TICKS;
            entries.add(OrderEntry.limit((shift + k) % MARKETS, side,
                (MARK_TICKS + side.sign() * 1_000) * E8_PER_TICK, lots * E8_PER_LOT).ioc());
        }
        deposit(account, (long) (gross * (0.05 + 0.6 * random.nextDouble() * random.nextDouble())));
        if (isPortfolio) {
            send(new RiskCommand.SetMarginMode(Authority.of(address(account), ++nonce), 1));
        }
        send(new Command.PlaceOrders(Authority.of(address(account), ++nonce), entries));
    }

    /** Makes accounts without positions. */
    void idle(final int count) {
        for (int i = 0; i < count; i++) {
            deposit(Integer.MAX_VALUE - 1 - (int) (deposits % 1_000_000_000), USDC);
        }
    }

    /** Moves a mark by a factor and lets everything come to its end. */
    Settled move(final int market, final double factor) {
        markTicks[market] = Math.round(markTicks[market] * factor / 100) * 100;
        liquidates = false;
        encode(price(market), new Origin(NODE_ID, 1, ++seq));
        return settle();
    }

    private Command price(final int market) {
        return new Command.SubmitPrices(1, List.of(
            new Command.PriceEntry(market, markTicks[market] * E8_PER_TICK, 0, nowNanos)));
    }

    /** Applies what is encoded, then ticks until nothing is looked at any more. */
    private Settled settle() {
        final long looks = exchange.looks();
        long before = looks - 1;
        long commands = 0;
        long nanos = 0;
        long longest = 0;
        long first = -1;
        long firstLooks = 0;
        int quiet = 0;
        while (quiet < QUIET_TICKS) {
            before = exchange.looks();
            final long start = System.nanoTime();
            apply();
            final long taken = System.nanoTime() - start;
            nanos += taken;
            longest = Math.max(longest, taken);
            commands++;
            if (first < 0 && liquidates) {
                first = nanos;
                firstLooks = exchange.looks() - looks;
            }
            quiet = exchange.looks() == before ? quiet + 1 : 0;
            encode(new Command.Tick(), new Origin(NODE_ID, 1, ++seq));
        }
        seq--;
        return new Settled(exchange.looks() - looks, commands, nanos, longest, first, firstLooks);
    }

    private void send(final Command command) {
        encode(command, new Origin(NODE_ID, 1, ++seq));
        apply();
    }

    private void encode(final Command command, final Origin origin) {
        length = encoder.encode(command, origin, buffer, 0);
    }

    private void apply() {
        nowNanos += 1_000;
        exchange.apply(buffer, 0, length, seq * 1_024, 0, nowNanos);
    }

    /** Bytes of the heap in use after a collection. */
    static long usedBytes() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
