package steelyard.exchange.order;

import steelyard.exchange.state.TriggerOrders;
import steelyard.matching.OrderStore;

/** The order that an entry of a cancel or modify action names. Reused. */
final class RequestTarget {
    private int accountId;
    private int marketId;
    private int batchIndex;
    private long orderId;
    private long clientOrderIdHigh;
    private long clientOrderIdLow;
    private boolean namedByClientId;

    void entry(final int account, final int market, final int index) {
        accountId = account;
        marketId = market;
        batchIndex = index;
    }

    /** It is named by its order id. */
    void byOrderId(final long id) {
        orderId = id;
        clientOrderIdHigh = 0;
        clientOrderIdLow = 0;
        namedByClientId = false;
    }

    /** It is named by its client order id. */
    void byClientOrderId(final long high, final long low) {
        orderId = 0;
        clientOrderIdHigh = high;
        clientOrderIdLow = low;
        namedByClientId = true;
    }

    /** It is named by its order id unless that is 0. */
    void byEither(final long id, final long high, final long low) {
        orderId = id;
        clientOrderIdHigh = high;
        clientOrderIdLow = low;
        namedByClientId = id == 0;
    }

    /** Slot of the account's resting order of this name in this market, or {@link OrderStore#NONE}. */
    int find(final OrderStore orders) {
        final int order = namedByClientId
            ? orders.slotOf(accountId, clientOrderIdHigh, clientOrderIdLow)
            : orders.slotOf(orderId);
        final boolean isIt = order != OrderStore.NONE
            && orders.accountId(order) == accountId && orders.marketId(order) == marketId;
        return isIt ? order : OrderStore.NONE;
    }

    /** Row of the account's open trigger order of this name in this market, or {@link TriggerOrders#NONE}. */
    int find(final TriggerOrders triggers) {
        final int row = namedByClientId
            ? triggers.find(accountId, clientOrderIdHigh, clientOrderIdLow)
            : triggers.find(orderId);
        final boolean isIt = row != TriggerOrders.NONE && triggers.isOpen(row)
            && triggers.accountId(row) == accountId && triggers.marketId(row) == marketId;
        return isIt ? row : TriggerOrders.NONE;
    }

    int accountId() {
        return accountId;
    }

    int marketId() {
        return marketId;
    }

    int batchIndex() {
        return batchIndex;
    }

    long orderId() {
        return orderId;
    }

    long clientOrderIdHigh() {
        return clientOrderIdHigh;
    }

    long clientOrderIdLow() {
        return clientOrderIdLow;
    }
}
