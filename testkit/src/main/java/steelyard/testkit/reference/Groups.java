package steelyard.testkit.reference;

import java.util.List;
import steelyard.model.CancelReason;
import steelyard.model.OrderFlags;
import steelyard.testkit.event.Event;

/** Section 10: what the end of an order means to others. */
final class Groups {
    private final Floor floor;
    private final State state;

    Groups(final Floor floor) {
        this.floor = floor;
        this.state = floor.state;
    }

    /** The group in which the order is a sibling, or {@code null}. */
    Group ofMember(final long orderId) {
        return state.groups.stream().filter(group -> group.memberIds.contains(orderId)).findFirst().orElse(null);
    }

    boolean isParent(final long orderId) {
        return ofParent(orderId) != null;
    }

    private Group ofParent(final long orderId) {
        return state.groups.stream().filter(group -> group.parentId == orderId).findFirst().orElse(null);
    }

    /** An order has ended: filled entirely, or canceled for a reason, or refused when it fired. */
    void ended(
        final long orderId, final boolean isFilled, final boolean isFilledInPart, final CancelReason reason) {
        final Group asParent = ofParent(orderId);
        if (asParent != null) {
            final boolean isWithdrawn = reason == CancelReason.REQUESTED || reason == CancelReason.SCHEDULED;
            asParent.parentId = 0;
            state.followUps.add(
                new FollowUp.ParentEnded(asParent, isFilled || isFilledInPart && !isWithdrawn));
        }
        final Group group = ofMember(orderId);
        if (group != null) {
            group.memberIds.remove(orderId);
            if (isFilled) {
                state.followUps.add(new FollowUp.SiblingFilled(group));
            }
        }
        state.groups.removeIf(each -> each.memberIds.isEmpty());
    }

    /** The new order takes the target's place; answers the flags that this gives it. */
    int replace(final long targetId, final long newId) {
        final Group asParent = ofParent(targetId);
        final Group group = ofMember(targetId);
        if (asParent != null) {
            asParent.parentId = newId;
        }
        if (group != null) {
            group.memberIds.remove(targetId);
            group.memberIds.add(newId);
        }
        return asParent != null || group != null ? OrderFlags.LINKED : 0;
    }

    /** A fill made a position zero or turned it. */
    void positionClosed(final int accountId, final int marketId) {
        if (!armedInGroups(accountId, marketId).isEmpty()) {
            state.followUps.add(new FollowUp.PositionClosed(accountId, marketId));
        }
    }

    private List<TriggerOrder> armedInGroups(final int accountId, final int marketId) {
        return state.triggers.values().stream()
            .filter(trigger -> trigger.accountId() == accountId && trigger.marketId() == marketId
                && trigger.status == TriggerOrder.Status.ARMED && ofMember(trigger.id()) != null)
            .toList();
    }

    /** The follow-up: children are armed, or canceled. */
    boolean parentEnded(final FollowUp.ParentEnded f) {
        for (final long id : List.copyOf(f.group().memberIds)) {
            final TriggerOrder child = state.triggers.get(id);
            if (child == null || child.status != TriggerOrder.Status.WAITING) {
                continue;
            }
            if (!floor.out.fits(1)) {
                return false;
            }
            if (f.arms()) {
                floor.triggers.armWaiting(child);
            } else {
                floor.book.cancelTrigger(child, CancelReason.PARENT_CANCELED, Event.NO_BATCH_INDEX);
            }
        }
        return true;
    }

    /** The follow-up: the others that are open are canceled. */
    boolean siblingFilled(final FollowUp.SiblingFilled f) {
        for (final long id : List.copyOf(f.group().memberIds)) {
            final TriggerOrder trigger = state.triggers.get(id);
            final boolean isOpen = trigger != null ? trigger.isOpen() : state.resting.containsKey(id);
            if (!isOpen) {
                continue;
            }
            if (!floor.out.fits(1)) {
                return false;
            }
            floor.book.cancelOpen(id, CancelReason.SIBLING_FILLED, Event.NO_BATCH_INDEX);
        }
        return true;
    }

    /** The follow-up: armed siblings that protect nothing any more are canceled. */
    boolean positionClosed(final FollowUp.PositionClosed f) {
        final long q = state.position(f.accountId(), f.marketId()).lots();
        for (final TriggerOrder trigger : armedInGroups(f.accountId(), f.marketId())) {
            if (trigger.order.isAgainst(q)) {
                continue;
            }
            if (!floor.out.fits(1)) {
                return false;
            }
            floor.book.cancelTrigger(trigger, CancelReason.REDUCE_ONLY, Event.NO_BATCH_INDEX);
        }
        return true;
    }
}
