package steelyard.server.readmodel;

import java.util.ArrayList;
import java.util.List;
import steelyard.matching.SlotIndex;
import steelyard.model.CancelReason;
import steelyard.model.OrderFlags;
import steelyard.model.Side;
import steelyard.node.BookOrderView;
import steelyard.node.OrderView;
import steelyard.protocol.array.OrderCanceledDecoder;
import steelyard.protocol.array.OrderPlacedDecoder;
import steelyard.protocol.array.OrderReducedDecoder;
import steelyard.protocol.array.OrderRestedDecoder;
import steelyard.protocol.array.TradeExecutedDecoder;
import steelyard.protocol.sbe.OrderRecordDecoder;
import steelyard.protocol.sbe.OrderRefreshedDecoder;
import steelyard.protocol.sbe.OrderTriggeredDecoder;

/**
 * The resting orders, by id, by account and client order id, and by account; with every change the levels of the
 * order's market change too. A level counts what its orders show: an iceberg that has shown all stands in none until
 * it shows more.
 */
final class RestingOrders {
    /** What an order that leaves, or another takes the place of, is asked for stands in one cache line. */
    private static final int ORDER_ID = 0;
    private static final int PRICE_TICKS = 8;
    private static final int REMAINING_LOTS = 16;
    private static final int SHOWN_LOTS = 24;
    private static final int ACCOUNT_ID = 32;
    private static final int MARKET_ID = 36;
    private static final int FLAGS_AND_SIDE = 40;
    /** Upper half of the hash, which is what the index goes by. */
    private static final int CLIENT_ORDER_ID_HASH = 44;
    private static final int LINKS = 48;
    private static final int LINKS_OF_MARKET = 56;
    private static final int ORIGINAL_LOTS = 64;
    private static final int PLACED_TIME_NANOS = 72;
    private static final int CLIENT_ORDER_ID_HIGH = 80;
    private static final int CLIENT_ORDER_ID_LOW = 88;
    private static final int PRIORITY_SEQUENCE = 96;
    private static final int DISPLAY_LOTS = 104;
    private static final int EXPIRES_MILLIS = 112;
    private static final int RECORD_LENGTH = 128;

    private final Slab slab = new Slab(RECORD_LENGTH);
    private final SlotIndex byOrderId = new SlotIndex(0);
    private final SlotIndex byClientOrderId = new SlotIndex(0);
    private final SlotLists byAccount;
    private final SlotLists byMarket;
    private final Markets markets;
    /** The order that was placed last, until it rests; it stands in the lists if it has an order's place there. */
    private int incoming = Slab.NONE;
    private boolean incomingIsListed;
    /** The order that was canceled last, if another is about to take its place: it still stands in the lists. */
    private int vacated = Slab.NONE;
    /** The trigger order that fired last, and when it had been placed. */
    private long firedOrderId;
    private long firedPlacedNanos;

    RestingOrders(final Accounts accounts, final Markets markets) {
        this.byAccount = new SlotLists(accounts.slab(), Accounts.ORDERS, slab, LINKS);
        this.byMarket = new SlotLists(markets.slab(), Markets.ORDERS, slab, LINKS_OF_MARKET);
        this.markets = markets;
    }

    /** A trigger order fired: it is placed next, but it is as old as it was. */
    void triggered(final OrderTriggeredDecoder event) {
        firedOrderId = event.orderId();
        firedPlacedNanos = event.placedTimeNanos();
    }

    /** An order was placed: if it comes to rest, this is what is known about it. */
    void placed(final OrderPlacedDecoder event) {
        takeSlot(event.accountId(), event.marketId());
        slab.putLong(incoming, ORDER_ID, event.orderId());
        slab.putLong(incoming, PRICE_TICKS, event.priceTicks());
        slab.putLong(incoming, ORIGINAL_LOTS, event.quantityLots());
        slab.putLong(incoming, PLACED_TIME_NANOS,
            event.orderId() == firedOrderId ? firedPlacedNanos : event.header().timestampNanos());
        slab.putLong(incoming, CLIENT_ORDER_ID_HIGH, event.clientOrderIdHigh());
        slab.putLong(incoming, CLIENT_ORDER_ID_LOW, event.clientOrderIdLow());
        slab.putInt(incoming, ACCOUNT_ID, event.accountId());
        slab.putInt(incoming, MARKET_ID, event.marketId());
        slab.putLong(incoming, DISPLAY_LOTS, event.displayLots());
        slab.putLong(incoming, EXPIRES_MILLIS, Deadline.millis(event.expiresMillis()));
        putFlagsAndSide(incoming, event.flags(), event.side());
    }

    /** A slot for an order: that of the one that it replaces, with its place in the lists, or one without. */
    private void takeSlot(final int accountId, final int marketId) {
        unlist();
        if (vacated != Slab.NONE && accountId(vacated) == accountId && marketId(vacated) == marketId) {
            if (incoming != Slab.NONE) {
                slab.free(incoming);
            }
            incoming = vacated;
            incomingIsListed = true;
            vacated = Slab.NONE;
        } else if (incoming == Slab.NONE) {
            incoming = slab.allocate();
        }
    }

    /** All events of a command were applied: what stands in the lists rests. */
    void endCommand() {
        unlist();
        if (vacated != Slab.NONE) {
            leaveLists(vacated);
            slab.free(vacated);
            vacated = Slab.NONE;
        }
    }

    private void unlist() {
        if (incomingIsListed) {
            leaveLists(incoming);
            incomingIsListed = false;
        }
    }

    /** The order that was placed last came to rest. */
    void rested(final OrderRestedDecoder event) {
        final int slot = incoming;
        if (slot == Slab.NONE || orderId(slot) != event.orderId() || priceTicks(slot) != event.priceTicks()) {
            throw new IllegalStateException("order " + event.orderId() + " rests and was not placed");
        }
        incoming = Slab.NONE;
        slab.putLong(slot, REMAINING_LOTS, event.remainingLots());
        slab.putLong(slot, SHOWN_LOTS, event.shownLots());
        slab.putLong(slot, PRIORITY_SEQUENCE, event.prioritySequence());
        if (!incomingIsListed) {
            list(slot);
        }
        incomingIsListed = false;
        stand(slot);
    }

    /** The maker of a trade became smaller, or was filled and left; in an auction, where the taker rests, so did it. */
    void traded(final TradeExecutedDecoder event) {
        fill(known(event.makerOrderId()), event.quantityLots(), event.makerRemainingLots());
        final boolean isIncoming = incoming != Slab.NONE && orderId(incoming) == event.takerOrderId();
        final int taker = isIncoming ? Slab.NONE : find(event.takerOrderId());
        if (taker != Slab.NONE) {
            fill(taker, event.quantityLots(), event.takerRemainingLots());
        }
    }

    private void fill(final int slot, final long lots, final long remainingLots) {
        check(slot, remainingLots + lots);
        change(slot, remainingLots, shownLots(slot) - lots);
    }

    /** A resting order became smaller; one that does not rest yet is told whole when it does. */
    void reduced(final OrderReducedDecoder event) {
        final boolean isIncoming = incoming != Slab.NONE && orderId(incoming) == event.orderId();
        final int slot = isIncoming ? incoming : known(event.orderId());
        slab.putLong(slot, ORIGINAL_LOTS, event.originalLots());
        if (!isIncoming) {
            change(slot, event.remainingLots(), event.shownLots());
        }
    }

    /** An iceberg shows more, behind the other orders of its price. */
    void refreshed(final OrderRefreshedDecoder event) {
        final int slot = known(event.orderId());
        check(slot, event.remainingLots());
        slab.putLong(slot, PRIORITY_SEQUENCE, event.prioritySequence());
        change(slot, event.remainingLots(), event.shownLots());
    }

    void canceled(final OrderCanceledDecoder event) {
        if (event.wasResting() != 0) {
            final int slot = known(event.orderId());
            check(slot, event.remainingLots());
            if (event.reason() == CancelReason.MODIFIED.code()) {
                vacate(slot);
            } else {
                change(slot, 0, 0);
            }
        }
    }

    /** An order leaves; the one that replaces it, if it rests, takes its slot and its place in the lists. */
    private void vacate(final int slot) {
        endCommand();
        changeLevel(slot, 0);
        slab.putLong(slot, REMAINING_LOTS, 0);
        leaveIndexes(slot);
        vacated = slot;
    }

    /** A resting order of a snapshot. */
    void load(final OrderRecordDecoder record) {
        final int slot = slab.allocate();
        slab.putLong(slot, ORDER_ID, record.orderId());
        slab.putLong(slot, PRICE_TICKS, record.priceTicks());
        slab.putLong(slot, ORIGINAL_LOTS, record.originalLots());
        slab.putLong(slot, REMAINING_LOTS, record.remainingLots() + record.hiddenLots());
        slab.putLong(slot, SHOWN_LOTS, record.remainingLots());
        slab.putLong(slot, DISPLAY_LOTS, record.displayLots());
        slab.putLong(slot, EXPIRES_MILLIS, 0);
        slab.putLong(slot, PLACED_TIME_NANOS, record.placedTimeNanos());
        slab.putLong(slot, CLIENT_ORDER_ID_HIGH, record.clientOrderIdHigh());
        slab.putLong(slot, CLIENT_ORDER_ID_LOW, record.clientOrderIdLow());
        slab.putLong(slot, PRIORITY_SEQUENCE, record.prioritySequence());
        slab.putInt(slot, ACCOUNT_ID, record.accountId());
        slab.putInt(slot, MARKET_ID, record.marketId());
        putFlagsAndSide(slot, record.flags(), record.side());
        list(slot);
        stand(slot);
    }

    /** The end of the life of an order of a snapshot; one that does not rest is ignored. */
    void loadEnd(final long orderId, final long expiresMillis) {
        final int slot = find(orderId);
        if (slot != Slab.NONE) {
            slab.putLong(slot, EXPIRES_MILLIS, expiresMillis);
        }
    }

    /** One of the account's orders, or {@link Slab#NONE}. */
    int first(final int accountId) {
        return byAccount.first(accountId);
    }

    /** The account's next order, in no order, or {@link Slab#NONE}. */
    int next(final int slot) {
        return byAccount.next(slot);
    }

    int marketId(final int slot) {
        return slab.intAt(slot, MARKET_ID);
    }

    Side side(final int slot) {
        return Side.of(slab.intAt(slot, FLAGS_AND_SIDE) & 0xFF);
    }

    int flags(final int slot) {
        return slab.intAt(slot, FLAGS_AND_SIDE) >>> 8;
    }

    long priceTicks(final int slot) {
        return slab.longAt(slot, PRICE_TICKS);
    }

    long remainingLots(final int slot) {
        return slab.longAt(slot, REMAINING_LOTS);
    }

    private long shownLots(final int slot) {
        return slab.longAt(slot, SHOWN_LOTS);
    }

    /** The order with this id, or {@code null}. */
    OrderView view(final long orderId) {
        final int slot = find(orderId);
        return slot == Slab.NONE ? null : viewAt(slot);
    }

    /** The account's order with this client order id, or {@code null}. */
    OrderView view(final int accountId, final long high, final long low) {
        final long hash = SecretHash.of(accountId, high, low);
        for (int at = byClientOrderId.first(hash); at != SlotIndex.NONE; at = byClientOrderId.next(at, hash)) {
            if (isNamed(byClientOrderId.slotAt(at), accountId, high, low)) {
                return viewAt(byClientOrderId.slotAt(at));
            }
        }
        return null;
    }

    /** Adds the account's orders, in no order. */
    void addViews(final int accountId, final List<OrderView> views) {
        for (int slot = first(accountId); slot != Slab.NONE; slot = next(slot)) {
            views.add(viewAt(slot));
        }
    }

    /** Whether an order rests. */
    boolean rests(final long orderId) {
        return find(orderId) != Slab.NONE;
    }

    /** The orders of a market, in no order. */
    List<BookOrderView> views(final Market market) {
        final List<BookOrderView> views = new ArrayList<>();
        for (int slot = byMarket.first(market.spec().marketId()); slot != Slab.NONE; slot = byMarket.next(slot)) {
            views.add(new BookOrderView(viewAt(slot), slab.longAt(slot, PRIORITY_SEQUENCE)));
        }
        return views;
    }

    private OrderView viewAt(final int slot) {
        return new OrderView(
            orderId(slot),
            accountId(slot),
            marketId(slot),
            side(slot),
            priceTicks(slot),
            slab.longAt(slot, ORIGINAL_LOTS),
            remainingLots(slot),
            flags(slot),
            slab.longAt(slot, CLIENT_ORDER_ID_HIGH),
            slab.longAt(slot, CLIENT_ORDER_ID_LOW),
            slab.longAt(slot, PLACED_TIME_NANOS),
            slab.longAt(slot, DISPLAY_LOTS),
            shownLots(slot),
            slab.longAt(slot, EXPIRES_MILLIS),
            null);
    }

    private void list(final int slot) {
        byAccount.append(accountId(slot), slot);
        byMarket.append(marketId(slot), slot);
    }

    private void leaveLists(final int slot) {
        byAccount.remove(accountId(slot), slot);
        byMarket.remove(marketId(slot), slot);
    }

    private void stand(final int slot) {
        byOrderId.add(SlotIndex.hash(orderId(slot)), slot);
        if (isNamed(slot)) {
            final long hash = SecretHash.of(accountId(slot), slab.longAt(slot, CLIENT_ORDER_ID_HIGH),
                slab.longAt(slot, CLIENT_ORDER_ID_LOW));
            slab.putInt(slot, CLIENT_ORDER_ID_HASH, (int) (hash >>> Integer.SIZE));
            byClientOrderId.add(hash, slot);
        }
        markets.get(marketId(slot)).levels(side(slot)).change(priceTicks(slot), shownLots(slot), 1);
    }

    private void change(final int slot, final long remainingLots, final long shownLots) {
        changeLevel(slot, shownLots);
        slab.putLong(slot, REMAINING_LOTS, remainingLots);
        slab.putLong(slot, SHOWN_LOTS, shownLots);
        if (remainingLots == 0) {
            leaveIndexes(slot);
            leaveLists(slot);
            slab.free(slot);
        }
    }

    /** What shows nothing stands in no level. */
    private void changeLevel(final int slot, final long shownLots) {
        final long beforeLots = shownLots(slot);
        if (shownLots != beforeLots) {
            final int orders = (beforeLots == 0 ? 1 : 0) - (shownLots == 0 ? 1 : 0);
            markets.get(marketId(slot)).levels(side(slot)).change(priceTicks(slot), shownLots - beforeLots, orders);
        }
    }

    private void leaveIndexes(final int slot) {
        byOrderId.remove(SlotIndex.hash(orderId(slot)), slot);
        if (isNamed(slot)) {
            byClientOrderId.remove((long) slab.intAt(slot, CLIENT_ORDER_ID_HASH) << Integer.SIZE, slot);
        }
    }

    /** The order with this id, or {@link Slab#NONE}. */
    private int find(final long orderId) {
        final long hash = SlotIndex.hash(orderId);
        for (int at = byOrderId.first(hash); at != SlotIndex.NONE; at = byOrderId.next(at, hash)) {
            if (orderId(byOrderId.slotAt(at)) == orderId) {
                return byOrderId.slotAt(at);
            }
        }
        return Slab.NONE;
    }

    private int known(final long orderId) {
        final int slot = find(orderId);
        if (slot == Slab.NONE) {
            throw new IllegalStateException("order " + orderId + " does not rest");
        }
        return slot;
    }

    private void check(final int slot, final long lots) {
        if (remainingLots(slot) != lots) {
            throw new IllegalStateException(
                "order " + orderId(slot) + " has " + remainingLots(slot) + " lots left and not " + lots);
        }
    }

    private long orderId(final int slot) {
        return slab.longAt(slot, ORDER_ID);
    }

    private int accountId(final int slot) {
        return slab.intAt(slot, ACCOUNT_ID);
    }

    private void putFlagsAndSide(final int slot, final int flags, final int side) {
        slab.putInt(slot, FLAGS_AND_SIDE, flags << 8 | side);
    }

    private boolean isNamed(final int slot) {
        return OrderFlags.hasClientOrderId(flags(slot));
    }

    private boolean isNamed(final int slot, final int accountId, final long high, final long low) {
        return accountId(slot) == accountId
            && slab.longAt(slot, CLIENT_ORDER_ID_HIGH) == high
            && slab.longAt(slot, CLIENT_ORDER_ID_LOW) == low;
    }
}
