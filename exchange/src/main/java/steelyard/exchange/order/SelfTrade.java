package steelyard.exchange.order;

import steelyard.exchange.state.ExchangeState;
import steelyard.model.Parameter;
import steelyard.model.SelfTradeMode;

/** Who must not trade with whom. {@code docs/matching-rules.md#3-self-trade}. */
final class SelfTrade {
    private final ExchangeState state;

    SelfTrade(final ExchangeState state) {
        this.state = state;
    }

    /** Whether two accounts are of the same owner as far as trading goes. */
    boolean isSameOwner(final int accountId, final int otherId) {
        return accountId == otherId
            || state.parameters().value(Parameter.SELF_TRADE_SCOPE) == 1
                && state.accounts().ownerId(accountId) == state.accounts().ownerId(otherId);
    }

    /** What an incoming order of these flags does when it meets one of the same owner. */
    SelfTradeMode mode(final int accountId, final int flags) {
        final SelfTradeMode ofOrder = SelfTradeMode.ofFlags(flags);
        if (ofOrder != SelfTradeMode.DEFAULT) {
            return ofOrder;
        }
        final int chosen = state.traders().selfTradeMode(accountId);
        return chosen == 0 ? SelfTradeMode.CANCEL_MAKER : SelfTradeMode.of(chosen);
    }
}
