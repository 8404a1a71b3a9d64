package steelyard.exchange.order;

import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.FollowUps;
import steelyard.exchange.state.Groups;
import steelyard.exchange.state.TriggerOrders;
import steelyard.model.CancelReason;
import steelyard.model.OrderFlags;

/** What the end of an order, or of a position,
    means to the orders that belong to it. {@code docs/matching-rules.md#10-groups}. */
final class GroupEnds {
    private final Groups groups;
    private final FollowUps followUps;
    private final TriggerOrders triggers;

    GroupEnds(final ExchangeState state) {
        this.groups = state.groups();
        this.followUps = state.followUps();
        this.triggers = state.triggers();
    }

    /** An order ended: filled entirely, or canceled for a reason, or, without a reason, refused when it fired. */
    void ended(
        final long orderId, final boolean isFilled, final boolean isFilledInPart, final CancelReason reason) {
        final int group = groups.ofOrder(orderId);
        if (group == Groups.NONE) {
            return;
        }
        final long groupId = groups.groupId(group);
        if (groups.parentId(group) == orderId) {
            final boolean withdrawn = reason == CancelReason.REQUESTED || reason == CancelReason.SCHEDULED;
            final boolean arms = isFilled || isFilledInPart && !withdrawn;
            followUps.putGroup(arms ? FollowUps.ARM_CHILDREN : FollowUps.CANCEL_CHILDREN, groupId);
        } else if (isFilled) {
            followUps.putGroup(FollowUps.CANCEL_SIBLINGS, groupId);
        }
        groups.leave(group, orderId);
    }

    /** A fill made a position zero or turned it. */
    void positionClosed(final int accountId, final int marketId) {
        for (int row = triggers.first(accountId); row != TriggerOrders.NONE; row = triggers.next(row)) {
            if (protects(row, marketId)) {
                followUps.putMarket(FollowUps.POSITION_CLOSED, accountId, marketId);
                return;
            }
        }
    }

    /** Whether an open trigger order is armed, of a group, and in this market. */
    boolean protects(final int row, final int marketId) {
        if (triggers.marketId(row) != marketId || triggers.status(row) != TriggerOrders.ARMED
            || !OrderFlags.isLinked(triggers.flags(row))) {
            return false;
        }
        final long orderId = triggers.orderId(row);
        final int group = groups.ofOrder(orderId);
        return group != Groups.NONE && groups.parentId(group) != orderId;
    }
}
