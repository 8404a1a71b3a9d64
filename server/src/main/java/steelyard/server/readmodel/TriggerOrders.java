package steelyard.server.readmodel;

import java.util.List;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongHashSet;
import steelyard.matching.SlotIndex;
import steelyard.model.Grouping;
import steelyard.model.OrderFlags;
import steelyard.model.PriceSource;
import steelyard.model.Side;
import steelyard.model.TriggerKind;
import steelyard.node.OrderView;
import steelyard.node.TriggerView;
import steelyard.protocol.sbe.GroupRecordDecoder;
import steelyard.protocol.sbe.TriggerArmedDecoder;
import steelyard.protocol.sbe.TriggerPlacedDecoder;
import steelyard.protocol.sbe.TriggerRecordDecoder;

/**
 * The trigger orders that have not fired, by id, by account and client order id, and by account; and which orders, fired
 * or not, protect a position in a group.
 */
final class TriggerOrders {
    private static final int WAITING = 0;

    private static final int ORDER_ID = 0;
    private static final int PRICE_TICKS = 8;
    private static final int QUANTITY_LOTS = 16;
    private static final int TRIGGER_PRICE_TICKS = 24;
    private static final int TRAIL_TICKS = 32;
    private static final int PLACED_TIME_NANOS = 40;
    private static final int EXPIRES_MILLIS = 48;
    private static final int CLIENT_ORDER_ID_HIGH = 56;
    private static final int CLIENT_ORDER_ID_LOW = 64;
    private static final int PARENT_ORDER_ID = 72;
    private static final int ACCOUNT_ID = 80;
    private static final int MARKET_ID = 84;
    private static final int LINKS = 88;
    private static final int FLAGS_AND_SIDE = 96;
    /** Trail in basis points, then a byte each of what it is and whether it is armed. */
    private static final int TERMS = 100;
    private static final int IS_ARMED = 104;
    private static final int RECORD_LENGTH = 112;

    private static final int KIND_SHIFT = 16;
    private static final int SOURCE_SHIFT = 20;
    private static final int MARKET_BIT = 1 << 24;

    private final Slab slab = new Slab(RECORD_LENGTH);
    private final Long2LongHashMap slots = new Long2LongHashMap(Slab.NONE);
    private final SlotIndex byClientOrderId = new SlotIndex(0);
    private final SlotLists byAccount;
    private final RestingOrders resting;
    private final LongHashSet ofPosition = new LongHashSet();
    /** The order of {@link #ofPosition} that ended last: its replacement follows at once. */
    private long endedOfPosition;

    TriggerOrders(final Accounts accounts, final RestingOrders resting) {
        this.byAccount = new SlotLists(accounts.slab(), Accounts.TRIGGERS, slab, LINKS);
        this.resting = resting;
    }

    /** A trigger order was placed. */
    void placed(final TriggerPlacedDecoder event) {
        final int slot = add(event.orderId(), event.accountId(), event.marketId(), event.flags(), event.side());
        slab.putLong(slot, PRICE_TICKS, event.priceTicks());
        slab.putLong(slot, QUANTITY_LOTS, event.quantityLots());
        slab.putLong(slot, TRIGGER_PRICE_TICKS, event.triggerPriceTicks());
        slab.putLong(slot, TRAIL_TICKS, event.trailTicks());
        slab.putLong(slot, PLACED_TIME_NANOS, event.header().timestampNanos());
        slab.putLong(slot, EXPIRES_MILLIS, Deadline.millis(event.expiresMillis()));
        slab.putLong(slot, PARENT_ORDER_ID, event.parentOrderId());
        terms(slot, event.trailBps(), event.triggerKind(), event.triggerSource(), event.isMarket(), event.status());
        clientOrderId(slot, event.clientOrderIdHigh(), event.clientOrderIdLow());
        if (event.grouping() == Grouping.POSITION.code()) {
            ofPosition.add(event.orderId());
        }
        replaced(event.accountId(), event.replacedOrderId(), event.orderId());
    }

    /** A trigger order of a snapshot. */
    void load(final TriggerRecordDecoder record) {
        final int slot = add(record.orderId(), record.accountId(), record.marketId(), record.flags(), record.side());
        slab.putLong(slot, PRICE_TICKS, record.priceTicks());
        slab.putLong(slot, QUANTITY_LOTS, record.quantityLots());
        slab.putLong(slot, TRIGGER_PRICE_TICKS, record.triggerPriceTicks());
        slab.putLong(slot, TRAIL_TICKS, record.trailTicks());
        slab.putLong(slot, PLACED_TIME_NANOS, record.placedTimeNanos());
        slab.putLong(slot, EXPIRES_MILLIS, Deadline.millis(record.expiresMillis()));
        slab.putLong(slot, PARENT_ORDER_ID, 0);
        terms(slot, record.trailBps(), record.triggerKind(), record.triggerSource(), record.isMarket(),
            record.status());
        clientOrderId(slot, record.clientOrderIdHigh(), record.clientOrderIdLow());
    }

    /** A group of a snapshot; its trigger orders have come before. */
    void load(final GroupRecordDecoder record) {
        loadMember(record.firstOrderId(), record.parentOrderId(), record.ofPosition() != 0);
        loadMember(record.secondOrderId(), record.parentOrderId(), record.ofPosition() != 0);
    }

    private void loadMember(final long orderId, final long parentOrderId, final boolean protectsPosition) {
        if (orderId != 0 && protectsPosition) {
            ofPosition.add(orderId);
        }
        final int slot = (int) slots.get(orderId);
        if (slot != Slab.NONE) {
            slab.putLong(slot, PARENT_ORDER_ID, parentOrderId);
        }
    }

    void armed(final TriggerArmedDecoder event) {
        slab.putInt(known(event.orderId()), IS_ARMED, 1);
    }

    /** A trigger order has fired: it is one no more. */
    void fired(final long orderId) {
        remove(known(orderId));
    }

    /** An order, of whatever kind, has ended without a fill of all of it. */
    void ended(final long orderId) {
        if (!slots.isEmpty()) {
            final int slot = (int) slots.get(orderId);
            if (slot != Slab.NONE) {
                remove(slot);
            }
        }
        filled(orderId);
    }

    /** An order has been filled entirely. */
    void filled(final long orderId) {
        if (!ofPosition.isEmpty() && ofPosition.remove(orderId)) {
            endedOfPosition = orderId;
        }
    }

    /** What an order that has just ended was to others, its replacement is from now on. */
    void replaced(final int accountId, final long orderId, final long byOrderId) {
        if (orderId == 0) {
            return;
        }
        if (orderId == endedOfPosition) {
            ofPosition.add(byOrderId);
        }
        if (slots.isEmpty()) {
            return;
        }
        for (int slot = byAccount.first(accountId); slot != Slab.NONE; slot = byAccount.next(slot)) {
            if (slab.longAt(slot, PARENT_ORDER_ID) == orderId) {
                slab.putLong(slot, PARENT_ORDER_ID, byOrderId);
            }
        }
    }

    /** Adds the account's trigger orders, in no order. */
    void addViews(final int accountId, final List<OrderView> views) {
        for (int slot = byAccount.first(accountId); slot != Slab.NONE; slot = byAccount.next(slot)) {
            views.add(viewAt(slot));
        }
    }

    /** The trigger order with this id, or {@code null}. */
    OrderView view(final long orderId) {
        final int slot = (int) slots.get(orderId);
        return slot == Slab.NONE ? null : viewAt(slot);
    }

    /** The account's trigger order with this client order id, or {@code null}. */
    OrderView view(final int accountId, final long high, final long low) {
        final long hash = SecretHash.of(accountId, high, low);
        for (int at = byClientOrderId.first(hash); at != SlotIndex.NONE; at = byClientOrderId.next(at, hash)) {
            if (isNamed(byClientOrderId.slotAt(at), accountId, high, low)) {
                return viewAt(byClientOrderId.slotAt(at));
            }
        }
        return null;
    }

    private OrderView viewAt(final int slot) {
        final int flagsAndSide = slab.intAt(slot, FLAGS_AND_SIDE);
        final long quantityLots = slab.longAt(slot, QUANTITY_LOTS);
        return new OrderView(
            orderId(slot),
            slab.intAt(slot, ACCOUNT_ID),
            slab.intAt(slot, MARKET_ID),
            Side.of(flagsAndSide & 0xFF),
            slab.longAt(slot, PRICE_TICKS),
            quantityLots,
            quantityLots,
            flagsAndSide >>> 8,
            slab.longAt(slot, CLIENT_ORDER_ID_HIGH),
            slab.longAt(slot, CLIENT_ORDER_ID_LOW),
            slab.longAt(slot, PLACED_TIME_NANOS),
            0,
            0,
            slab.longAt(slot, EXPIRES_MILLIS),
            triggerAt(slot));
    }

    private TriggerView triggerAt(final int slot) {
        final int terms = slab.intAt(slot, TERMS);
        final boolean isArmed = slab.intAt(slot, IS_ARMED) != 0;
        final long parentOrderId = slab.longAt(slot, PARENT_ORDER_ID);
        return new TriggerView(
            TriggerKind.of(terms >> KIND_SHIFT & 0xF),
            PriceSource.of(terms >> SOURCE_SHIFT & 0xF),
            (terms & MARKET_BIT) != 0,
            slab.longAt(slot, TRIGGER_PRICE_TICKS),
            slab.longAt(slot, TRAIL_TICKS),
            terms & 0xFFFF,
            isArmed,
            !isArmed && resting.rests(parentOrderId) ? parentOrderId : 0,
            ofPosition.contains(orderId(slot)));
    }

    private int add(final long orderId, final int accountId, final int marketId, final int flags, final int side) {
        final int slot = slab.allocate();
        slab.putLong(slot, ORDER_ID, orderId);
        slab.putInt(slot, ACCOUNT_ID, accountId);
        slab.putInt(slot, MARKET_ID, marketId);
        slab.putInt(slot, FLAGS_AND_SIDE, flags << 8 | side);
        slots.put(orderId, slot);
        byAccount.append(accountId, slot);
        return slot;
    }

    private void terms(
        final int slot, final int trailBps, final int kind, final int source, final int isMarket, final int status) {
        slab.putInt(slot, TERMS,
            trailBps | kind << KIND_SHIFT | source << SOURCE_SHIFT | (isMarket == 0 ? 0 : MARKET_BIT));
        slab.putInt(slot, IS_ARMED, status == WAITING ? 0 : 1);
    }

    private void clientOrderId(final int slot, final long high, final long low) {
        slab.putLong(slot, CLIENT_ORDER_ID_HIGH, high);
        slab.putLong(slot, CLIENT_ORDER_ID_LOW, low);
        if (isNamed(slot)) {
            byClientOrderId.add(hashAt(slot), slot);
        }
    }

    private void remove(final int slot) {
        slots.remove(orderId(slot));
        if (isNamed(slot)) {
            byClientOrderId.remove(hashAt(slot), slot);
        }
        byAccount.remove(slab.intAt(slot, ACCOUNT_ID), slot);
        slab.free(slot);
    }

    private int known(final long orderId) {
        final int slot = (int) slots.get(orderId);
        if (slot == Slab.NONE) {
            throw new IllegalStateException("order " + orderId + " is no trigger order");
        }
        return slot;
    }

    private long orderId(final int slot) {
        return slab.longAt(slot, ORDER_ID);
    }

    private boolean isNamed(final int slot) {
        return OrderFlags.hasClientOrderId(slab.intAt(slot, FLAGS_AND_SIDE) >>> 8);
    }

    private boolean isNamed(final int slot, final int accountId, final long high, final long low) {
        return slab.intAt(slot, ACCOUNT_ID) == accountId
            && slab.longAt(slot, CLIENT_ORDER_ID_HIGH) == high
            && slab.longAt(slot, CLIENT_ORDER_ID_LOW) == low;
    }

    private long hashAt(final int slot) {
        return SecretHash.of(slab.intAt(slot, ACCOUNT_ID), slab.longAt(slot, CLIENT_ORDER_ID_HIGH),
            slab.longAt(slot, CLIENT_ORDER_ID_LOW));
    }
}
