package steelyard.exchange.risk;

import java.util.Arrays;
import steelyard.exchange.event.EventStage;
import steelyard.exchange.event.FundingEvents;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.HouseAccount;
import steelyard.risk.funding.Funding;
import steelyard.risk.funding.FundingFormulas;
import steelyard.risk.margin.Positions;

/** Pays an account what is due. {@code docs/risk-rules.md#6-funding}, payments. Allocates only while it grows. */
public final class FundingPayments {
    private final ExchangeState state;
    private final Funding funding;
    private final Positions positions;
    private final EventStage stage;
    private final FundingEvents events;
    private long[] slots = new long[16];

    /** Pays in this state and tells it on this stage. */
    public FundingPayments(final ExchangeState state, final EventStage stage) {
        this.state = state;
        this.funding = state.funding();
        this.positions = state.positions();
        this.stage = stage;
        this.events = new FundingEvents(state, stage);
    }

    /** Brings an account up to date with the due interval, before one of its positions changes. */
    public void bringUpToDate(final int accountId) {
        if (isUpToDate(accountId)) {
            return;
        }
        final long due = funding.interval();
        state.accounts().fundingInterval(accountId, due);
        int count = 0;
        for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
            if (isDue(slot, due)) {
                slots = count == slots.length ? Arrays.copyOf(slots, 2 * count) : slots;
                slots[count++] = (long) positions.market(slot) << 32 | slot;
            }
        }
        Arrays.sort(slots, 0, count);
        for (int i = 0; i < count; i++) {
            pay(accountId, (int) slots[i]);
        }
        stage.exempt(count);
    }

    /** Whether nothing is due from the account or to it. */
    public boolean isUpToDate(final int accountId) {
        return funding.payCursor() == Funding.IDLE
            || state.accounts().fundingInterval(accountId) == funding.interval();
    }

    private boolean isDue(final int slot, final long due) {
        final int marketId = positions.market(slot);
        return positions.quantityLots(slot) != 0
            && funding.interval(marketId) == due && funding.rateNanos(marketId) != 0;
    }

    private void pay(final int accountId, final int slot) {
        final int marketId = positions.market(slot);
        final long amount = FundingFormulas.paymentMicros(
            positions.quantityLots(slot), funding.oraclePriceTicks(marketId), funding.rateNanos(marketId));
        state.margin().payFromPosition(slot, HouseAccount.FUNDING.id(), amount);
        positions.fundingPaid(slot, amount);
        events.paid(accountId, marketId, slot, amount);
    }
}
