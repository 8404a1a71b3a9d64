package steelyard.testkit.reference;

import steelyard.model.Parameter;
import steelyard.model.SelfTradeMode;

/** Section 3: who must not trade with whom. */
final class SelfTrade {
    private SelfTrade() {
    }

    static boolean isSameOwner(final State state, final Order a, final Order b) {
        if (a.accountId() == b.accountId()) {
            return true;
        }
        return state.parameter(Parameter.SELF_TRADE_SCOPE) == 1
            && state.account(a.accountId()).ownerId() == state.account(b.accountId()).ownerId();
    }

    /** The mode of the order, or the default of its account. */
    static SelfTradeMode mode(final State state, final Order order) {
        final SelfTradeMode own = SelfTradeMode.ofFlags(order.flags());
        return own != SelfTradeMode.DEFAULT
            ? own
            : SelfTradeMode.of(state.selfTradeModes.getOrDefault(
                order.accountId(), (int) SelfTradeMode.CANCEL_MAKER.code()));
    }
}
