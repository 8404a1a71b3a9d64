package steelyard.gateway.stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.EventLoop;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.gateway.json.Json;
import steelyard.gateway.reads.AccountDirectory;
import steelyard.gateway.reads.Handover;
import steelyard.gateway.reads.MarketDirectory;
import steelyard.gateway.reads.NodeReads;
import steelyard.node.EventListener;
import steelyard.node.HistoryReader;

/**
 * All streams of the gateway. Its public methods may be called by any thread; the work is done on one event loop, which
 * owns the subscriptions.
 */
public final class StreamHub {
    private static final Logger LOG = LoggerFactory.getLogger(StreamHub.class);
    private static final int MESSAGES_PER_TURN = 1_000;
    /** What is read at a time keeps its place in the queue until all of it has been told. */
    private static final int MESSAGES_PER_READ = 50;

    private final EventLoop loop;
    private final int subscriptionsMax;
    private final EventTap tap;
    private final MarketTopics marketTopics;
    private final StateTopics stateTopics;
    private final CandleTopics candleTopics;
    private final TradeStreams tradeStreams;
    private final PrivateStreams privateStreams;
    private final BookStreams bookStreams;
    private final QueueReader reader;
    private final MessageHandler onMessage;
    private final MessageHandler onBookMessage;
    private final Runnable drain = this::drain;
    private ScheduledFuture<?> ticks;

    /**
     * A hub on {@code loop}.
     *
     * @param queueLength      bytes of the queue between the node and the hub, a power of two
     * @param subscriptionsMax most subscriptions of a session
     */
    public StreamHub(
        final EventLoop loop, final NodeReads reads, final HistoryReader history, final MarketDirectory markets,
        final AccountDirectory accounts, final int queueLength, final int subscriptionsMax) {
        this.loop = loop;
        this.subscriptionsMax = subscriptionsMax;
        final Interest interest = new Interest();
        tap = new EventTap(interest, markets, queueLength, () -> Handover.to(loop, drain));
        marketTopics = new MarketTopics(interest, reads, markets, loop);
        stateTopics = new StateTopics(reads, history, markets, loop);
        candleTopics = new CandleTopics(interest, history, markets, loop);
        tradeStreams = new TradeStreams(interest, history, markets, accounts, loop);
        privateStreams = new PrivateStreams(interest, reads, history, markets, loop);
        bookStreams = new BookStreams(interest, reads, markets, loop);
        reader = new QueueReader(markets, tradeStreams, privateStreams);
        onBookMessage = new BookReader(bookStreams)::onMessage;
        onMessage = reader::onMessage;
    }

    /** Where the node's events go in. */
    public EventListener events() {
        return tap;
    }

    /** Starts to send market data, every {@code intervalMillis}. */
    public void start(final long intervalMillis) {
        ticks = loop.scheduleAtFixedRate(this::tick, intervalMillis, intervalMillis, TimeUnit.MILLISECONDS);
    }

    /** Sends no more market data. */
    public void stop() {
        if (ticks != null) {
            ticks.cancel(false);
        }
    }

    private void tick() {
        try {
            marketTopics.refresh();
            stateTopics.refresh();
            candleTopics.refresh();
            tradeStreams.publishWaiting();
            privateStreams.retry();
            bookStreams.refresh();
        } catch (final RuntimeException failure) {
            LOG.error("Market data failed", failure);
        }
    }

    private void drain() {
        tap.looking();
        boolean more = true;
        try {
            more = readQueue(tap.queue(), onMessage);
        } catch (final RuntimeException failure) {
            LOG.error("An event could not be told", failure);
            onLost();
        }
        if (tap.takeLost()) {
            LOG.warn("The queue of events was full: private streams are disconnected");
            onLost();
        }
        if (drainBooks() || more) {
            Handover.to(loop, drain);
        }
    }

    private boolean drainBooks() {
        boolean more = false;
        boolean lost = false;
        try {
            more = readQueue(tap.books(), onBookMessage);
        } catch (final RuntimeException failure) {
            LOG.error("A change of a book could not be told", failure);
            lost = true;
        }
        if (tap.takeBooksLost() || lost) {
            LOG.warn("Changes of books were lost: they are read anew");
            bookStreams.recover();
        }
        return more;
    }

    /** Reads until the queue is empty or others have waited long enough; {@code true} in the second case. */
    private static boolean readQueue(final OneToOneRingBuffer queue, final MessageHandler handler) {
        int messages = 0;
        // A read ends where the queue's buffer does, even if more stands at its beginning: it may have read nothing.
        for (int empty = 0; empty < 2 && messages < MESSAGES_PER_TURN; ) {
            final int read = queue.read(handler, MESSAGES_PER_READ);
            messages += read;
            empty = read == 0 ? empty + 1 : 0;
        }
        return messages >= MESSAGES_PER_TURN;
    }

    private void onLost() {
        reader.clear();
        privateStreams.closeAll("Events were lost: reconnect for a new snapshot");
        tradeStreams.recover();
        marketTopics.allChanged();
    }

    /** Adds a subscription. It is acknowledged when no event after that can be missed, and then gets its snapshot. */
    public void subscribe(final StreamSession session, final SubscriptionRequest request) {
        Handover.to(loop, () -> {
            if (session.subscriptions().containsKey(request.key())) {
                session.send(error("Already subscribed: " + request.echo()));
            } else if (session.subscriptions().size() >= subscriptionsMax) {
                session.send(error("Cannot track more than " + subscriptionsMax + " subscriptions: "
                    + request.echo()));
            } else {
                add(session, request);
            }
        });
    }

    private void add(final StreamSession session, final SubscriptionRequest request) {
        final String refusal = session.host().openSubscription(request.key().user());
        if (refusal == null) {
            session.subscriptions().put(request.key(),
                open(session, request, acknowledgment("subscribe", request.echo())));
        } else {
            session.send(error(refusal.endsWith(".") ? refusal : refusal + ": " + request.echo()));
        }
    }

    /** Ends a subscription. */
    public void unsubscribe(final StreamSession session, final SubscriptionRequest request) {
        Handover.to(loop, () -> {
            final Subscription subscription = session.subscriptions().remove(request.key());
            if (subscription == null) {
                session.send(error("Already unsubscribed: " + request.echo()));
            } else {
                end(subscription);
                session.send(acknowledgment("unsubscribe", request.echo()));
            }
        });
    }

    /** The session's connection has ended. */
    public void closed(final StreamSession session) {
        Handover.to(loop, () -> {
            session.subscriptions().values().forEach(this::end);
            session.subscriptions().clear();
        });
    }

    /** The session can be sent to again: it gets the present state of what it missed, and what it waits for. */
    public void writable(final StreamSession session) {
        Handover.to(loop, () -> {
            for (final Subscription subscription : session.subscriptions().values()) {
                if (subscription instanceof ConflatedSubscription conflated) {
                    conflated.catchUp();
                }
            }
            session.nextSnapshot();
        });
    }

    private Subscription open(
        final StreamSession session, final SubscriptionRequest request, final byte[] acknowledgment) {
        final StreamKey key = request.key();
        return switch (key.type()) {
            case L2_BOOK, BBO, ALL_MIDS -> {
                session.send(acknowledgment);
                yield marketTopics.subscribe(session, key);
            }
            case TRADES -> tradeStreams.subscribe(session, key, acknowledgment);
            case L2, L3 -> {
                session.send(acknowledgment);
                yield bookStreams.subscribe(session, key);
            }
            case ORDER_UPDATES, USER_EVENTS, USER_FILLS, USER_FUNDINGS, USER_LEDGER, USER_ORDERS, USER_TWAP_FILLS,
                USER_TWAPS, NOTIFICATION, MARGIN_CALLS -> privateStreams.subscribe(session, request, acknowledgment);
            case CANDLE -> {
                session.send(acknowledgment);
                yield candleTopics.subscribe(session, key);
            }
            case CONTEXT, CONTEXTS, ALL_CONTEXTS, SPOT_CONTEXTS, FAST_CONTEXTS, OUTCOMES, TRADE_ROOM, ACCOUNT,
                ALL_ACCOUNTS, SPOT_STATE, OPEN_ORDERS, TWAP_STATES, MARGIN, WEB_DATA_2, WEB_DATA_3 -> {
                session.send(acknowledgment);
                yield stateTopics.subscribe(session, key);
            }
        };
    }

    private void end(final Subscription subscription) {
        subscription.session().host().closeSubscription(subscription.key().user());
        switch (subscription) {
            case ConflatedSubscription conflated -> {
                switch (conflated.key().type()) {
                    case L2_BOOK, BBO, ALL_MIDS -> marketTopics.unsubscribe(conflated);
                    case CANDLE -> candleTopics.unsubscribe(conflated);
                    default -> stateTopics.unsubscribe(conflated);
                }
            }
            case TradeStreams.TradeSubscription trades -> tradeStreams.unsubscribe(trades);
            case BookStreams.BookSubscription book -> bookStreams.unsubscribe(book);
            case PrivateStreams.PrivateSubscription ofAccount -> privateStreams.unsubscribe(ofAccount);
        }
    }

    private static byte[] acknowledgment(final String method, final ObjectNode subscription) {
        return Json.frame("subscriptionResponse", json -> {
            json.writeStartObject();
            json.writeStringField("method", method);
            json.writeFieldName("subscription");
            json.writeTree(subscription);
            json.writeEndObject();
        });
    }

    /** A frame of the channel {@code error}. */
    public static byte[] error(final String text) {
        return Json.frame("error", json -> json.writeString(text));
    }
}
