package steelyard.exchange.risk;

import steelyard.exchange.event.LiquidationEvents;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.FixedPoint;
import steelyard.model.HouseAccount;
import steelyard.model.Parameter;

/** What the house account INSURANCE pays. {@code docs/risk-rules.md#10-house-accounts}. */
final class InsuranceFund {
    private static final int FUND = HouseAccount.INSURANCE.id();
    private static final long ONE_E4 = 10_000;

    private final ExchangeState state;
    private final LiquidationEvents events;

    InsuranceFund(final ExchangeState state, final LiquidationEvents events) {
        this.state = state;
        this.events = events;
    }

    /** What it can pay for positions that others could take, without falling too far below its peak. */
    long spareMicros() {
        final long keptE4 = ONE_E4 - state.parameters().value(Parameter.FUND_DROP_E4);
        final long kept = FixedPoint.mulDivCeil(state.houseFunds().peakMicros(), keptE4, ONE_E4);
        return Math.max(0, state.accounts().cashMicros(FUND) - kept);
    }

    /** Pays an account as much of this as the fund can spare; answers how much. */
    long spare(final int accountId, final long micros) {
        return payOut(accountId, Math.min(micros, spareMicros()));
    }

    /** Pays an account as much of this as the fund has; answers how much. */
    long pay(final int accountId, final long micros) {
        return payOut(accountId, Math.min(micros, state.accounts().cashMicros(FUND)));
    }

    private long payOut(final int accountId, final long micros) {
        if (micros <= 0) {
            return 0;
        }
        state.margin().pay(FUND, accountId, micros);
        events.insurancePaid(accountId, micros);
        return micros;
    }
}
