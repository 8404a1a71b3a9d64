package steelyard.gateway.stream;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import steelyard.gateway.json.Json;
import steelyard.gateway.json.WireTrade;
import steelyard.gateway.reads.AccountDirectory;
import steelyard.gateway.reads.MarketDirectory;
import steelyard.node.HistoryReader;
import steelyard.node.HistoryReader.Trade;

/**
 * Trades of the markets that somebody watches. A new subscription gets the latest trades, oldest first, then each
 * command's trades in one frame. Belongs to the hub.
 */
final class TradeStreams {
    private static final int REPLAYED = 30;
    /** Trades that can be made up for after events were lost. */
    private static final int RECOVERED_MAX = 5_000;

    /** A subscription to the trades of one market. */
    static final class TradeSubscription extends EventSubscription {
        TradeSubscription(final StreamSession session, final StreamKey key) {
            super(session, key);
        }
    }

    private final Interest interest;
    private final HistoryReader history;
    private final MarketDirectory markets;
    private final AccountDirectory accounts;
    private final EventLoop loop;
    private final Map<Integer, List<TradeSubscription>> subscriptions = new HashMap<>();
    /** Trades of commands, in order, that wait for the addresses of their users. */
    private final Deque<List<Trade>> waiting = new ArrayDeque<>();
    private boolean resolving;

    TradeStreams(
        final Interest interest, final HistoryReader history, final MarketDirectory markets,
        final AccountDirectory accounts, final EventLoop loop) {
        this.interest = interest;
        this.history = history;
        this.markets = markets;
        this.accounts = accounts;
        this.loop = loop;
    }

    /** Adds a subscription and sends its acknowledgment. */
    Subscription subscribe(final StreamSession session, final StreamKey key, final byte[] acknowledgment) {
        final TradeSubscription subscription = new TradeSubscription(session, key);
        subscriptions.computeIfAbsent(key.marketId(), id -> new ArrayList<>()).add(subscription);
        interest.trades.set(key.marketId());
        session.send(acknowledgment);
        replay(subscription, REPLAYED);
        return subscription;
    }

    /** Ends a subscription. */
    void unsubscribe(final TradeSubscription subscription) {
        subscriptions.computeIfPresent(subscription.key().marketId(), (marketId, ofMarket) -> {
            ofMarket.remove(subscription);
            if (!ofMarket.isEmpty()) {
                return ofMarket;
            }
            interest.trades.clear(marketId);
            return null;
        });
    }

    /** Makes up for lost events out of history. */
    void recover() {
        waiting.clear();
        for (final List<TradeSubscription> ofMarket : subscriptions.values()) {
            for (final TradeSubscription subscription : ofMarket) {
                subscription.hold();
                replay(subscription, RECOVERED_MAX);
            }
        }
    }

    private void replay(final TradeSubscription subscription, final int tradesMax) {
        history.trades(subscription.key().marketId(), tradesMax)
            .thenComposeAsync(trades -> resolved(trades).thenApply(done -> trades), loop)
            .whenCompleteAsync((trades, failure) -> {
                if (failure != null) {
                    subscription.session().close(WebSocketCloseStatus.TRY_AGAIN_LATER, "Trades cannot be read now");
                } else if (isSubscribed(subscription)) {
                    send(subscription, trades.reversed(), frame(trades.reversed()));
                    subscription.release();
                }
            }, loop);
    }

    private boolean isSubscribed(final TradeSubscription subscription) {
        return subscriptions.getOrDefault(subscription.key().marketId(), List.of()).contains(subscription);
    }

    /** Takes the trades of one command, all of them in markets that are watched. */
    void onTrades(final List<Trade> trades) {
        waiting.add(trades);
        publishWaiting();
    }

    /** Publishes what waits, as far as the addresses are known; called again at every interval. */
    void publishWaiting() {
        while (!waiting.isEmpty() && isResolved(waiting.peek())) {
            publish(waiting.poll());
        }
        if (!waiting.isEmpty() && !resolving) {
            resolving = true;
            final List<Trade> all = waiting.stream().flatMap(List::stream).toList();
            resolved(all).whenCompleteAsync((done, failure) -> {
                resolving = false;
                if (failure == null) {
                    publishWaiting();
                }
            }, loop);
        }
    }

    private boolean isResolved(final List<Trade> trades) {
        return trades.stream().allMatch(trade ->
            accounts.address(trade.makerAccountId()) != null && accounts.address(trade.takerAccountId()) != null);
    }

    private CompletionStage<Void> resolved(final List<Trade> trades) {
        final Set<Integer> accountIds = new LinkedHashSet<>();
        for (final Trade trade : trades) {
            accountIds.add(trade.makerAccountId());
            accountIds.add(trade.takerAccountId());
        }
        return accounts.resolve(accountIds, loop);
    }

    /** One command may trade in several markets. */
    private void publish(final List<Trade> trades) {
        final Map<Integer, List<Trade>> byMarket = new HashMap<>();
        for (final Trade trade : trades) {
            byMarket.computeIfAbsent(trade.marketId(), id -> new ArrayList<>()).add(trade);
        }
        byMarket.forEach((marketId, ofMarket) -> {
            final byte[] whole = frame(ofMarket);
            for (final TradeSubscription subscription : subscriptions.getOrDefault(marketId, List.of())) {
                subscription.inTurn(() -> send(subscription, ofMarket, whole));
            }
        });
    }

    /** Sends the trades that the client has not got yet; {@code whole} is the frame of all of them. */
    private void send(final TradeSubscription subscription, final List<Trade> trades, final byte[] whole) {
        final List<Trade> news = trades.stream()
            .filter(trade -> trade.eventSequence() > subscription.sentSequence())
            .toList();
        if (!news.isEmpty()) {
            subscription.sent(news.getLast().eventSequence());
            subscription.session().send(news.size() == trades.size() ? whole : frame(news));
        }
    }

    private byte[] frame(final List<Trade> trades) {
        return Json.frame(StreamType.TRADES.channel(), json -> {
            json.writeStartArray();
            for (final Trade trade : trades) {
                new WireTrade(markets.spec(trade.marketId()), trade, accounts.address(trade.makerAccountId()),
                    accounts.address(trade.takerAccountId())).write(json);
            }
            json.writeEndArray();
        });
    }
}
