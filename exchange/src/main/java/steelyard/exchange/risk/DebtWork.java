package steelyard.exchange.risk;

import steelyard.exchange.event.EventStage;
import steelyard.exchange.event.FundingEvents;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.HouseFunds;
import steelyard.model.AccountKind;
import steelyard.model.FixedPoint;
import steelyard.model.HouseAccount;
import steelyard.model.Parameter;
import steelyard.risk.margin.Positions;

/**
 * Shares a debt that nobody else pays among those who have positions, by what may leave their accounts. {@code
 * docs/risk-rules.md#10-house-accounts}, "SocializeDebt".
 */
final class DebtWork {
    private static final int DEBTOR = HouseAccount.DELEVERAGING.id();

    private final ExchangeState state;
    private final EventStage stage;
    private final HouseFunds house;
    private final FundingEvents events;
    private final FundingPayments payments;

    DebtWork(final ExchangeState state, final EventStage stage, final FundingPayments payments) {
        this.state = state;
        this.stage = stage;
        this.house = state.houseFunds();
        this.events = new FundingEvents(state, stage);
        this.payments = payments;
    }

    /** Passes as many accounts as a command may. */
    void run() {
        long left = state.parameters().value(Parameter.SWEEP_MAX);
        final long eventsMax = state.parameters().value(Parameter.EVENTS_MAX) / 2;
        while (left > 0 && house.debtPhase() != HouseFunds.NO_DEBT && stage.boundedCount() < eventsMax) {
            if (house.debtCursor() < state.accounts().count()) {
                pass(house.debtCursor());
                left--;
            } else {
                endPass();
            }
        }
    }

    private void pass(final int accountId) {
        house.passed();
        if (state.accounts().kind(accountId) == AccountKind.HOUSE || !hasPosition(accountId)) {
            return;
        }
        payments.bringUpToDate(accountId);
        final long weight = Math.max(0, state.margin().freeMicros(accountId));
        if (house.debtPhase() == HouseFunds.WEIGHING) {
            house.addWeight(weight);
        } else {
            pay(accountId, weight);
        }
    }

    private void pay(final int accountId, final long weight) {
        final long sum = house.debtSumMicros();
        final long share = FixedPoint.mulDivCeil(house.debtMicros(), Math.min(weight, sum), sum);
        final long paid = Math.min(Math.min(share, weight), debtMicros());
        if (paid > 0) {
            state.margin().pay(accountId, DEBTOR, paid);
            events.houseTransferred(accountId, DEBTOR, paid);
        }
        if (debtMicros() <= 0) {
            end();
        }
    }

    private void endPass() {
        if (house.debtPhase() == HouseFunds.PAYING || house.debtSumMicros() == 0 || debtMicros() <= 0) {
            end();
        } else {
            house.debt(HouseFunds.PAYING, 0, house.debtSumMicros(), debtMicros());
        }
    }

    private void end() {
        house.debt(HouseFunds.NO_DEBT, 0, 0, 0);
    }

    private long debtMicros() {
        return -state.accounts().cashMicros(DEBTOR);
    }

    private boolean hasPosition(final int accountId) {
        final Positions positions = state.positions();
        for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
            if (positions.quantityLots(slot) != 0) {
                return true;
            }
        }
        return false;
    }
}
