package steelyard.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import steelyard.flow.recording.RecordedOrder;
import steelyard.model.AssetClass;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.model.OrderFlags;
import steelyard.model.PriceGrid;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.protocol.Address;
import steelyard.testkit.command.Authority;
import steelyard.testkit.command.ClientOrderId;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.OrderEntry;
import steelyard.testkit.driver.Driver;
import steelyard.testkit.event.Event;
import steelyard.testkit.log.ExchangeMachine;
import steelyard.testkit.log.LoggedCommand;
import steelyard.testkit.reference.ReferenceExchange;

/**
 * The exchange and the reference model side by side, in this process: every command of a replay goes to both, and their
 * events must be the same. The book is what the events say it is.
 */
final class Venue implements FlowTarget {
    /** Recorded orders may be worth more than a venue of leveraged positions takes. */
    private static final Command.ParameterValue NO_LARGEST_VALUE =
        new Command.ParameterValue(Parameter.MARKET_VALUE_20_MICROS.id(), 0);
    private static final int MAKERS = 16;
    private static final int TAKERS = 4;
    private static final long DEPOSIT_MICROS = 1_000_000_000_000_000L;
    private static final long E8_PER_CENT = 1_000_000;
    private static final long E8_PER_UNIT = 100_000_000;
    private static final int SIZE_DECIMALS = 4;
    private static final long LOTS_PER_UNIT = 10_000;
    private static final long DAY_NANOS = 86_400_000_000_000L;
    private static final long TAKES = 1;

    private record Resting(Side side, long priceE8, long recordedId, long lots, long sequence) {
        private Resting withLots(final long newLots) {
            return new Resting(side, priceE8, recordedId, newLots, sequence);
        }
    }

    private final ExchangeMachine exchange = new ExchangeMachine(1);
    private final ReferenceExchange reference = new ReferenceExchange();
    private final Driver driver = new Driver(this::applyToBoth);
    private final MakerTally tally;
    private final boolean postsOnly;
    private final int[] orderCounts = new int[MAKERS];
    private final Map<Long, Integer> makerOf = new HashMap<>();
    private final Map<Long, ClientOrderId> names = new HashMap<>();
    private final Map<Long, Resting> book = new HashMap<>();
    private final SortedMap<RejectReason, Integer> refusals = new TreeMap<>();
    private int commands;

    /** A venue whose one market has this tick, in cents, and stands around this price. */
    Venue(final FlowMode mode, final long tickCents, final long marketCents, final MakerTally tally) {
        this.tally = tally;
        this.postsOnly = mode == FlowMode.BOOK;
        final MarketSpec spec = new MarketSpec(0, "REC", AssetClass.INDEX, SIZE_DECIMALS, PriceGrid.TICK, tickCents, false,
            20, 20, 0, 10_000_000, 100_000 * LOTS_PER_UNIT, 700_000 * LOTS_PER_UNIT, DAY_NANOS, 1);
        driver.apply(new Command.OpenEpoch(1));
        driver.apply(new Command.ApplyGenesis("00".repeat(32), List.of(NO_LARGEST_VALUE),
            List.of(new Command.MarketListing(spec, MarketState.ACTIVE.code()))));
        for (int account = 0; account < MAKERS + TAKERS; account++) {
            driver.apply(new Command.Deposit(
                address(account), DEPOSIT_MICROS, 1, account + 1, Command.Remark.NONE));
        }
        driver.apply(new Command.SubmitPrices(1, List.of(
            new Command.PriceEntry(0, marketCents * E8_PER_CENT, 0, driver.nowNanos()))));
    }

    private List<Event> applyToBoth(final LoggedCommand command) {
        final List<Event> expected = reference.apply(command);
        assertEquals(expected, exchange.apply(command));
        return expected;
    }

    private static Address address(final int account) {
        return Address.parse("0x" + String.format("%040x", 0xACC0_0000L + account));
    }

    private Authority signedBy(final int account) {
        return Authority.of(address(account), driver.nowNanos() / 1_000_000);
    }

    @Override
    public void place(final RecordedOrder order) {
        int maker = 0;
        for (int i = 1; i < MAKERS; i++) {
            maker = orderCounts[i] < orderCounts[maker] ? i : maker;
        }
        orderCounts[maker]++;
        makerOf.put(order.orderId(), maker);
        apply(new Command.PlaceOrders(signedBy(maker), List.of(entry(order))));
    }

    @Override
    public void amend(final RecordedOrder order) {
        apply(new Command.ModifyOrders(signedBy(makerOf.get(order.orderId())),
            List.of(new Command.ModifyEntry(0, ClientOrderId.of(order.orderId()), entry(order)))));
    }

    @Override
    public void cancel(final RecordedOrder order) {
        final int maker = makerOf.remove(order.orderId());
        orderCounts[maker]--;
        apply(new Command.CancelOrdersByClientId(signedBy(maker),
            List.of(new Command.CancelByClientIdEntry(0, ClientOrderId.of(order.orderId())))));
    }

    @Override
    public void take(final long takeId, final Side side, final long priceE8, final long size) {
        apply(new Command.PlaceOrders(signedBy(MAKERS + (int) (takeId % TAKERS)), List.of(
            OrderEntry.limit(0, side, priceE8, size * E8_PER_UNIT).ioc()
                .named(new ClientOrderId(TAKES, takeId)))));
    }

    private OrderEntry entry(final RecordedOrder order) {
        final OrderEntry entry = new OrderEntry(0, order.side().code(), order.priceE8(),
            order.size() * E8_PER_UNIT, TimeInForce.GTC.code(), 0, ClientOrderId.NONE);
        return (postsOnly ? entry.with(OrderFlags.POST_ONLY) : entry).named(ClientOrderId.of(order.orderId()));
    }

    private void apply(final Command command) {
        commands++;
        driver.apply(command).forEach(this::onEvent);
    }

    private void onEvent(final Event event) {
        switch (event) {
            case Event.OrderPlaced placed -> names.put(placed.orderId(), placed.clientOrderId());
            case Event.OrderRested rested -> book.put(rested.orderId(), new Resting(Side.of(rested.side()),
                rested.priceTicks() * E8_PER_CENT, names.get(rested.orderId()).low(), rested.remainingLots(),
                rested.prioritySequence()));
            case Event.OrderReduced reduced ->
                book.computeIfPresent(reduced.orderId(), (id, order) -> order.withLots(reduced.remainingLots()));
            case Event.OrderCanceled canceled -> book.remove(canceled.orderId());
            case Event.TradeExecuted trade -> traded(trade);
            case Event.OrderRejected rejected ->
                refusals.merge(RejectReason.of(rejected.rejectReason()), 1, Integer::sum);
            case Event.RequestRejected rejected ->
                refusals.merge(RejectReason.of(rejected.rejectReason()), 1, Integer::sum);
            case Event.CommandDone done when done.result() != 0 ->
                refusals.merge(RejectReason.of(done.rejectReason()), 1, Integer::sum);
            default -> { }
        }
    }

    private void traded(final Event.TradeExecuted trade) {
        final ClientOrderId taker = names.get(trade.takerOrderId());
        if (taker.high() == TAKES) {
            tally.actual(taker.low(), names.get(trade.makerOrderId()).low(), trade.quantityLots() / LOTS_PER_UNIT);
        }
        if (trade.makerRemainingLots() == 0) {
            book.remove(trade.makerOrderId());
        } else {
            book.computeIfPresent(trade.makerOrderId(), (id, order) -> order.withLots(trade.makerRemainingLots()));
        }
    }

    /** The book in the order in which it is matched. */
    List<BookLine> book() {
        return book.values().stream()
            .sorted(Comparator.comparing(Resting::side)
                .thenComparingLong(order -> -order.side().sign() * order.priceE8())
                .thenComparingLong(Resting::sequence))
            .map(order -> new BookLine(
                order.side(), order.priceE8(), order.recordedId(), order.lots() / LOTS_PER_UNIT))
            .toList();
    }

    SortedMap<RejectReason, Integer> refusals() {
        return refusals;
    }

    int commands() {
        return commands;
    }
}
