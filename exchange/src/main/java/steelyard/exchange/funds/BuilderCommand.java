package steelyard.exchange.funds;

import steelyard.exchange.authority.Authority;
import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.event.FundsEvents;
import steelyard.exchange.identity.AddressTable;
import steelyard.exchange.risk.FundingPayments;
import steelyard.exchange.state.Builders;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.AccountKind;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.protocol.sbe.ApproveBuilderFeeDecoder;

/** {@code ApproveBuilderFee}. {@code docs/account-rules.md#5-builders}. */
public final class BuilderCommand {
    /** Largest fee that may be approved, in tenths of a basis point. */
    public static final int TENTHS_MAX = 1_000;

    private final ExchangeState state;
    private final Authority authority;
    private final FundsEvents events;
    private final FundingPayments payments;
    private final ApproveBuilderFeeDecoder approve = new ApproveBuilderFeeDecoder();

    /** Applies to this state. */
    public BuilderCommand(
        final ExchangeState state, final Authority authority, final FundsEvents events,
        final FundingPayments payments) {
        this.state = state;
        this.authority = authority;
        this.events = events;
        this.payments = payments;
    }

    /** Applies it, or says why not. */
    public RejectReason apply(final CommandFrame command, final Refusal refusal) {
        command.decode(approve);
        if (authority.admitOwner(command, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final int accountId = command.accountId();
        final int maxTenths = approve.maxTenths();
        if (maxTenths < 0 || maxTenths > TENTHS_MAX) {
            return refusal.because(RejectReason.BUILDER_FEE_INVALID, TENTHS_MAX, 0);
        }
        final int row = state.addresses().find(
            command.buffer(), command.blockOffset() + ApproveBuilderFeeDecoder.builderEncodingOffset());
        final int builderId = row == AddressTable.NONE ? Authority.NO_ACCOUNT : state.addresses().accountId(row);
        if (builderId < 0 || builderId == accountId || state.accounts().kind(builderId) != AccountKind.USER) {
            return refusal.because(RejectReason.BUILDER_UNKNOWN);
        }
        if (maxTenths != 0 && check(accountId, builderId, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        state.builders().approve(accountId, builderId, maxTenths);
        events.builderFeeApproved(accountId, builderId, maxTenths);
        return RejectReason.NONE;
    }

    private RejectReason check(final int accountId, final int builderId, final Refusal refusal) {
        final long max = state.parameters().value(Parameter.BUILDERS_MAX);
        if (state.builders().maxTenths(accountId, builderId) == Builders.NONE
            && state.builders().count(accountId) >= max) {
            return refusal.because(RejectReason.BUILDERS_LIMIT, max, 0);
        }
        payments.bringUpToDate(builderId);
        final long least = state.parameters().value(Parameter.BUILDER_EQUITY_MIN_MICROS);
        return state.margin().equityMicros(builderId) < least
            ? refusal.because(RejectReason.BUILDER_INSUFFICIENT, least, 0)
            : RejectReason.NONE;
    }
}
