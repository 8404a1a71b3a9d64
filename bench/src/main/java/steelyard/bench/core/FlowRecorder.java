package steelyard.bench.core;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.agrona.ExpandableArrayBuffer;
import steelyard.exchange.Exchange;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.model.Side;
import steelyard.testkit.command.Authority;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.CommandEncoder;
import steelyard.testkit.command.OrderEntry;
import steelyard.testkit.command.Origin;

/** Records a flow: plays it against an exchange, so that traders see what became of their orders. */
final class FlowRecorder {
    private static final long START_NANOS = 1_700_000_000_000_000_000L;
    private static final long PRICE_INTERVAL_NANOS = 100_000_000;
    private static final long DEPOSIT_MICROS = 2_000_000_000_000L;
    private static final int FIRST_ACCOUNT_ID = 16;
    private static final int NODE_ID = 1;
    private static final int PROOF_LENGTH = 97;
    private static final double POSITION_USDC = 10_000;
    /** Few accounts keep very many orders here. */
    private static final List<Command.ParameterValue> MANY_OPEN_ORDERS = List.of(
        new Command.ParameterValue(Parameter.OPEN_ORDERS_BASE.id(), 100_000),
        new Command.ParameterValue(Parameter.OPEN_ORDERS_MAX.id(), 100_000));
    private static final int TRIES_PER_ORDER = 10;

    private final FlowSize size;
    private final String genesisHash;
    private final RandomGenerator random;
    private final BenchMarkets markets;
    private final LiveOrders orders;
    private final FlowTraders traders;
    private final Exchange exchange;
    private final CommandEncoder encoder = new CommandEncoder().proof(new byte[PROOF_LENGTH]);
    private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer(16 * 1024);
    private final LogClock clock;
    private long seq;
    private long nextPricesNanos = START_NANOS;

    private FlowRecorder(final FlowSize size, final long seed, final String genesisHash) {
        this.size = size;
        this.genesisHash = genesisHash;
        this.random = new SplittableRandom(seed);
        this.markets = new BenchMarkets(size.markets(), random);
        this.orders = new LiveOrders(FIRST_ACCOUNT_ID, size.accounts(), size.markets());
        this.traders = new FlowTraders(size, markets, orders, random);
        this.exchange = new Exchange((batch, offset, length) -> orders.onEvents(batch, offset), seed);
        this.clock = new LogClock(START_NANOS, size.perSecond());
    }

    /** The flow of this size and seed, in an exchange that began with this genesis. */
    static RecordedFlow record(final FlowSize size, final long seed, final String genesisHash) {
        return new FlowRecorder(size, seed, genesisHash).record();
    }

    private RecordedFlow record() {
        open();
        for (int i = 0; i < size.accounts(); i++) {
            fund(i);
        }
        for (int market = 0; market < size.markets(); market++) {
            takePositions(market);
            fillBook(market);
        }
        final List<byte[]> snapshot = new ArrayList<>();
        exchange.snapshot((buffer, offset, length) -> {
            final byte[] bytes = new byte[length];
            buffer.getBytes(offset, bytes);
            snapshot.add(bytes);
        });
        final RecordedFlow.Builder flow = new RecordedFlow.Builder(size, snapshot, clock.copy(size.perSecond()));
        final int count = size.warmUpCommands() + size.commands();
        for (int i = 0; i < count; i++) {
            if (i == size.warmUpCommands()) {
                flow.measuredFrom(orders.events(), orders.fills());
            }
            final Command command = next();
            final CommandKind kind = command instanceof Command.SubmitPrices ? CommandKind.PRICES : traders.kind();
            flow.add(kind, scratch, apply(command));
        }
        return flow.build(orders.events(), orders.fills(), exchange.stateHash().total());
    }

    private Command next() {
        return clock.timestampNanos() >= nextPricesNanos ? prices() : traders.next(clock.timestampNanos());
    }

    private void open() {
        apply(new Command.OpenEpoch(1), new Origin(NODE_ID, 0, 0));
        apply(new Command.ApplyGenesis(genesisHash, MANY_OPEN_ORDERS, markets.specs().stream()
            .map(spec -> new Command.MarketListing(spec, MarketState.ACTIVE.code())).toList()));
        apply(prices());
    }

    private Command prices() {
        nextPricesNanos = clock.timestampNanos() + PRICE_INTERVAL_NANOS;
        final List<Command.PriceEntry> prices = new ArrayList<>();
        for (int market = 0; market < markets.count(); market++) {
            markets.wander(market);
            prices.add(new Command.PriceEntry(market, markets.priceE8(market), 0, clock.timestampNanos()));
        }
        return new Command.SubmitPrices(1, prices);
    }

    private void fund(final int account) {
        apply(new Command.Deposit(
            FlowTraders.owner(account), DEPOSIT_MICROS, 1, account + 1, Command.Remark.NONE));
        if (traders.isMaker(account)) {
            final Authority authority =
                Authority.of(FlowTraders.owner(account), clock.timestampNanos() / 1_000_000);
            apply(new Command.ApproveAgent(authority, FlowTraders.agent(account), "bench", 0));
        }
    }

    /** Every second account sells to the one before it. */
    private void takePositions(final int market) {
        for (int account = 0; account < size.accounts() - 1; account += 2) {
            final long lots = markets.lots(market, POSITION_USDC * (0.1 + random.nextExponential()));
            final boolean turned = random.nextBoolean();
            order(turned ? account : account + 1, traders.entry(market, Side.SELL, 0, lots));
            order(turned ? account + 1 : account, traders.entry(market, Side.BUY, 0, lots));
        }
    }

    private void order(final int account, final OrderEntry entry) {
        keepPricesFresh();
        apply(new Command.PlaceOrders(traders.authority(account, clock.timestampNanos()), List.of(entry)));
    }

    private void fillBook(final int market) {
        for (int tries = 0; orders.count(market) < size.ordersPerMarket(); tries++) {
            if (tries > size.ordersPerMarket() * TRIES_PER_ORDER) {
                throw new IllegalStateException("the exchange refuses orders that should fill the book: "
                    + orders.count(market) + " of " + size.ordersPerMarket() + " rest in market " + market);
            }
            keepPricesFresh();
            apply(traders.place(market, clock.timestampNanos()));
        }
    }

    private void keepPricesFresh() {
        if (clock.timestampNanos() >= nextPricesNanos) {
            apply(prices());
        }
    }

    private int apply(final Command command) {
        return apply(command, new Origin(NODE_ID, 1, ++seq));
    }

    /** Applies it; it then stands in {@code scratch}, and this answers its length. */
    private int apply(final Command command, final Origin origin) {
        final int length = encoder.encode(command, origin, scratch, 0);
        clock.next();
        exchange.apply(scratch, 0, length, clock.logPosition(), clock.commandIndex(), clock.timestampNanos());
        return length;
    }
}
