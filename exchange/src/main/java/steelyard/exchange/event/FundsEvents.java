package steelyard.exchange.event;

import steelyard.exchange.command.Remark;
import steelyard.exchange.identity.AddressTable;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.Withdrawals;
import steelyard.protocol.ArrayBuffer;
import steelyard.protocol.sbe.BuilderFeeApprovedEncoder;
import steelyard.protocol.sbe.CashTransferredEncoder;
import steelyard.protocol.sbe.ReferrerRegisteredEncoder;
import steelyard.protocol.sbe.ReferrerSetEncoder;
import steelyard.protocol.sbe.RequestsReservedEncoder;
import steelyard.protocol.sbe.RewardsClaimedEncoder;
import steelyard.protocol.sbe.SubAccountNamedEncoder;
import steelyard.protocol.sbe.WithdrawalRequestedEncoder;
import steelyard.protocol.sbe.WithdrawalResolvedEncoder;

/** Events of cash that moves between accounts and out of the exchange. */
public final class FundsEvents {
    /** Kind of a transfer between users. */
    public static final short BETWEEN_USERS = 1;
    /** Kind of a transfer between an account and its sub-account. */
    public static final short WITH_SUB_ACCOUNT = 2;

    private static final int NAME_LENGTH = 64;

    private final SubAccountNamedEncoder named = new SubAccountNamedEncoder();
    private final CashTransferredEncoder transferred = new CashTransferredEncoder();
    private final WithdrawalRequestedEncoder requested = new WithdrawalRequestedEncoder();
    private final WithdrawalResolvedEncoder resolved = new WithdrawalResolvedEncoder();
    private final BuilderFeeApprovedEncoder builderFeeApproved = new BuilderFeeApprovedEncoder();
    private final ReferrerRegisteredEncoder referrerRegistered = new ReferrerRegisteredEncoder();
    private final ReferrerSetEncoder referrerSet = new ReferrerSetEncoder();
    private final RewardsClaimedEncoder rewardsClaimed = new RewardsClaimedEncoder();
    private final RequestsReservedEncoder requestsReserved = new RequestsReservedEncoder();
    private final ExchangeState state;
    private final EventStage stage;

    /** Tells of this state on this stage. */
    public FundsEvents(final ExchangeState state, final EventStage stage) {
        this.state = state;
        this.stage = stage;
    }

    /** A sub-account has the name in these 64 bytes. */
    public void subAccountNamed(final int accountId, final ArrayBuffer name, final int offset) {
        named.wrap(stage.buffer(), stage.begin(SubAccountNamedEncoder.TEMPLATE_ID, SubAccountNamedEncoder.BLOCK_LENGTH));
        named.accountId(accountId);
        named.buffer().putBytes(
            named.offset() + SubAccountNamedEncoder.nameEncodingOffset(), name, offset, NAME_LENGTH);
        stage.end(named.encodedLength());
    }

    /** Cash has moved. */
    public void cashTransferred(
        final int fromId, final int toId, final long amountMicros, final long feeMicros, final short kind) {
        transferred.wrap(stage.buffer(), stage.begin(CashTransferredEncoder.TEMPLATE_ID, CashTransferredEncoder.BLOCK_LENGTH));
        transferred
            .amountMicros(amountMicros)
            .feeMicros(feeMicros)
            .fromCashMicros(state.accounts().cashMicros(fromId))
            .toCashMicros(state.accounts().cashMicros(toId))
            .fromAccountId(fromId)
            .toAccountId(toId)
            .kind(kind);
        final AddressTable addresses = state.addresses();
        addresses.write(addresses.ofAccount(fromId), transferred.buffer(),
            transferred.offset() + CashTransferredEncoder.fromAddressEncodingOffset());
        addresses.write(addresses.ofAccount(toId), transferred.buffer(),
            transferred.offset() + CashTransferredEncoder.toAddressEncodingOffset());
        stage.end(transferred.encodedLength());
    }

    /** A withdrawal is pending. */
    public void withdrawalRequested(final int row) {
        final Withdrawals withdrawals = state.withdrawals();
        requested.wrap(stage.buffer(), stage.begin(WithdrawalRequestedEncoder.TEMPLATE_ID, WithdrawalRequestedEncoder.BLOCK_LENGTH));
        requested
            .withdrawalId(withdrawals.id(row))
            .amountMicros(withdrawals.amountMicros(row))
            .feeMicros(withdrawals.feeMicros(row))
            .cashMicros(state.accounts().cashMicros(withdrawals.accountId(row)))
            .accountId(withdrawals.accountId(row));
        withdrawals.writeDestination(
            row, requested.buffer(), requested.offset() + WithdrawalRequestedEncoder.destinationEncodingOffset());
        stage.end(requested.encodedLength());
    }

    /** A withdrawal that was pending until now has been paid out or rejected. */
    public void withdrawalResolved(final int row, final short outcome, final Remark remark) {
        final Withdrawals withdrawals = state.withdrawals();
        resolved.wrap(stage.buffer(), stage.begin(WithdrawalResolvedEncoder.TEMPLATE_ID, WithdrawalResolvedEncoder.BLOCK_LENGTH));
        resolved
            .withdrawalId(withdrawals.id(row))
            .amountMicros(withdrawals.amountMicros(row))
            .feeMicros(withdrawals.feeMicros(row))
            .cashMicros(state.accounts().cashMicros(withdrawals.accountId(row)))
            .accountId(withdrawals.accountId(row))
            .outcome(outcome);
        withdrawals.writeDestination(
            row, resolved.buffer(), resolved.offset() + WithdrawalResolvedEncoder.destinationEncodingOffset());
        resolved
            .putOperatorName(remark.buffer(), remark.nameOffset(), remark.nameLength())
            .putReason(remark.buffer(), remark.reasonOffset(), remark.reasonLength());
        stage.end(resolved.encodedLength());
    }

    /** An account approved a builder; 0: no more. */
    public void builderFeeApproved(final int accountId, final int builderId, final int maxTenths) {
        builderFeeApproved.wrap(stage.buffer(),
            stage.begin(BuilderFeeApprovedEncoder.TEMPLATE_ID, BuilderFeeApprovedEncoder.BLOCK_LENGTH));
        builderFeeApproved.accountId(accountId).builderAccountId(builderId).maxTenths(maxTenths);
        stage.end(builderFeeApproved.encodedLength());
    }

    /** An account has a code now. */
    public void referrerRegistered(final int accountId) {
        referrerRegistered.wrap(stage.buffer(),
            stage.begin(ReferrerRegisteredEncoder.TEMPLATE_ID, ReferrerRegisteredEncoder.BLOCK_LENGTH));
        referrerRegistered.accountId(accountId);
        state.referrals().writeCode(state.referrals().find(accountId), referrerRegistered.buffer(),
            referrerRegistered.offset() + ReferrerRegisteredEncoder.codeEncodingOffset());
        stage.end(referrerRegistered.encodedLength());
    }

    /** An account was referred. */
    public void referrerSet(final int accountId, final int referrerId) {
        referrerSet.wrap(stage.buffer(), stage.begin(ReferrerSetEncoder.TEMPLATE_ID, ReferrerSetEncoder.BLOCK_LENGTH));
        referrerSet.accountId(accountId).referrerAccountId(referrerId);
        stage.end(referrerSet.encodedLength());
    }

    /** A referrer has its rewards as cash now. */
    public void rewardsClaimed(final int accountId, final long amountMicros) {
        rewardsClaimed.wrap(
            stage.buffer(), stage.begin(RewardsClaimedEncoder.TEMPLATE_ID, RewardsClaimedEncoder.BLOCK_LENGTH));
        rewardsClaimed.amountMicros(amountMicros).cashMicros(state.accounts().cashMicros(accountId)).accountId(accountId);
        stage.end(rewardsClaimed.encodedLength());
    }

    /** An account has paid for requests, its own or another account's. */
    public void requestsReserved(
        final int accountId, final int destinationId, final long requests, final long costMicros) {
        requestsReserved.wrap(
            stage.buffer(), stage.begin(RequestsReservedEncoder.TEMPLATE_ID, RequestsReservedEncoder.BLOCK_LENGTH));
        requestsReserved
            .requests(requests)
            .costMicros(costMicros)
            .reservedRequests(state.traders().reservedRequests(destinationId))
            .cashMicros(state.accounts().cashMicros(accountId))
            .accountId(accountId)
            .destinationAccountId(destinationId);
        stage.end(requestsReserved.encodedLength());
    }
}
