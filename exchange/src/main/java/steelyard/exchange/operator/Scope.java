package steelyard.exchange.operator;

import org.agrona.DirectBuffer;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.identity.AddressTable;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.RejectReason;

/** What an operator's emergency command is about: everything, a market, or an account. Reused. */
final class Scope {
    /** Stands for no market or no account. */
    static final int NONE = -1;

    static final int ALL = 0;
    static final int MARKET = 1;
    static final int ACCOUNT = 2;

    private int code;
    private int marketId;
    private int accountId;

    /** Reads the scope, or says why there is none; the address is looked at for that of an account only. */
    RejectReason resolve(
        final ExchangeState state,
        final int scopeCode,
        final int market,
        final DirectBuffer buffer,
        final int addressOffset,
        final Refusal refusal) {
        code = scopeCode;
        marketId = NONE;
        accountId = NONE;
        switch (scopeCode) {
            case ALL -> {
                return RejectReason.NONE;
            }
            case MARKET -> {
                marketId = market;
                return state.markets().exists(market)
                    ? RejectReason.NONE
                    : refusal.because(RejectReason.UNKNOWN_MARKET, market, 0);
            }
            case ACCOUNT -> {
                final int row = state.addresses().find(buffer, addressOffset);
                accountId = row == AddressTable.NONE ? NONE : state.addresses().accountId(row);
                return accountId >= 0 ? RejectReason.NONE : refusal.because(RejectReason.UNKNOWN_ACCOUNT);
            }
            default -> {
                return refusal.because(RejectReason.INVALID_SCOPE, scopeCode, 0);
            }
        }
    }

    /** The code on the wire. */
    int code() {
        return code;
    }

    /** The market, or {@link #NONE} for all of them. */
    int marketId() {
        return marketId;
    }

    /** The account, or {@link #NONE} for all of them. */
    int accountId() {
        return accountId;
    }
}
