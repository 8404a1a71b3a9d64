package steelyard.testkit.reference;

import java.math.BigInteger;
import steelyard.model.MarketParameter;
import steelyard.model.RejectReason;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.RiskCommand;
import steelyard.testkit.event.Event;
import steelyard.testkit.event.RiskEvent;

/** Section 3 of the risk rules: leverage, and the margin of isolated positions. */
final class LeverageRequests {
    private static final long AMOUNT_MAX_MICROS = 1L << 56;
    private static final int NEVER_TAKEN_OUT = 2;
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
    private static final BigInteger TEN = BigInteger.TEN;

    private final State state;
    private final Choices choices;
    private final Emission out;

    LeverageRequests(final Floor floor) {
        this.state = floor.state;
        this.choices = floor.choices;
        this.out = floor.out;
    }

    Verdict update(final Command.UpdateLeverage command, final int accountId) {
        final Market market = state.market(command.marketId());
        if (market == null) {
            return Verdict.refused(RejectReason.UNKNOWN_ASSET, command.marketId());
        }
        final Portfolio before = Portfolio.of(state, choices, accountId);
        final Verdict verdict = check(command, market, before);
        if (!verdict.isAccepted()) {
            return verdict;
        }
        final Position old = before.position(market.id());
        final Position chosen = old.withLeverage(command.leverage(), !command.isCross());
        final long moved = market.isIsolated(chosen) ? moved(before, market, old, chosen) : 0;
        final Position position = chosen.withIsolated(Math.addExact(chosen.isolatedMicros(), moved));
        final Portfolio after = before.with(market.id(), position)
            .withCash(Math.subtractExact(before.cashMicros(), moved));
        final boolean isLess = moved > 0 || after.requirement().compareTo(before.requirement()) > 0;
        final boolean changes = market.isIsolated(old) != market.isIsolated(chosen);
        final boolean isAsked = before.isInPortfolioMode()
            ? changes || market.isIsolated(chosen) && isLess
            : isLess;
        if (isAsked && !after.isMargined()) {
            return Verdict.refused(RejectReason.INSUFFICIENT_MARGIN);
        }
        state.putPosition(accountId, market.id(), position);
        if (moved != 0) {
            state.addCash(accountId, -moved);
        }
        out.add(new Event.LeverageChanged(
            out.header(), accountId, market.id(), command.leverage(), command.isCross()));
        if (moved != 0) {
            tell(accountId, market.id(), moved, position);
        }
        return Verdict.ACCEPTED;
    }

    private static Verdict check(
        final Command.UpdateLeverage command, final Market market, final Portfolio before) {
        if (command.isCross() && market.isIsolatedOnly()) {
            return Verdict.refused(RejectReason.ISOLATED_ONLY);
        }
        if (command.leverage() < 1 || command.leverage() > market.spec.maxLeverage()) {
            return Verdict.refused(RejectReason.INVALID_LEVERAGE);
        }
        final Position position = before.position(market.id());
        if (position.lots() != 0 && market.isIsolated(position) == command.isCross()) {
            return Verdict.refused(RejectReason.MARGIN_MODE_FIXED);
        }
        final StandardMargin margin = before.margin(market.id());
        return margin.hasTiers()
            && margin.leverage(command.leverage()) > margin.tierLeverage(margin.notional(before.reserveLots(market.id())))
            ? Verdict.refused(RejectReason.INVALID_LEVERAGE)
            : Verdict.ACCEPTED;
    }

    /** What an isolated position needs more at a lower leverage. */
    private static long moved(
        final Portfolio before, final Market market, final Position old, final Position chosen) {
        final StandardMargin margin = before.margin(market.id());
        final int earlier = old.chosenLeverage() != 0 ? old.chosenLeverage() : market.spec.defaultLeverage();
        if (chosen.chosenLeverage() >= earlier) {
            return 0;
        }
        final BigInteger needed = margin.initial(margin.notional(chosen.lots()), chosen.chosenLeverage());
        return needed.subtract(Portfolio.isolatedEquity(market, chosen)).max(BigInteger.ZERO).longValueExact();
    }

    Verdict topUp(final RiskCommand.TopUpIsolatedMargin c, final int accountId) {
        final Verdict found = checkPosition(c.marketId(), accountId);
        if (!found.isAccepted()) {
            return found;
        }
        if (c.leverageE6() < MILLION.longValueExact()) {
            return Verdict.refused(RejectReason.INVALID_LEVERAGE);
        }
        final Portfolio portfolio = Portfolio.of(state, choices, accountId);
        final Position position = portfolio.position(c.marketId());
        final BigInteger notional = portfolio.margin(c.marketId()).notional(position.lots());
        final BigInteger amount = Choices.ceiling(notional.multiply(MILLION), BigInteger.valueOf(c.leverageE6()))
            .subtract(Portfolio.isolatedEquity(state.market(c.marketId()), position));
        return amount.signum() <= 0
            ? Verdict.refused(RejectReason.INVALID_LEVERAGE)
            : move(portfolio, accountId, c.marketId(), amount);
    }

    Verdict update(final RiskCommand.UpdateIsolatedMargin c, final int accountId) {
        final Verdict found = checkPosition(c.marketId(), accountId);
        return found.isAccepted()
            ? move(Portfolio.of(state, choices, accountId), accountId, c.marketId(),
                BigInteger.valueOf(c.amountMicros()))
            : found;
    }

    private Verdict checkPosition(final int marketId, final int accountId) {
        final Market market = state.market(marketId);
        if (market == null) {
            return Verdict.refused(RejectReason.UNKNOWN_ASSET, marketId);
        }
        final Position position = state.position(accountId, marketId);
        return position.lots() == 0 || !market.isIsolated(position)
            ? Verdict.refused(RejectReason.NO_ISOLATED_POSITION)
            : Verdict.ACCEPTED;
    }

    private Verdict move(
        final Portfolio before, final int accountId, final int marketId, final BigInteger amount) {
        if (amount.signum() == 0 || amount.abs().compareTo(BigInteger.valueOf(AMOUNT_MAX_MICROS)) > 0) {
            return Verdict.refused(RejectReason.INVALID_AMOUNT, AMOUNT_MAX_MICROS);
        }
        final long micros = amount.longValueExact();
        final Market market = state.market(marketId);
        final Position old = before.position(marketId);
        final Position position = old.withIsolated(Math.addExact(old.isolatedMicros(), micros));
        final Verdict verdict = micros > 0
            ? checkIn(before, micros)
            : checkOut(before, market, position);
        if (!verdict.isAccepted()) {
            return verdict;
        }
        state.putPosition(accountId, marketId, position);
        state.addCash(accountId, -micros);
        tell(accountId, marketId, micros, position);
        return Verdict.ACCEPTED;
    }

    private static Verdict checkIn(final Portfolio before, final long micros) {
        return before.withCash(Math.subtractExact(before.cashMicros(), micros)).isMargined()
            ? Verdict.ACCEPTED
            : Verdict.refused(RejectReason.INSUFFICIENT_MARGIN);
    }

    private Verdict checkOut(final Portfolio before, final Market market, final Position position) {
        if (before.account().isFrozen()) {
            return Verdict.refused(RejectReason.ACCOUNT_FROZEN);
        }
        if (market.risk(MarketParameter.ISOLATION) == NEVER_TAKEN_OUT) {
            return Verdict.refused(RejectReason.MARGIN_NOT_REMOVABLE);
        }
        if (!Prices.isFresh(state, market)) {
            return Verdict.refused(RejectReason.PRICE_STALE);
        }
        final StandardMargin margin = before.margin(market.id());
        final BigInteger notional = margin.notional(position.lots());
        final BigInteger least = margin.initial(notional, position.chosenLeverage())
            .max(Choices.ceiling(notional, TEN));
        return Portfolio.isolatedEquity(market, position).compareTo(least) < 0
            ? Verdict.refused(RejectReason.INSUFFICIENT_MARGIN)
            : Verdict.ACCEPTED;
    }

    private void tell(final int accountId, final int marketId, final long moved, final Position position) {
        out.add(new RiskEvent.IsolatedMarginChanged(
            out.header(), moved, position.isolatedMicros(), state.account(accountId).cashMicros(), accountId,
            marketId));
    }
}
