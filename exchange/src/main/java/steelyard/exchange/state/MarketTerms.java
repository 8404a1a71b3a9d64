package steelyard.exchange.state;

import steelyard.model.FixedPoint;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.model.PriceGrid;
import steelyard.model.Side;
import steelyard.risk.market.Markets;
import steelyard.risk.table.LongRows;

/**
 * What each market asks of an order that only rests, worked out from a dozen tables and kept on two cache lines a market,
 * until the rules or what the market's margin is worked out from change. Not state. A market in which anything is unusual
 * takes no lots here, so that its orders go the way that asks for everything.
 */
public final class MarketTerms {
    /** The sum of both versions at which it was worked out, which neither lowers. */
    private static final int VERSION = 0;
    private static final int E8_PER_TICK = 1;
    private static final int E8_PER_LOT = 2;
    private static final int LOTS_MOST = 3;
    private static final int BUY_MOST = 4;
    private static final int SELL_LEAST = 5;
    private static final int PRICE_MOST = 6;
    private static final int FLAGS = 7;
    private static final int VALUE_LEAST = 8;
    private static final int VALUE_MOST = 9;
    private static final int POSITION_MOST = 10;
    private static final int ACCOUNT_ORDERS = 11;
    private static final int ALL_ORDERS = 12;
    private static final int FIELDS = 16;

    /** Every positive price is valid, no other. */
    private static final long EVERY_TICK = 1;
    private static final long MANY_TIERS = 2;

    private final OrderRules rules;
    private final Parameters parameters;
    private final KillSwitches killSwitches;
    private final Markets markets;
    private final MarketBooks books;
    private final LongRows rows = new LongRows(FIELDS);

    MarketTerms(
        final OrderRules rules, final Parameters parameters, final KillSwitches killSwitches, final Markets markets,
        final MarketBooks books) {
        this.rules = rules;
        this.parameters = parameters;
        this.killSwitches = killSwitches;
        this.markets = markets;
        this.books = books;
    }

    /** Brings the terms of a market up to date. */
    public void look(final int marketId) {
        if (marketId >= rows.limit() || !isCurrent(marketId)) {
            while (rows.limit() <= marketId) {
                rows.allocate();
            }
            workOut(marketId, rows.page(marketId), rows.base(marketId));
        }
    }

    /**
     * Whether the market, nothing about which is unusual, takes an order with this price and size, as far as that depends
     * neither on the book, nor on the account, nor on whether its price is fresh.
     */
    public boolean takes(final int marketId, final Side side, final long priceTicks, final long lots) {
        look(marketId);
        final long[] page = rows.page(marketId);
        final int base = rows.base(marketId);
        final boolean inRange = side == Side.BUY
            ? priceTicks <= page[base + BUY_MOST] && priceTicks >= -page[base + PRICE_MOST]
            : priceTicks >= page[base + SELL_LEAST] && priceTicks <= page[base + PRICE_MOST];
        if (!inRange || lots <= 0 || lots > page[base + LOTS_MOST]) {
            return false;
        }
        final boolean isValid = (page[base + FLAGS] & EVERY_TICK) != 0
            ? priceTicks > 0 : books.grid(marketId).isValid(priceTicks);
        final long valueMicros = Math.multiplyExact(Math.abs(priceTicks), lots);
        return isValid && valueMicros >= page[base + VALUE_LEAST] && valueMicros <= page[base + VALUE_MOST];
    }

    /** A price tick in 10<sup>-8</sup> USDC, of a market that was looked at. */
    public long e8PerTick(final int marketId) {
        return rows.get(marketId, E8_PER_TICK);
    }

    /** A lot in 10<sup>-8</sup> of the underlying, of a market that was looked at. */
    public long e8PerLot(final int marketId) {
        return rows.get(marketId, E8_PER_LOT);
    }

    /** Largest position of an account in a market that was looked at, in lots. */
    public long positionMostLots(final int marketId) {
        return rows.get(marketId, POSITION_MOST);
    }

    /** Whether a market that was looked at has more than one margin tier. */
    public boolean hasManyTiers(final int marketId) {
        return (rows.get(marketId, FLAGS) & MANY_TIERS) != 0;
    }

    /**
     * Whether an account may have so many open orders, and all accounts so many, whatever the account has traded, as of a
     * market that was looked at.
     */
    public boolean allowsOpenOrders(final int marketId, final long ofAccount, final long ofAll) {
        final long[] page = rows.page(marketId);
        final int base = rows.base(marketId);
        return ofAccount <= page[base + ACCOUNT_ORDERS] && ofAll <= page[base + ALL_ORDERS];
    }

    /** The price that is this rate, in nanos, of the price for margin beyond the mark in the direction of a side. */
    public long beyondMarkTicks(final int marketId, final Side side, final long nanos) {
        final long markTicks = markets.markPriceTicks(marketId);
        final long ofTicks = markets.risk(marketId).marginPriceTicks(markTicks);
        return markTicks + side.sign() * FixedPoint.mulDivFloor(ofTicks, nanos, FixedPoint.NANOS);
    }

    /**
     * The largest value of an order in a market of this leverage, in micros.
     *
     * @param immediate whether the order may not rest
     */
    public static long valueMostMicros(final Parameters parameters, final int leverage, final boolean immediate) {
        final long ofMarket = parameters.value(leverage >= 25 ? Parameter.MARKET_VALUE_25_MICROS
            : leverage >= 20 ? Parameter.MARKET_VALUE_20_MICROS
            : leverage >= 10 ? Parameter.MARKET_VALUE_10_MICROS : Parameter.MARKET_VALUE_1_MICROS);
        final long multiple = immediate ? 1 : parameters.value(Parameter.LIMIT_VALUE_MULTIPLE);
        if (ofMarket == 0 || multiple == 0 || ofMarket > Long.MAX_VALUE / multiple) {
            return Long.MAX_VALUE;
        }
        return ofMarket * multiple;
    }

    /** Reads the terms of a market; the answer means nothing. */
    public long preload(final int marketId) {
        return marketId < rows.limit() ? rows.get(marketId, VERSION) + rows.get(marketId, VALUE_LEAST) : 0;
    }

    /** Throws {@link IllegalStateException} if terms that count as right are not. For tests and audits. */
    public void verify() {
        final long[] worked = new long[FIELDS];
        for (int marketId = 0; marketId < rows.limit(); marketId++) {
            workOut(marketId, worked, 0);
            for (int field = 0; field < FIELDS && isCurrent(marketId); field++) {
                if (rows.get(marketId, field) != worked[field]) {
                    throw new IllegalStateException("terms of market " + marketId + ", field " + field + ": "
                        + rows.get(marketId, field) + " instead of " + worked[field]);
                }
            }
        }
    }

    private boolean isCurrent(final int marketId) {
        return rows.get(marketId, VERSION) == version(marketId);
    }

    private long version(final int marketId) {
        return rules.version() + markets.marginVersion(marketId);
    }

    private void workOut(final int marketId, final long[] to, final int base) {
        final MarketSpec spec = markets.spec(marketId);
        final PriceGrid grid = books.grid(marketId);
        final boolean everyTick = grid.kind() == PriceGrid.TICK && grid.stepTicks() == 1 && !grid.allowsNonPositive();
        final boolean hasBand = spec.priceBandNanos() > 0 && markets.hasPrice(marketId);
        final long priceMost = spec.maxPriceTicks();
        to[base + VERSION] = version(marketId);
        to[base + LOTS_MOST] = isUsual(marketId, spec) ? spec.maxOrderLots() : 0;
        to[base + VALUE_LEAST] = spec.minNotionalMicros();
        to[base + VALUE_MOST] = valueMostMicros(parameters, spec.maxLeverage(), false);
        to[base + BUY_MOST] =
            hasBand ? Math.min(priceMost, beyondMarkTicks(marketId, Side.BUY, spec.priceBandNanos())) : priceMost;
        to[base + SELL_LEAST] =
            hasBand ? Math.max(-priceMost, beyondMarkTicks(marketId, Side.SELL, spec.priceBandNanos())) : -priceMost;
        to[base + PRICE_MOST] = priceMost;
        to[base + E8_PER_TICK] = spec.e8PerTick();
        to[base + E8_PER_LOT] = spec.e8PerLot();
        to[base + POSITION_MOST] = spec.maxPositionLots();
        to[base + FLAGS] =
            (everyTick ? EVERY_TICK : 0) | (markets.risk(marketId).tiers().tierCount() > 1 ? MANY_TIERS : 0);
        to[base + ACCOUNT_ORDERS] = Math.min(
            parameters.value(Parameter.OPEN_ORDERS_BASE), parameters.value(Parameter.OPEN_ORDERS_MAX));
        to[base + ALL_ORDERS] = parameters.value(Parameter.ORDERS_MAX);
    }

    private boolean isUsual(final int marketId, final MarketSpec spec) {
        return books.state(marketId) == MarketState.ACTIVE
            && !books.isUncrossing(marketId)
            && spec.openInterestCapMicros() == 0
            && !killSwitches.ofAll() && !killSwitches.ofMarket(marketId);
    }
}
