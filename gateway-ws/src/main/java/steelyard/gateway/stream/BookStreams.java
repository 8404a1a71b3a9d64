package steelyard.gateway.stream;

import com.fasterxml.jackson.core.JsonGenerator;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.gateway.json.Json;
import steelyard.gateway.json.JsonBody;
import steelyard.gateway.json.Times;
import steelyard.gateway.reads.MarketDirectory;
import steelyard.gateway.reads.NodeReads;
import steelyard.gateway.stream.BookReplica.Change;
import steelyard.gateway.stream.BookReplica.Level;
import steelyard.gateway.stream.BookReplica.Shown;
import steelyard.model.MarketSpec;
import steelyard.model.Side;
import steelyard.model.WireDecimal;
import steelyard.node.BookOrderView;

/**
 * The incremental feeds of books: {@code l2} by levels, {@code l3} by orders. A subscription gets the whole book, then
 * what each command changed of it; a change names the message before it, and the checksum of the book after it. Belongs
 * to the hub.
 *
 * <p>A book is copied from the read models when somebody asks for it, and followed by events while somebody does.
 */
final class BookStreams {
    private static final Logger LOG = LoggerFactory.getLogger(BookStreams.class);
    /** How long a book is followed after its last subscription: nobody can have it read again and again. */
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);
    /** Levels or orders of a side in one message of a snapshot. */
    private static final int PART_LENGTH = 5_000;

    /** What an event does to a book. */
    @FunctionalInterface
    interface BookChange {
        void accept(BookReplica book);
    }

    /** A subscription to a book. */
    static final class BookSubscription extends EventSubscription {
        BookSubscription(final StreamSession session, final StreamKey key) {
            super(session, key);
        }
    }

    /** One followed book; without a replica it is being read. */
    private static final class Followed {
        private final List<BookSubscription> subscriptions = new ArrayList<>();
        /** What happened while the book was read. */
        private final List<Held> heldBack = new ArrayList<>();
        private BookReplica replica;
        private boolean reading;
        /** Whether events were lost while the book was read. */
        private boolean readsInVain;
        private boolean isTouched;
        private long appliedSequence;
        private long levelsSequence;
        private long ordersSequence;
        private long timeNanos;
        private long idleSinceNanos;
    }

    private record Held(long eventSequence, long timeNanos, BookChange change) {
    }

    private record Found(List<BookOrderView> orders, long eventSequence, long timeNanos) {
    }

    private final Interest interest;
    private final NodeReads reads;
    private final MarketDirectory markets;
    private final EventLoop loop;
    private final Map<Integer, Followed> books = new HashMap<>();
    private final List<Integer> touched = new ArrayList<>();

    BookStreams(
        final Interest interest, final NodeReads reads, final MarketDirectory markets, final EventLoop loop) {
        this.interest = interest;
        this.reads = reads;
        this.markets = markets;
        this.loop = loop;
    }

    /** Adds a subscription, which has been acknowledged; it is sent the book. */
    Subscription subscribe(final StreamSession session, final StreamKey key) {
        final BookSubscription subscription = new BookSubscription(session, key);
        final Followed book = books.computeIfAbsent(key.marketId(), id -> new Followed());
        book.subscriptions.add(subscription);
        if (book.replica != null) {
            publishHalf(book);
            sendSnapshot(book, subscription);
        } else {
            read(key.marketId(), book);
        }
        return subscription;
    }

    /** Ends a subscription. */
    void unsubscribe(final BookSubscription subscription) {
        final int marketId = subscription.key().marketId();
        final Followed book = books.get(marketId);
        book.subscriptions.remove(subscription);
        book.idleSinceNanos = System.nanoTime();
    }

    /** Reads again what could not be read, and forgets what nobody follows; called at every interval. */
    void refresh() {
        final long nowNanos = System.nanoTime();
        books.entrySet().removeIf(entry -> {
            final Followed book = entry.getValue();
            final boolean isOver = book.subscriptions.isEmpty() && !book.reading
                && (book.replica == null || nowNanos - book.idleSinceNanos >= IDLE_NANOS);
            if (isOver) {
                interest.books.clear(entry.getKey());
            }
            return isOver;
        });
        books.forEach((marketId, book) -> {
            if (book.replica == null) {
                read(marketId, book);
            }
        });
    }

    /** Events were lost: every book is read anew, and its subscriptions get it again. */
    void recover() {
        touched.clear();
        books.forEach((marketId, book) -> {
            if (book.replica != null) {
                book.replica = null;
                book.isTouched = false;
                book.subscriptions.forEach(EventSubscription::hold);
            }
            book.heldBack.clear();
            book.readsInVain = book.reading;
            read(marketId, book);
        });
    }

    /** From the event of the answer on, every event of the book is copied: the interest is set on the models' thread. */
    private void read(final int marketId, final Followed book) {
        if (book.reading) {
            return;
        }
        book.reading = reads.ask(loop, state -> {
            interest.books.set(marketId);
            return new Found(state.bookOrders(marketId), state.eventSequence(), state.logTimeNanos());
        }, (found, failure) -> {
            book.reading = false;
            if (failure != null) {
                LOG.error("A book could not be read", failure);
            } else if (!book.readsInVain) {
                onFound(marketId, book, found);
            }
            book.readsInVain = false;
        });
    }

    private void onFound(final int marketId, final Followed book, final Found found) {
        book.replica = new BookReplica(markets.spec(marketId), found.orders);
        book.appliedSequence = found.eventSequence;
        book.levelsSequence = found.eventSequence;
        book.ordersSequence = found.eventSequence;
        book.timeNanos = found.timeNanos;
        book.subscriptions.forEach(subscription -> sendSnapshot(book, subscription));
        book.heldBack.forEach(held -> change(marketId, held.eventSequence, held.timeNanos, held.change));
        book.heldBack.clear();
        endOfCommand();
    }

    /** An event changes a book, if somebody follows it. */
    void change(
        final int marketId, final long eventSequence, final long timeNanos, final BookChange change) {
        final Followed book = books.get(marketId);
        if (book == null) {
            return;
        }
        if (book.replica == null) {
            book.heldBack.add(new Held(eventSequence, timeNanos, change));
        } else if (eventSequence > book.appliedSequence) {
            book.appliedSequence = eventSequence;
            book.timeNanos = timeNanos;
            change.accept(book.replica);
            if (!book.isTouched) {
                book.isTouched = true;
                touched.add(marketId);
            }
        }
    }

    /** All events of a command have been told: what they changed is sent. */
    void endOfCommand() {
        for (final int marketId : touched) {
            final Followed book = books.get(marketId);
            if (book != null && book.replica != null) {
                book.isTouched = false;
                publish(book);
            }
        }
        touched.clear();
    }

    /** What is known of a command whose other events are still to come, so that a snapshot is what was told last. */
    private void publishHalf(final Followed book) {
        if (book.isTouched) {
            publish(book);
        }
    }

    private void publish(final Followed book) {
        final BookReplica replica = book.replica;
        final List<Level> levels = replica.takeLevels();
        final List<Change> changes = replica.takeChanges();
        if (!levels.isEmpty()) {
            final long before = book.levelsSequence;
            book.levelsSequence = book.appliedSequence;
            send(book, StreamType.L2, frame(book, StreamType.L2, book.levelsSequence, replica.levelsChecksum(), json -> {
                json.writeNumberField("prev", before);
                json.writeArrayFieldStart("levels");
                writeLevels(json, levels.stream().filter(level -> level.side() == Side.BUY).toList(), replica.spec());
                writeLevels(json, levels.stream().filter(level -> level.side() == Side.SELL).toList(), replica.spec());
                json.writeEndArray();
            }));
        }
        if (!changes.isEmpty()) {
            final long before = book.ordersSequence;
            book.ordersSequence = book.appliedSequence;
            send(book, StreamType.L3, frame(book, StreamType.L3, book.ordersSequence, replica.ordersChecksum(), json -> {
                json.writeNumberField("prev", before);
                json.writeArrayFieldStart("changes");
                for (final Change change : changes) {
                    writeChange(json, change, replica.spec());
                }
                json.writeEndArray();
            }));
        }
    }

    private static void send(final Followed book, final StreamType type, final byte[] frame) {
        for (final BookSubscription subscription : book.subscriptions) {
            if (subscription.key().type() == type) {
                subscription.inTurn(() -> subscription.session().send(frame));
            }
        }
    }

    /** The book as it is now, in parts that are sent as the client takes them; what happens meanwhile follows. */
    private void sendSnapshot(final Followed book, final BookSubscription subscription) {
        subscription.forgetHeld();
        final boolean byOrders = subscription.key().type() == StreamType.L3;
        final MarketSpec spec = book.replica.spec();
        final List<Level> bidLevels = byOrders ? List.of() : book.replica.levels(Side.BUY);
        final List<Level> askLevels = byOrders ? List.of() : book.replica.levels(Side.SELL);
        final List<Shown> bidOrders = byOrders ? book.replica.orders(Side.BUY) : List.of();
        final List<Shown> askOrders = byOrders ? book.replica.orders(Side.SELL) : List.of();
        final int longest = Math.max(Math.max(bidLevels.size(), askLevels.size()),
            Math.max(bidOrders.size(), askOrders.size()));
        final int parts = Math.max(1, Math.ceilDiv(longest, PART_LENGTH));
        final StreamType type = subscription.key().type();
        final long sequence = byOrders ? book.ordersSequence : book.levelsSequence;
        final long checksum = byOrders ? book.replica.ordersChecksum() : book.replica.levelsChecksum();
        for (int i = 1; i <= parts; i++) {
            final int part = i;
            final byte[] frame = frame(book, type, sequence, checksum, json -> {
                json.writeBooleanField("isSnapshot", true);
                json.writeNumberField("part", part);
                json.writeNumberField("parts", parts);
                json.writeArrayFieldStart(byOrders ? "orders" : "levels");
                if (byOrders) {
                    writeOrders(json, part(bidOrders, part), spec);
                    writeOrders(json, part(askOrders, part), spec);
                } else {
                    writeLevels(json, part(bidLevels, part), spec);
                    writeLevels(json, part(askLevels, part), spec);
                }
                json.writeEndArray();
            });
            subscription.session().inSnapshotTurn(() -> {
                subscription.session().send(frame);
                if (part == parts) {
                    subscription.release();
                }
                subscription.session().snapshotSent();
            });
        }
    }

    private static <T> List<T> part(final List<T> all, final int part) {
        final int from = Math.min(all.size(), (part - 1) * PART_LENGTH);
        return all.subList(from, Math.min(all.size(), from + PART_LENGTH));
    }

    private static byte[] frame(
        final Followed book, final StreamType type, final long sequence, final long checksum, final JsonBody rest) {
        return Json.frame(type.channel(), json -> {
            json.writeStartObject();
            json.writeStringField("coin", book.replica.spec().coin());
            json.writeNumberField("time", Times.millis(book.timeNanos));
            json.writeNumberField("seq", sequence);
            rest.write(json);
            json.writeNumberField("checksum", checksum);
            json.writeEndObject();
        });
    }

    private static void writeLevels(final JsonGenerator json, final List<Level> levels, final MarketSpec spec)
        throws IOException {
        json.writeStartArray();
        for (final Level level : levels) {
            json.writeStartObject();
            json.writeStringField("px", WireDecimal.format(level.priceTicks(), spec.priceDecimals()));
            json.writeStringField("sz", WireDecimal.format(level.lots(), spec.sizeDecimals()));
            json.writeNumberField("n", level.orderCount());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeOrders(final JsonGenerator json, final List<Shown> orders, final MarketSpec spec)
        throws IOException {
        json.writeStartArray();
        for (final Shown order : orders) {
            json.writeStartObject();
            writeOrder(json, order, spec);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeChange(final JsonGenerator json, final Change change, final MarketSpec spec)
        throws IOException {
        json.writeStartObject();
        switch (change.kind()) {
            case ADD -> {
                json.writeStringField("op", "add");
                json.writeStringField("side", change.order().side() == Side.BUY ? "B" : "A");
                writeOrder(json, change.order(), spec);
            }
            case CHANGE -> {
                json.writeStringField("op", "change");
                json.writeNumberField("oid", change.order().orderId());
                json.writeStringField("sz", WireDecimal.format(change.order().lots(), spec.sizeDecimals()));
            }
            case REMOVE -> {
                json.writeStringField("op", "remove");
                json.writeNumberField("oid", change.order().orderId());
            }
        }
        json.writeEndObject();
    }

    private static void writeOrder(final JsonGenerator json, final Shown order, final MarketSpec spec)
        throws IOException {
        json.writeNumberField("oid", order.orderId());
        json.writeStringField("px", WireDecimal.format(order.priceTicks(), spec.priceDecimals()));
        json.writeStringField("sz", WireDecimal.format(order.lots(), spec.sizeDecimals()));
        json.writeNumberField("pri", order.priority());
    }
}
