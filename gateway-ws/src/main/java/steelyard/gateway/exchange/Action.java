package steelyard.gateway.exchange;

import java.util.List;
import steelyard.gateway.json.ClientOrderId;
import steelyard.model.Grouping;
import steelyard.node.IpNetwork;
import steelyard.protocol.Address;
import steelyard.signing.Signature;

/** What a client asks for, decoded: one action is one command. */
sealed interface Action permits Action.Place, Action.Cancel, Action.CancelByClientId, Action.Modify,
    Action.ChangeLeverage, Action.MoveIsolatedMargin, Action.TopUpIsolatedMargin, Action.SetMarginMode, Action.Approve,
    Action.LimitAgent, Action.MultiSig, TradingAction,
    FundsAction {

    /** What is done: for a multi-sig account the action that its users signed. */
    default Action inner() {
        return this;
    }

    /** The {@code type} of the answer. */
    default String answerType() {
        return "default";
    }

    /** Number of orders, cancels or modifications, each with a status of its own; 0 if the action has only one. */
    default int entryCount() {
        return 0;
    }

    /** Whether an account that has used up its requests may still do it: it only cancels, or pays for requests. */
    default boolean isOfWiderBudget() {
        return this instanceof Cancel || this instanceof CancelByClientId
            || this instanceof FundsAction.ReserveRequests;
    }

    /** The market of an entry. */
    default int marketId(final int index) {
        throw new IndexOutOfBoundsException(index);
    }

    /** The client order id that an entry gives its order, or {@code null}. */
    default ClientOrderId clientOrderId(final int index) {
        return null;
    }

    /**
     * How the cross positions of an account are margined.
     *
     * @param user the signer or its sub-account, or {@link Address#ZERO}: whoever the envelope says
     */
    record SetMarginMode(Address user, boolean isPortfolio) implements Action {
    }

    /**
     * Who gets a fee for orders.
     *
     * @param address {@link Address#ZERO}: nobody
     * @param tenths  the fee, in tenths of a basis point
     */
    record Builder(Address address, int tenths) {
        static final Builder NONE = new Builder(Address.ZERO, 0);
    }

    /** New orders. */
    record Place(List<OrderEntry> orders, Grouping grouping, Builder builder) implements Action {
        /** Whether all orders are plain, stand for themselves and owe nobody. */
        boolean isPlain() {
            return grouping == Grouping.NONE && builder.equals(Builder.NONE) && orders.stream().allMatch(OrderEntry::isPlain);
        }

        @Override
        public String answerType() {
            return "order";
        }

        @Override
        public int entryCount() {
            return orders.size();
        }

        @Override
        public int marketId(final int index) {
            return orders.get(index).marketId();
        }

        @Override
        public ClientOrderId clientOrderId(final int index) {
            return orders.get(index).clientOrderId();
        }
    }

    /** Cancels by order id; {@code fast} ones refuse to cancel trigger orders. */
    record Cancel(List<Entry> cancels, boolean fast) implements Action {
        record Entry(int marketId, long orderId) {
        }

        @Override
        public String answerType() {
            return "cancel";
        }

        @Override
        public int entryCount() {
            return cancels.size();
        }

        @Override
        public int marketId(final int index) {
            return cancels.get(index).marketId();
        }
    }

    /** Cancels by client order id; {@code fast} ones refuse to cancel trigger orders. */
    record CancelByClientId(List<Entry> cancels, boolean fast) implements Action {
        record Entry(int marketId, ClientOrderId clientOrderId) {
        }

        @Override
        public String answerType() {
            return "cancel";
        }

        @Override
        public int entryCount() {
            return cancels.size();
        }

        @Override
        public int marketId(final int index) {
            return cancels.get(index).marketId();
        }
    }

    /**
     * Modifications of open orders.
     *
     * @param alwaysPlace whether an order is placed also if there is no target
     * @param batch       whether each entry has a status in the answer; otherwise there is one entry, and its error is the
     *                    whole action's
     */
    record Modify(List<Entry> modifications, boolean alwaysPlace, boolean batch) implements Action {
        /** Whether all orders are plain and only replace others. */
        boolean isPlain() {
            return !alwaysPlace && modifications.stream().allMatch(entry -> entry.order.isPlain());
        }

        /**
         * One modification.
         *
         * @param targetOrderId       the order, or 0 if it is named by its client order id
         * @param targetClientOrderId or {@code null}
         */
        record Entry(long targetOrderId, ClientOrderId targetClientOrderId, OrderEntry order) {
        }

        @Override
        public String answerType() {
            return batch ? "order" : "default";
        }

        @Override
        public int entryCount() {
            return modifications.size();
        }

        @Override
        public int marketId(final int index) {
            return modifications.get(index).order().marketId();
        }

        @Override
        public ClientOrderId clientOrderId(final int index) {
            return modifications.get(index).order().clientOrderId();
        }
    }

    /** The account's leverage in one market. */
    record ChangeLeverage(int marketId, boolean isCross, int leverage) implements Action {
    }

    /** Margin into an isolated position, or out of it. */
    record MoveIsolatedMargin(int marketId, long amountMicros) implements Action {
    }

    /** Margin into an isolated position until it has this leverage. */
    record TopUpIsolatedMargin(int marketId, long leverageE6) implements Action {
    }

    /**
     * A key that may trade for the account.
     *
     * @param name             empty for the unnamed agent
     * @param validUntilMillis end of its rights, or 0 if they have none
     */
    record Approve(Address agent, String name, long validUntilMillis) implements Action {
    }

    /**
     * What an agent may do, and from where.
     *
     * @param networks none: everywhere
     */
    record LimitAgent(Address agent, boolean isReadOnly, List<IpNetwork> networks) implements Action {
    }

    /**
     * An action for a multi-sig account, sent by one of its users.
     *
     * @param inner      what is done
     * @param request    the inner action in the envelope of the outer one
     * @param user       the multi-sig account
     * @param leader     who says to have sent it
     * @param signatures of the users
     */
    record MultiSig(Action inner, SignedRequest request, Address user, Address leader, List<Signature> signatures)
        implements Action {
        @Override
        public int entryCount() {
            return inner.entryCount();
        }

        @Override
        public boolean isOfWiderBudget() {
            return inner.isOfWiderBudget();
        }
    }
}
