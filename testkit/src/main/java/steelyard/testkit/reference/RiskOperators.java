package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.EnumMap;
import java.util.Map;
import steelyard.model.MarketParameter;
import steelyard.model.RejectReason;
import steelyard.testkit.command.RiskCommand;
import steelyard.testkit.event.RiskEvent;

/** Sections 1 and 2 of the risk rules: what operators set. */
final class RiskOperators {
    private static final int CLASS_MAX = 15;
    private static final int LEVERAGE_MAX = 1_000;
    private static final int PERCENT_MAX = 100;

    private final State state;
    private final Emission out;

    RiskOperators(final Floor floor) {
        this.state = floor.state;
        this.out = floor.out;
    }

    Verdict changeMarketRisk(final RiskCommand.ChangeMarketRisk c) {
        final Market market = state.market(c.marketId());
        if (market == null) {
            return Verdict.refused(RejectReason.UNKNOWN_MARKET, c.marketId());
        }
        final Map<MarketParameter, Long> values = new EnumMap<>(MarketParameter.class);
        for (final MarketParameter each : MarketParameter.values()) {
            values.put(each, market.risk(each));
        }
        for (final RiskCommand.MarketValue value : c.values()) {
            final MarketParameter parameter = MarketParameter.of(value.parameterId());
            if (parameter == null || !parameter.allows(value.value())) {
                return Verdict.refused(RejectReason.INVALID_PARAMETER, value.parameterId());
            }
            values.put(parameter, value.value());
        }
        final MarketParameter wrong = wrong(market, values);
        if (wrong != null) {
            return Verdict.refused(RejectReason.INVALID_MARKET_RISK, wrong.id());
        }
        for (final RiskCommand.MarketValue value : c.values()) {
            final MarketParameter parameter = MarketParameter.of(value.parameterId());
            market.risk.put(parameter, value.value());
            state.areSessionsChanged |=
                parameter == MarketParameter.CALENDAR || parameter == MarketParameter.CLOSE_PERCENT;
            out.add(new RiskEvent.MarketParameterChanged(
                out.header(), value.value(), market.id(), value.parameterId(), c.remark()));
        }
        state.sweepAll();
        return Verdict.ACCEPTED;
    }

    private MarketParameter wrong(final Market market, final Map<MarketParameter, Long> values) {
        final MarketParameter tier = wrongTier(market, values);
        if (tier != null) {
            return tier;
        }
        final MarketParameter shock = wrongShock(values);
        if (shock != null) {
            return shock;
        }
        final long rampTo = values.get(MarketParameter.RAMP_TO_USDC);
        if (rampTo != 0 && rampTo <= values.get(MarketParameter.RAMP_FROM_USDC)) {
            return MarketParameter.RAMP_TO_USDC;
        }
        if (values.get(MarketParameter.MARGIN_PRICE_MIN_TICKS) > market.spec.maxPriceTicks()) {
            return MarketParameter.MARGIN_PRICE_MIN_TICKS;
        }
        final boolean changesIsolation = (values.get(MarketParameter.ISOLATION) == 0)
            != (market.risk(MarketParameter.ISOLATION) == 0);
        return changesIsolation && state.openInterest(market.id()).compareTo(BigInteger.ZERO) != 0
            ? MarketParameter.ISOLATION
            : null;
    }

    private static MarketParameter wrongTier(final Market market, final Map<MarketParameter, Long> values) {
        long from = 0;
        long leverage = market.spec.maxLeverage();
        boolean hasEnded = false;
        for (int n = 1; n <= 3; n++) {
            final MarketParameter fromParameter = MarketParameter.valueOf("TIER_" + n + "_FROM_USDC");
            final MarketParameter leverageParameter = MarketParameter.valueOf("TIER_" + n + "_LEVERAGE");
            final long nextFrom = values.get(fromParameter);
            final long nextLeverage = values.get(leverageParameter);
            if (nextFrom == 0) {
                hasEnded = true;
                continue;
            }
            if (hasEnded || nextFrom <= from) {
                return fromParameter;
            }
            if (nextLeverage < 1 || nextLeverage >= leverage) {
                return leverageParameter;
            }
            from = nextFrom;
            leverage = nextLeverage;
        }
        return null;
    }

    private static MarketParameter wrongShock(final Map<MarketParameter, Long> values) {
        final long[] from = {
            0, values.get(MarketParameter.SHOCK_1_FROM_USDC), values.get(MarketParameter.SHOCK_2_FROM_USDC)};
        final long[] shock = {
            values.get(MarketParameter.SHOCK_E5), values.get(MarketParameter.SHOCK_1_E5),
            values.get(MarketParameter.SHOCK_2_E5)};
        for (int n = 1; n <= 2; n++) {
            final boolean mayBe = shock[0] != 0 && (n == 1 || from[n - 1] != 0);
            if (from[n] != 0 && (!mayBe || from[n] <= from[n - 1])) {
                return MarketParameter.valueOf("SHOCK_" + n + "_FROM_USDC");
            }
            if (from[n] != 0 && shock[n] <= shock[n - 1]) {
                return MarketParameter.valueOf("SHOCK_" + n + "_E5");
            }
        }
        return null;
    }

    Verdict setAccountClass(final RiskCommand.SetAccountClass c) {
        final Account account = state.account(c.address());
        if (account == null) {
            return Verdict.refused(RejectReason.UNKNOWN_ACCOUNT);
        }
        if (!isClass(c.accountClass()) || !isClass(c.feeGroup())) {
            return Verdict.refused(RejectReason.INVALID_CLASS);
        }
        state.accounts.set(account.id(), account.ofClass(c.accountClass(), c.feeGroup()));
        state.changed.add(account.id());
        out.add(new RiskEvent.AccountClassChanged(
            out.header(), account.id(), c.accountClass(), c.feeGroup(), c.remark()));
        return Verdict.ACCEPTED;
    }

    private static boolean isClass(final int number) {
        return number >= 0 && number <= CLASS_MAX;
    }

    Verdict setLeverageCap(final RiskCommand.SetLeverageCap c) {
        if (!isClass(c.accountClass()) || !isClass(c.leverageClass())) {
            return Verdict.refused(RejectReason.INVALID_CLASS);
        }
        if (c.leverageMax() < 0 || c.leverageMax() > LEVERAGE_MAX
            || c.closeOutPercent() < 0 || c.closeOutPercent() > PERCENT_MAX) {
            return Verdict.refused(RejectReason.INVALID_LEVERAGE);
        }
        state.leverageCaps.put(
            new State.Pair(c.accountClass(), c.leverageClass()),
            new State.LeverageCap(c.leverageMax(), c.closeOutPercent()));
        state.sweepAll();
        out.add(new RiskEvent.LeverageCapChanged(
            out.header(), c.leverageMax(), c.accountClass(), c.leverageClass(), c.closeOutPercent(), c.remark()));
        return Verdict.ACCEPTED;
    }

    Verdict freeze(final RiskCommand.FreezeAccount c) {
        final Account account = state.account(c.address());
        if (account == null) {
            return Verdict.refused(RejectReason.UNKNOWN_ACCOUNT);
        }
        state.accounts.set(account.id(), account.frozen(c.frozen()));
        out.add(new RiskEvent.AccountFrozen(out.header(), account.id(), c.frozen(), c.remark()));
        return Verdict.ACCEPTED;
    }
}
