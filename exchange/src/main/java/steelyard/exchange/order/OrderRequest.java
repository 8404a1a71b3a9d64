package steelyard.exchange.order;

import steelyard.exchange.command.Refusal;
import steelyard.exchange.state.TriggerOrders;
import steelyard.matching.OrderStore;
import steelyard.model.OrderFlags;
import steelyard.model.PriceSource;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.model.TriggerKind;

/** One entry of an action that wants to become an order: as given, and what the checks made of it. Reused. */
final class OrderRequest {
    private int accountId;
    private int marketId;
    private int batchIndex;
    private int flags;
    private Side side;
    private TimeInForce timeInForce;
    private long priceTicks;
    private long quantityLots;
    private long clientOrderIdHigh;
    private long clientOrderIdLow;
    private long displayLots;
    private long expiresMillis;
    private int builderId;
    private int builderTenths;
    private boolean atMarketPrice;
    private TriggerKind triggerKind;
    private PriceSource triggerSource;
    private boolean isMarket;
    private long triggerPriceTicks;
    private long trailTicks;
    private int trailBps;
    private int triggerTarget;
    private long placedTimeNanos;
    private int target;
    private long orderId;
    private long acceptedLots;

    /** A new entry, without a target; takes the codes after they were found to be valid. */
    void entry(final int account, final int market, final int index, final int sideCode, final int timeInForceCode) {
        accountId = account;
        marketId = market;
        batchIndex = index;
        side = Side.of(sideCode);
        timeInForce = TimeInForce.of(timeInForceCode);
        target = OrderStore.NONE;
        triggerTarget = TriggerOrders.NONE;
        orderId = 0;
        displayLots = 0;
        expiresMillis = 0;
        builderTenths = 0;
        atMarketPrice = false;
        triggerKind = TriggerKind.NONE;
    }

    /** What only some orders have: a display quantity and an end of life; after the identity. */
    void extras(final long display, final long expires) {
        displayLots = display;
        expiresMillis = expires;
        flags |= (display != 0 ? OrderFlags.ICEBERG : 0) | (expires != 0 ? OrderFlags.EXPIRES : 0);
    }

    /** What it owes a builder from its beginning, in tenths of a basis point; after the identity. 0: nothing. */
    void builder(final int id, final int tenths) {
        builderId = id;
        builderTenths = tenths;
        flags |= tenths != 0 ? OrderFlags.BUILDER : 0;
    }

    /** When it becomes an order; the codes were found to be valid. */
    void trigger(final int kindCode, final int sourceCode, final boolean market) {
        triggerKind = TriggerKind.of(kindCode);
        triggerSource = PriceSource.of(sourceCode);
        isMarket = market;
    }

    /** The prices of a trigger. */
    void triggerPrices(final long priceOrZero, final long trail, final int bps) {
        triggerPriceTicks = priceOrZero;
        trailTicks = trail;
        trailBps = bps;
    }

    /** Sets flags that the house gives it. */
    void addFlags(final int bits) {
        flags |= bits;
    }

    /** Its limit was made from the market's price. */
    void atMarketPrice(final boolean is) {
        atMarketPrice = is;
    }

    /** When it was placed, in nanoseconds of log time. */
    void placedTimeNanos(final long time) {
        placedTimeNanos = time;
    }

    /** The open trigger order that this one is to replace. */
    void triggerTarget(final int row) {
        triggerTarget = row;
    }

    /** Limit and quantity as given. */
    void terms(final long limitTicks, final long lots) {
        priceTicks = limitTicks;
        quantityLots = lots;
        acceptedLots = lots;
    }

    /** Flags and client order id, which counts only with its flag. */
    void identity(final int flagBits, final long high, final long low) {
        flags = flagBits;
        clientOrderIdHigh = OrderFlags.hasClientOrderId(flagBits) ? high : 0;
        clientOrderIdLow = OrderFlags.hasClientOrderId(flagBits) ? low : 0;
    }

    /** The resting order that this one is to replace. */
    void target(final int order) {
        target = order;
    }

    void orderId(final long id) {
        orderId = id;
    }

    /** What the reduce-only cap leaves of the quantity. */
    void acceptedLots(final long lots) {
        acceptedLots = lots;
    }

    int accountId() {
        return accountId;
    }

    int marketId() {
        return marketId;
    }

    /** Index of the entry in its action; at most {@link Refusal#NO_BATCH_INDEX} − 1. */
    int batchIndex() {
        return batchIndex;
    }

    long displayLots() {
        return displayLots;
    }

    int builderId() {
        return builderId;
    }

    /** 0 also of an order that owed before it became one. */
    int builderTenths() {
        return builderTenths;
    }

    /** 0: never. */
    long expiresMillis() {
        return expiresMillis;
    }

    boolean isAtMarketPrice() {
        return atMarketPrice;
    }

    TriggerKind triggerKind() {
        return triggerKind;
    }

    PriceSource triggerSource() {
        return triggerSource;
    }

    /** Whether a trigger order becomes one at the market's price. */
    boolean isMarket() {
        return isMarket;
    }

    long triggerPriceTicks() {
        return triggerPriceTicks;
    }

    long trailTicks() {
        return trailTicks;
    }

    int trailBps() {
        return trailBps;
    }

    /** Row of the trigger order to replace, or {@link TriggerOrders#NONE}. */
    int triggerTarget() {
        return triggerTarget;
    }

    /** Whether it takes another order's place. */
    boolean replaces() {
        return target != OrderStore.NONE || triggerTarget != TriggerOrders.NONE;
    }

    long placedTimeNanos() {
        return placedTimeNanos;
    }

    boolean isPostOnly() {
        return OrderFlags.isPostOnly(flags);
    }

    boolean isHouse() {
        return OrderFlags.isHouse(flags);
    }

    boolean isLiquidation() {
        return OrderFlags.isLiquidation(flags);
    }

    int flags() {
        return flags;
    }

    boolean isReduceOnly() {
        return OrderFlags.isReduceOnly(flags);
    }

    Side side() {
        return side;
    }

    TimeInForce timeInForce() {
        return timeInForce;
    }

    long priceTicks() {
        return priceTicks;
    }

    /** As given. */
    long quantityLots() {
        return quantityLots;
    }

    /** After the reduce-only cap. */
    long acceptedLots() {
        return acceptedLots;
    }

    long clientOrderIdHigh() {
        return clientOrderIdHigh;
    }

    long clientOrderIdLow() {
        return clientOrderIdLow;
    }

    /** Slot of the order to replace, or {@link OrderStore#NONE}. */
    int target() {
        return target;
    }

    long orderId() {
        return orderId;
    }
}
