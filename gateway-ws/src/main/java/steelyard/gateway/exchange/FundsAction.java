package steelyard.gateway.exchange;

import java.util.List;
import steelyard.protocol.Address;

/** Cash that moves without trading, and sub-accounts. Amounts are micros of USDC. */
sealed interface FundsAction extends Action {
    /** A new sub-account. */
    record CreateSubAccount(String name) implements FundsAction {
        @Override
        public String answerType() {
            return "createSubAccount";
        }
    }

    /** A new name for a sub-account. */
    record RenameSubAccount(Address subAccount, String name) implements FundsAction {
    }

    /** To a sub-account, or from it. */
    record MoveSubAccountCash(Address subAccount, long amountMicros, boolean isDeposit) implements FundsAction {
    }

    /** To another account; {@code fromSubAccount} is {@link Address#ZERO} if it is not from a sub-account. */
    record Transfer(Address destination, long amountMicros, Address fromSubAccount) implements FundsAction {
    }

    /** Out of the exchange. */
    record Withdraw(Address destination, long amountMicros) implements FundsAction {
    }

    /** A builder may have a fee up to this, in tenths of a basis point; 0: no more. */
    record ApproveBuilder(Address builder, int maxTenths) implements FundsAction {
    }

    /** So many of these users must sign for the account; none: it signs alone. */
    record ConvertToMultiSig(List<Address> users, int threshold) implements FundsAction {
    }

    /** Takes a code by which others are referred. */
    record RegisterReferrer(String code) implements FundsAction {
    }

    /** Says by whose code the signer was referred. */
    record SetReferrer(String code) implements FundsAction {
    }

    /** Takes what a referrer has earned. */
    record ClaimRewards() implements FundsAction {
    }

    /** Pays for requests; {@code destination} is {@link Address#ZERO} if they are the signer's own. */
    record ReserveRequests(long requests, Address destination) implements FundsAction {
    }

    /** Nothing but a used nonce. */
    record Noop() implements FundsAction {
    }
}
