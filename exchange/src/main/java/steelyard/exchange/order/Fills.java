package steelyard.exchange.order;

import steelyard.exchange.event.EventStage;
import steelyard.exchange.risk.LiquidationFills;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.MarketBooks;
import steelyard.matching.IncomingOrder;
import steelyard.matching.OrderStore;
import steelyard.model.HouseAccount;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.model.PriceSource;
import steelyard.risk.margin.CrossMargin;
import steelyard.risk.margin.Positions;
import steelyard.risk.margin.Settlement;

/** Whether a fill may be, and all that it does at once. {@code docs/matching-rules.md#2-an-order}, steps 4.4 to 4.8. */
final class Fills {
    private static final int HUNDRED = 100;

    private final ExchangeState state;
    private final MarketBooks books;
    private final OrderStore orders;
    private final Positions positions;
    private final CrossMargin margin;
    private final RestingChanges changes;
    private final ReduceOnlyUpkeep upkeep;
    private final GroupEnds groupEnds;
    private final BuilderFees builderFees;
    private final ReferralTerms referralTerms;
    private final FillEvents fillEvents;
    private final LiquidationFills ofLiquidation = new LiquidationFills();

    Fills(
        final ExchangeState state, final EventStage stage, final RestingChanges changes) {
        this.state = state;
        this.books = state.books();
        this.orders = state.books().orders();
        this.positions = state.positions();
        this.margin = state.margin();
        this.changes = changes;
        this.upkeep = new ReduceOnlyUpkeep(state, changes);
        this.groupEnds = new GroupEnds(state);
        this.builderFees = new BuilderFees(state);
        this.referralTerms = new ReferralTerms(state);
        this.fillEvents = new FillEvents(state, stage, builderFees, referralTerms);
    }

    /** Fills of the present slice of a liquidation. */
    LiquidationFills ofLiquidation() {
        return ofLiquidation;
    }

    /** Whether a fill of signed lots only closes the position. */
    boolean closes(final int slot, final long signedLots) {
        final long position = positions.quantityLots(slot);
        return Long.signum(position) == -Long.signum(signedLots) && Math.abs(signedLots) <= Math.abs(position);
    }

    /** Whether an account can margin a fill; {@code reservedLots} are freed by it,
        of a resting order at {@code limitTicks}. */
    boolean isMargined(
        final int slot, final long signedLots, final long priceTicks, final long feeRate, final long limitTicks,
        final long reservedLots) {
        final long feeMicros = Settlement.feeMicros(priceTicks, signedLots, feeRate);
        return margin.allowsFill(slot, signedLots, priceTicks, feeMicros, limitTicks, reservedLots);
    }

    /** By how many lots a fill would change open interest. */
    long openInterestChange(final int makerSlot, final int takerSlot, final long takerSignedLots) {
        return longChange(makerSlot, -takerSignedLots) + longChange(takerSlot, takerSignedLots);
    }

    /** Settles the two sides of a trade, of whose lots they are already free, and tells of it. */
    void settle(
        final int marketId, final int maker, final IncomingOrder taker, final long priceTicks, final long lots,
        final long makerRate, final long takerRate) {
        final long signedLots = taker.side().sign() * lots;
        fillEvents.trade(state.counters().takeTradeId(), marketId, priceTicks, lots);
        fillEvents.executed(maker, taker);
        referralTerms.begin();
        margin.settlement().settle(orders.positionSlot(maker), -signedLots, priceTicks, makerRate);
        builderFees.pay(orders.orderId(maker), orders.flags(maker), priceTicks, lots);
        referralTerms.share(orders.accountId(maker), margin.settlement().feeMicros() - builderFees.paidMicros());
        changes.filled(maker, lots);
        fillEvents.makerSettled(maker);
        lookAtPosition(orders.positionSlot(maker), orders.accountId(maker), marketId);
        margin.settlement().settle(taker.positionSlot(), signedLots, priceTicks, takerRate);
        builderFees.pay(taker.orderId(), taker.flags(), priceTicks, lots);
        referralTerms.share(taker.accountId(), margin.settlement().feeMicros() - builderFees.paidMicros());
        fillEvents.takerSettled(taker);
        lookAtPosition(taker.positionSlot(), taker.accountId(), marketId);
        books.lastPrice(marketId, priceTicks);
        state.markets().touched().add(marketId);
        final long valueMicros = Math.multiplyExact(Math.abs(priceTicks), lots);
        state.traders().traded(orders.accountId(maker), valueMicros);
        state.traders().traded(taker.accountId(), valueMicros);
        referralTerms.traded(orders.accountId(maker), valueMicros);
        referralTerms.traded(taker.accountId(), valueMicros);
        state.volumes().traded(state.accounts().ownerId(taker.accountId()),
            state.accounts().ownerId(orders.accountId(maker)), state.feeRates().day(), valueMicros);
        if (books.worksOnTriggers(marketId)) {
            state.triggers().look(marketId, PriceSource.LAST, priceTicks);
        }
    }

    /** Keeps the reduce-only orders of a position within it; {@code shownOut} may be an iceberg outside the book. */
    void keepWithinPosition(final int slot, final int shownOut) {
        final boolean pending = shownOut != OrderStore.NONE && orders.positionSlot(shownOut) == slot
            && OrderFlags.isReduceOnly(orders.flags(shownOut)) && changes.isWaitingToShow(shownOut);
        upkeep.run(slot, pending ? shownOut : OrderStore.NONE);
    }

    /** The maker's rate in a fill of signed lots of the taker. */
    long makerRate(final int marketId, final int maker, final IncomingOrder taker, final long takerSignedLots) {
        return referralTerms.discounted(ownMakerRate(marketId, maker, taker, takerSignedLots), orders.accountId(maker))
            + builderFees.nanos(orders.orderId(maker), orders.flags(maker));
    }

    private long ownMakerRate(
        final int marketId, final int maker, final IncomingOrder taker, final long takerSignedLots) {
        final long rate = state.feeRates().makerNanos(orders.accountId(maker), marketId);
        return against(rate, taker.accountId(), taker.positionSlot(), takerSignedLots);
    }

    /** The taker's rate in a fill of signed lots of it: a discount leaves what the maker is paid. */
    long takerRate(final int marketId, final int maker, final IncomingOrder taker, final long takerSignedLots) {
        final long rate = against(state.feeRates().takerNanos(taker.accountId(), marketId), orders.accountId(maker),
            orders.positionSlot(maker), -takerSignedLots);
        final long discounted = referralTerms.discounted(rate, taker.accountId());
        return (discounted == rate ? rate : Math.max(discounted, -ownMakerRate(marketId, maker, taker, takerSignedLots)))
            + builderFees.nanos(taker.orderId(), taker.flags());
    }

    /** The rate of an order in an auction, in which both sides are makers, and none is paid. */
    long auctionRate(final int marketId, final int order) {
        final int accountId = orders.accountId(order);
        return referralTerms.discounted(Math.max(0, state.feeRates().makerNanos(accountId, marketId)), accountId)
            + builderFees.nanos(orders.orderId(order), orders.flags(order));
    }

    /** The rate of one side of a fill of signed lots of the other side: the house pays nothing, nor for anybody. */
    private long against(final long rate, final int otherId, final int otherSlot, final long otherSignedLots) {
        if (otherId >= HouseAccount.ID_LIMIT) {
            return rate;
        }
        final long position = positions.quantityLots(otherSlot);
        final boolean relieves = otherId == HouseAccount.BACKSTOP.id()
            && Math.abs(position + otherSignedLots) < Math.abs(position);
        final long rebatePercent = relieves ? state.parameters().value(Parameter.BACKSTOP_REBATE_PERCENT) : 0;
        return Math.max(0, rate - rate * rebatePercent / HUNDRED);
    }

    private void lookAtPosition(final int slot, final int accountId, final int marketId) {
        final long before = margin.settlement().startPositionLots();
        if (before != 0 && Long.signum(before) != Long.signum(positions.quantityLots(slot))) {
            groupEnds.positionClosed(accountId, marketId);
        }
    }

    private long longChange(final int slot, final long signedLots) {
        final long before = positions.quantityLots(slot);
        return Math.max(0, before + signedLots) - Math.max(0, before);
    }
}
