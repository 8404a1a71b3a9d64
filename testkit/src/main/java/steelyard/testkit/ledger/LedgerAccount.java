package steelyard.testkit.ledger;

import java.math.BigInteger;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import steelyard.model.AccountKind;
import steelyard.model.MarketParameter;
import steelyard.model.Side;
import steelyard.protocol.Address;

/** An account as the events tell it. */
public final class LedgerAccount {
    private static final BigInteger MICROS = BigInteger.valueOf(1_000_000);
    private static final List<MarketParameter> TIER_FROM = List.of(
        MarketParameter.TIER_1_FROM_USDC, MarketParameter.TIER_2_FROM_USDC, MarketParameter.TIER_3_FROM_USDC);
    private static final List<MarketParameter> TIER_LEVERAGE = List.of(
        MarketParameter.TIER_1_LEVERAGE, MarketParameter.TIER_2_LEVERAGE, MarketParameter.TIER_3_LEVERAGE);

    private final int id;
    private final int ownerId;
    private final Address address;
    private final AccountKind kind;
    private final SortedMap<Integer, LedgerPosition> positions = new TreeMap<>();
    private final SortedMap<Integer, Integer> leverages = new TreeMap<>();
    private final SortedMap<Integer, Long> isolated = new TreeMap<>();
    private final SortedMap<Integer, Boolean> modes = new TreeMap<>();
    private final SortedMap<Long, LedgerOrder> orders = new TreeMap<>();
    private final SortedMap<Long, LedgerTrigger> triggers = new TreeMap<>();
    private long cashMicros;

    LedgerAccount(final int id, final int ownerId, final Address address, final AccountKind kind) {
        this.id = id;
        this.ownerId = ownerId;
        this.address = address;
        this.kind = kind;
    }

    /** The account's number. */
    public int id() {
        return id;
    }

    /** The account's master, or itself. */
    public int ownerId() {
        return ownerId;
    }

    /** The account's address. */
    public Address address() {
        return address;
    }

    /** Who stands behind it. */
    public AccountKind kind() {
        return kind;
    }

    /** Cash in micros. */
    public long cashMicros() {
        return cashMicros;
    }

    /** The position in a market. */
    public LedgerPosition position(final int marketId) {
        return positions.getOrDefault(marketId, LedgerPosition.FLAT);
    }

    /** Positions by market; some may be flat. */
    public SortedMap<Integer, LedgerPosition> positions() {
        return Collections.unmodifiableSortedMap(positions);
    }

    /** Resting orders, lowest id first. */
    public Collection<LedgerOrder> orders() {
        return Collections.unmodifiableCollection(orders.values());
    }

    /** Trigger orders that have not fired, lowest id first. */
    public Collection<LedgerTrigger> triggers() {
        return Collections.unmodifiableCollection(triggers.values());
    }

    void put(final LedgerTrigger trigger) {
        triggers.put(trigger.id(), trigger);
    }

    void removeTrigger(final long id) {
        triggers.remove(id);
    }

    void addCash(final long micros) {
        cashMicros = Math.addExact(cashMicros, micros);
    }

    void put(final int marketId, final LedgerPosition position) {
        positions.put(marketId, position);
    }

    void chooseLeverage(final int marketId, final int leverage, final boolean alone) {
        leverages.put(marketId, leverage);
        modes.put(marketId, alone);
    }

    /** Whether a position there is a margin set of its own. */
    public boolean isIsolated(final LedgerMarket market) {
        return market.isIsolatedOnly() || modes.getOrDefault(market.id(), false);
    }

    /** Margin of an isolated position, in micros. */
    public long isolatedMicros(final int marketId) {
        return isolated.getOrDefault(marketId, 0L);
    }

    /** Margin of all isolated positions, in micros. */
    public long isolatedTotalMicros() {
        return isolated.values().stream().reduce(0L, Math::addExact);
    }

    void addIsolated(final int marketId, final long micros) {
        isolated.merge(marketId, micros, Math::addExact);
    }

    void put(final LedgerOrder order) {
        orders.put(order.id(), order);
    }

    void remove(final LedgerOrder order) {
        orders.remove(order.id());
    }

    /** The leverage that counts in a market. */
    public int leverage(final LedgerMarket market) {
        return leverages.getOrDefault(market.id(), market.spec().defaultLeverage());
    }

    /** This account as it would be with one more resting order. */
    public LedgerAccount with(final LedgerOrder order) {
        final LedgerAccount copy = copy();
        copy.put(order);
        return copy;
    }

    /** This account as it would be with another leverage in a market. */
    public LedgerAccount withLeverage(final int marketId, final int leverage) {
        final LedgerAccount copy = copy();
        copy.chooseLeverage(marketId, leverage, modes.getOrDefault(marketId, false));
        return copy;
    }

    private LedgerAccount copy() {
        final LedgerAccount copy = new LedgerAccount(id, ownerId, address, kind);
        copy.cashMicros = cashMicros;
        copy.positions.putAll(positions);
        copy.leverages.putAll(leverages);
        copy.isolated.putAll(isolated);
        copy.modes.putAll(modes);
        copy.orders.putAll(orders);
        return copy;
    }

    /** Equity less open loss less requirement, in micros: not negative if the account is margined. */
    public BigInteger freeMicros(final Map<Integer, LedgerMarket> markets) {
        BigInteger free = BigInteger.valueOf(cashMicros);
        for (final LedgerMarket market : markets.values()) {
            final long mark = market.markTicks();
            final LedgerPosition position = position(market.id());
            long buys = 0;
            long sells = 0;
            for (final LedgerOrder order : orders.values()) {
                if (order.marketId() != market.id() || order.isReduceOnly()) {
                    continue;
                }
                buys += order.side() == Side.BUY ? order.remainingLots() : 0;
                sells += order.side() == Side.SELL ? order.remainingLots() : 0;
                final long worse = order.side().sign() * (order.priceTicks() - mark);
                free = free.subtract(BigInteger.valueOf(Math.max(worse, 0))
                    .multiply(BigInteger.valueOf(order.remainingLots())));
            }
            final long reserve = Math.max(Math.abs(position.lots() + buys), Math.abs(position.lots() - sells));
            free = free.add(BigInteger.valueOf(position.quoteMicros()))
                .add(BigInteger.valueOf(position.lots()).multiply(BigInteger.valueOf(mark)))
                .subtract(required(market, BigInteger.valueOf(reserve).multiply(BigInteger.valueOf(Math.abs(mark)))));
        }
        return free;
    }

    private BigInteger required(final LedgerMarket market, final BigInteger notional) {
        final BigInteger ofLeverage = ceiling(notional, leverage(market));
        return market.initialPercent() <= 100 ? ofLeverage : ofLeverage.max(ceiling(
            notional.multiply(BigInteger.valueOf(market.initialPercent())), 100L * tierLeverage(market, notional)));
    }

    private static long tierLeverage(final LedgerMarket market, final BigInteger notional) {
        long leverage = market.spec().maxLeverage();
        for (int tier = 0; tier < TIER_FROM.size(); tier++) {
            final BigInteger from = BigInteger.valueOf(market.risk(TIER_FROM.get(tier))).multiply(MICROS);
            leverage = from.signum() > 0 && from.compareTo(notional) < 0
                ? market.risk(TIER_LEVERAGE.get(tier)) : leverage;
        }
        return leverage;
    }

    private static BigInteger ceiling(final BigInteger dividend, final long divisor) {
        return dividend.add(BigInteger.valueOf(divisor - 1)).divide(BigInteger.valueOf(divisor));
    }
}
