package steelyard.exchange.funds;

import org.agrona.DirectBuffer;
import steelyard.exchange.authority.Authority;
import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.event.FundsEvents;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.Referrals;
import steelyard.model.HouseAccount;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.protocol.sbe.ClaimRewardsDecoder;
import steelyard.protocol.sbe.RegisterReferrerDecoder;
import steelyard.protocol.sbe.SetReferrerDecoder;

/** Referrals. {@code docs/account-rules.md#8-referrals}. Each method applies one command, or says why not. */
public final class ReferralCommands {
    private final ExchangeState state;
    private final Authority authority;
    private final FundsEvents events;
    private final Referrals referrals;
    private final RegisterReferrerDecoder register = new RegisterReferrerDecoder();
    private final SetReferrerDecoder refer = new SetReferrerDecoder();
    private final ClaimRewardsDecoder claim = new ClaimRewardsDecoder();

    /** Applies to this state. */
    public ReferralCommands(final ExchangeState state, final Authority authority, final FundsEvents events) {
        this.state = state;
        this.authority = authority;
        this.events = events;
        this.referrals = state.referrals();
    }

    /** {@code RegisterReferrer}. */
    public RejectReason register(final CommandFrame command, final Refusal refusal) {
        command.decode(register);
        if (authority.admitMaster(command, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final int accountId = command.accountId();
        final int codeOffset = command.blockOffset() + RegisterReferrerDecoder.codeEncodingOffset();
        if (checkCode(command.buffer(), codeOffset, accountId, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        referrals.register(accountId, command.buffer(), codeOffset);
        events.referrerRegistered(accountId);
        return RejectReason.NONE;
    }

    private RejectReason checkCode(
        final DirectBuffer buffer, final int offset, final int accountId, final Refusal refusal) {
        if (!isCode(buffer, offset)) {
            return refusal.because(RejectReason.REFERRAL_CODE_INVALID);
        }
        if (referrals.hasCode(referrals.find(accountId))) {
            return refusal.because(RejectReason.REFERRAL_CODE_ONCE);
        }
        final long least = state.parameters().value(Parameter.REFERRAL_VOLUME_MICROS);
        if (volumeMicros(accountId) < least) {
            return refusal.because(RejectReason.REFERRAL_VOLUME, least, 0);
        }
        return referrals.findCode(buffer, offset) != Referrals.NONE
            ? refusal.because(RejectReason.REFERRAL_CODE_TAKEN)
            : RejectReason.NONE;
    }

    private static boolean isCode(final DirectBuffer buffer, final int offset) {
        boolean ended = false;
        for (int i = 0; i < Referrals.CODE_LENGTH; i++) {
            final byte character = buffer.getByte(offset + i);
            ended |= character == 0;
            if (ended ? character != 0 : !isOfCode(character)) {
                return false;
            }
        }
        return buffer.getByte(offset) != 0;
    }

    private static boolean isOfCode(final byte character) {
        return character >= 'A' && character <= 'Z' || character >= '0' && character <= '9';
    }

    /** What an account and its sub-accounts ever traded; more than can be told counts as the most. */
    private long volumeMicros(final int ownerId) {
        long volume = state.traders().volumeMicros(ownerId);
        if (state.subAccounts().count(ownerId) != 0) {
            for (int row = 1; row < state.subAccounts().limit(); row++) {
                final int accountId = state.subAccounts().accountId(row);
                final long more = state.accounts().ownerId(accountId) == ownerId
                    ? state.traders().volumeMicros(accountId) : 0;
                volume += Math.min(more, Long.MAX_VALUE - volume);
            }
        }
        return volume;
    }

    /** {@code SetReferrer}. */
    public RejectReason refer(final CommandFrame command, final Refusal refusal) {
        command.decode(refer);
        if (authority.admitMaster(command, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final int accountId = command.accountId();
        if (referrals.referrerId(referrals.find(accountId)) != Referrals.NONE) {
            return refusal.because(RejectReason.REFERRER_ALREADY_SET);
        }
        final int referrer = referrals.findCode(
            command.buffer(), command.blockOffset() + SetReferrerDecoder.codeEncodingOffset());
        if (referrer == Referrals.NONE) {
            return refusal.because(RejectReason.REFERRER_UNKNOWN);
        }
        if (referrals.accountId(referrer) == accountId) {
            return refusal.because(RejectReason.REFERRER_SELF);
        }
        referrals.refer(accountId, referrals.accountId(referrer), state.counters().nowNanos());
        events.referrerSet(accountId, referrals.accountId(referrer));
        return RejectReason.NONE;
    }

    /** {@code ClaimRewards}. */
    public RejectReason claim(final CommandFrame command, final Refusal refusal) {
        command.decode(claim);
        if (authority.admitMaster(command, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final int accountId = command.accountId();
        final int row = referrals.find(accountId);
        final long least = state.parameters().value(Parameter.REWARDS_CLAIM_MIN_MICROS);
        if (referrals.unclaimedMicros(row) < least) {
            return refusal.because(RejectReason.REWARDS_TOO_SMALL, least, 0);
        }
        final long amount = referrals.claim(row);
        state.accounts().transfer(HouseAccount.REWARDS.id(), accountId, amount);
        events.rewardsClaimed(accountId, amount);
        return RejectReason.NONE;
    }
}
