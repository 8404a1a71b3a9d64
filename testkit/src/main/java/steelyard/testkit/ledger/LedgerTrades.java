package steelyard.testkit.ledger;

import static steelyard.testkit.ledger.LedgerViolation.require;
import static steelyard.testkit.ledger.LedgerViolation.requireEqual;

import java.math.BigInteger;
import java.util.List;
import java.util.SortedMap;
import steelyard.model.HouseAccount;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.model.Side;
import steelyard.testkit.event.Event;

/** Trades and the two fills of each: who is first in line, the price, what becomes of positions, cash and fees. */
final class LedgerTrades {
    private final LedgerState state;
    private final SortedMap<Integer, LedgerMarket> markets;
    private final List<LedgerAccount> accounts;
    private final LedgerOrders orders;
    private final LedgerMoney money;
    private Event.TradeExecuted trade;
    private LedgerOrder makerOfTrade;
    private LedgerOrder takerOfTrade;
    /** Whether the trade brings the position of BACKSTOP closer to zero. */
    private boolean relievesBackstop;
    private int settledSides;
    private int fillsOfAction;
    private long lastTradeId;

    LedgerTrades(final LedgerState state, final LedgerOrders orders, final LedgerMoney money) {
        this.state = state;
        this.markets = state.markets;
        this.accounts = state.accounts;
        this.orders = orders;
        this.money = money;
    }

    /** Whether a trade was told and not yet both of its fills. */
    boolean isUnderWay() {
        return trade != null;
    }

    /** Before the events of a command. */
    void begin() {
        fillsOfAction = 0;
    }

    /** After the events of a command. */
    void requireDone() {
        require(trade == null, "both sides of a trade settle", trade);
        require(fillsOfAction <= state.parameters.get(Parameter.FILLS_MAX), "fills are within their bound",
            fillsOfAction);
    }

    void trade(final Event.TradeExecuted e) {
        final LedgerOrder incoming = orders.incoming();
        requireEqual(lastTradeId + 1, e.tradeId(), "trade id", e);
        lastTradeId = e.tradeId();
        final LedgerMarket market = markets.get(e.marketId());
        final Side takerSide = Side.of(e.takerSide());
        final LedgerOrder maker = market.first(takerSide.opposite());
        final LedgerOrder taker = incoming == null ? market.first(takerSide) : incoming;
        require(maker != null && maker.id() == e.makerOrderId(), "maker is first in line", e);
        require(taker != null && taker.id() == e.takerOrderId(), "taker is the incoming order, or first in line", e);
        require(maker.accountId() != taker.accountId(), "nobody trades with himself", e);
        require(!maker.isOver(e.header().timestampNanos()), "maker's life is not over", e);
        require(incoming != null || !taker.isOver(e.header().timestampNanos()), "taker's life is not over", e);
        requireEqual(maker.accountId(), e.makerAccountId(), "maker's account", e);
        requireEqual(taker.accountId(), e.takerAccountId(), "taker's account", e);
        requireEqual(taker.side().code(), e.takerSide(), "taker's side", e);
        require(taker.side().sign() * (taker.priceTicks() - e.priceTicks()) >= 0, "price is in the limit", e);
        final long takerLots = incoming == null ? taker.shownLots() : taker.remainingLots();
        requireEqual(Math.min(maker.shownLots(), takerLots), e.quantityLots(), "size of the trade", e);
        requireEqual(maker.remainingLots() - e.quantityLots(), e.makerRemainingLots(), "maker's remainder", e);
        requireEqual(taker.remainingLots() - e.quantityLots(), e.takerRemainingLots(), "taker's remainder", e);
        checkPrice(e, market, maker, taker);
        trade = e;
        relievesBackstop = relievesBackstop(maker, e.quantityLots()) || relievesBackstop(taker, e.quantityLots());
        makerOfTrade = maker.filled(e.quantityLots());
        takerOfTrade = taker.filled(e.quantityLots());
        fillResting(maker, makerOfTrade);
        if (incoming == null) {
            fillResting(taker, takerOfTrade);
        } else {
            orders.incoming(takerOfTrade);
            fillsOfAction += orders.incomingIsOfAction() ? 1 : 0;
        }
        settledSides = 0;
    }

    private static void checkPrice(
        final Event.TradeExecuted e, final LedgerMarket market, final LedgerOrder maker, final LedgerOrder taker) {
        if (taker.prioritySequence() == 0) {
            require(!OrderFlags.isPostOnly(taker.flags()), "post-only order never takes", e);
            requireEqual(maker.priceTicks(), e.priceTicks(), "price of the trade", e);
        } else {
            requireEqual(market.auctionTicks(), e.priceTicks(), "price of the auction", e);
            require(maker.side().sign() * (maker.priceTicks() - e.priceTicks()) >= 0, "price is in the limit", e);
            require(maker.prioritySequence() < taker.prioritySequence(), "maker is the older", e);
        }
    }

    private void fillResting(final LedgerOrder order, final LedgerOrder left) {
        if (left.remainingLots() == 0) {
            orders.takeOut(order);
        } else {
            orders.put(left);
        }
    }

    void settle(final Event.FillSettled e) {
        require(trade != null && trade.tradeId() == e.tradeId(), "fill belongs to the trade before", e);
        final boolean isTaker = settledSides == 1;
        final LedgerOrder order = isTaker ? takerOfTrade : makerOfTrade;
        require(e.isTaker() == isTaker, "maker settles first", e);
        requireDescribes(order, e);
        requireEqual(trade.priceTicks(), e.priceTicks(), "price of the fill", e);
        requireEqual(trade.quantityLots(), e.quantityLots(), "size of the fill", e);

        final LedgerAccount account = accounts.get(order.accountId());
        final LedgerPosition start = account.position(order.marketId());
        requireEqual(start.lots(), e.startPositionLots(), "position before", e);
        final boolean isolated = account.isIsolated(markets.get(order.marketId()));
        final long signedLots = order.side().sign() * e.quantityLots();
        final LedgerPosition.Change change = isolated
            ? start.filledAlone(signedLots, e.priceTicks())
            : start.filled(signedLots, e.priceTicks());
        change.end().requireSays(e);
        requireEqual(change.closedPnlMicros(), e.closedPnlMicros(), "closed pnl", e);
        final long fee = e.feeMicros();
        if (state.oneRate && e.builderAccountId() == 0 && !state.referrers.containsKey(account.ownerId())) {
            requireEqual(feeMicros(e.priceTicks(), e.quantityLots(), isTaker), fee, "fee", e);
        }
        account.put(order.marketId(), change.end());
        account.addCash(change.releasedMicros());
        account.addCash(-fee);
        final long movedMicros = isolated ? e.isolatedMicros() - account.isolatedMicros(order.marketId()) : 0;
        account.addIsolated(order.marketId(), movedMicros);
        account.addCash(-movedMicros);
        requireEqual(account.isolatedMicros(order.marketId()), e.isolatedMicros(), "isolated margin", e);
        require(change.end().lots() != 0 || e.isolatedMicros() == 0, "margin goes with its position", e);
        accounts.get(HouseAccount.FEES.id()).addCash(fee);
        money.share(account.ownerId(), e);
        markets.get(order.marketId()).settle(change.releasedMicros());
        requireEqual(account.cashMicros(), e.cashMicros(), "cash", e);
        state.standardRules &= !isolated;
        if (state.standardRules && Math.abs(change.end().lots()) >= Math.abs(start.lots())) {
            require(account.freeMicros(markets).signum() >= 0, "account can margin what it opened", e);
        }
        state.touchedMarkets.add(order.marketId());
        state.touchedAccounts.add(order.accountId());
        state.moneyMoved = true;
        settledSides++;
        endTradeOfBothSides();
    }

    private void endTradeOfBothSides() {
        if (settledSides == 2) {
            trade = null;
            if (orders.incoming() != null && orders.incoming().remainingLots() == 0) {
                orders.incoming(null);
            }
        }
    }

    private static void requireDescribes(final LedgerOrder order, final Event.FillSettled e) {
        require(order.id() == e.orderId() && order.accountId() == e.accountId() && order.marketId() == e.marketId()
            && order.side().code() == e.side() && order.priceTicks() == e.limitPriceTicks()
            && order.originalLots() == e.originalLots() && order.remainingLots() == e.remainingLots()
            && order.placedTimeNanos() == e.placedTimeNanos() && order.flags() == e.flags()
            && order.clientOrderId().equals(e.clientOrderId()), "fill describes " + order, e);
    }

    private boolean relievesBackstop(final LedgerOrder order, final long lots) {
        if (order.accountId() != HouseAccount.BACKSTOP.id()) {
            return false;
        }
        final long before = accounts.get(order.accountId()).position(order.marketId()).lots();
        return Math.abs(before + order.side().sign() * lots) < Math.abs(before);
    }

    private long feeMicros(final long priceTicks, final long lots, final boolean isTaker) {
        final BigInteger product = BigInteger.valueOf(Math.abs(Math.multiplyExact(priceTicks, lots)))
            .multiply(BigInteger.valueOf(feeRateNanos(isTaker)));
        return product.divide(BigInteger.valueOf(1_000_000_000)).longValueExact();
    }

    private long feeRateNanos(final boolean isTaker) {
        final LedgerOrder own = isTaker ? takerOfTrade : makerOfTrade;
        final LedgerOrder other = isTaker ? makerOfTrade : takerOfTrade;
        if (own.accountId() < HouseAccount.ID_LIMIT) {
            return 0;
        }
        final boolean isAuction = takerOfTrade.prioritySequence() > 0;
        final long rate =
            state.parameters.get(isTaker && !isAuction ? Parameter.TAKER_FEE_NANOS : Parameter.MAKER_FEE_NANOS);
        if (rate < 0 && (isAuction || other.accountId() < HouseAccount.ID_LIMIT)) {
            return 0;
        }
        return relievesBackstop && rate > 0
            ? rate - rate * state.parameters.get(Parameter.BACKSTOP_REBATE_PERCENT) / 100 : rate;
    }
}
