package steelyard.gateway.stream;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import steelyard.gateway.json.JsonBody;
import steelyard.gateway.json.WireFill;
import steelyard.gateway.json.WireFunding;
import steelyard.gateway.json.WireLedgerEntry;
import steelyard.gateway.json.WireMarginCall;
import steelyard.gateway.json.WireOrder;
import steelyard.gateway.json.WireTwap;
import steelyard.gateway.reads.MarketDirectory;
import steelyard.gateway.stream.PrivateStreams.AccountStream;
import steelyard.gateway.stream.PrivateStreams.PrivateSubscription;
import steelyard.node.HistoryReader.Fill;
import steelyard.node.HistoryReader.LedgerEntry;
import steelyard.node.HistoryReader.TwapChange;
import steelyard.node.HistoryReader;
import steelyard.node.NodeState;

/** Sends subscribers what they ask for of an account: the past from history first, then news. Belongs to the hub. */
final class PrivateSender {
    private static final int SNAPSHOT_FILLS = 2_000;
    private static final int SNAPSHOT_ORDERS = 2_000;
    private static final int SNAPSHOT_LEDGER = 500;
    /** Changes of TWAPs that are looked at after one. */
    private static final int RECOVERED_TWAPS = 200;

    private final HistoryReader history;
    private final MarketDirectory markets;
    private final EventLoop loop;

    PrivateSender(final HistoryReader history, final MarketDirectory markets, final EventLoop loop) {
        this.history = history;
        this.markets = markets;
        this.loop = loop;
    }

    /** Sends the acknowledgment of a new subscription and what comes before its news. */
    void start(final AccountStream stream, final PrivateSubscription subscription) {
        subscription.session().send(subscription.acknowledgment());
        switch (subscription.key().type()) {
            case USER_FILLS -> inTurn(stream, subscription,
                () -> history.fills(stream.accountId(), SNAPSHOT_FILLS),
                newestFirst -> sendSnapshot(subscription, newestFirst.reversed()));
            case ORDER_UPDATES -> {
                replay(stream, subscription);
                subscription.release();
            }
            case USER_LEDGER -> inTurn(stream, subscription,
                () -> history.ledger(stream.accountId(), 0, Long.MAX_VALUE, true, SNAPSHOT_LEDGER),
                newestFirst -> sendLedger(subscription, newestFirst.reversed(), true));
            case USER_ORDERS -> inTurn(stream, subscription,
                () -> history.orders(stream.accountId(), SNAPSHOT_ORDERS),
                newestFirst -> sendOrders(subscription, newestFirst.stream()
                    .map(order -> WireOrder.of(order, markets.spec(order.marketId()))).toList(), true));
            case USER_TWAP_FILLS -> inTurn(stream, subscription,
                () -> history.twapFills(
                    stream.accountId(), Long.MIN_VALUE, Long.MAX_VALUE, true, SNAPSHOT_FILLS),
                newestFirst -> sendSlices(subscription, newestFirst.reversed().stream()
                    .map(fill -> WireFill.of(fill, markets.spec(fill.marketId()))).toList(), true));
            case USER_TWAPS -> inTurn(stream, subscription,
                () -> history.twapChanges(stream.accountId(), SNAPSHOT_ORDERS),
                newestFirst -> sendTwaps(subscription, newestFirst.reversed(), true));
            case USER_FUNDINGS -> inTurn(stream, subscription,
                () -> history.fundingPayments(stream.accountId(), 0, Long.MAX_VALUE, true, SNAPSHOT_LEDGER),
                newestFirst -> sendFundings(subscription, newestFirst.reversed().stream()
                    .map(payment -> new WireFunding(payment, markets.spec(payment.marketId()))).toList(), true));
            default -> subscription.release();
        }
    }

    /** Reads a snapshot when its turn has come, and sends it; of an address without an account it is empty. */
    private <T> void inTurn(
        final AccountStream stream, final PrivateSubscription subscription,
        final Supplier<CompletionStage<List<T>>> read, final Consumer<List<T>> send) {
        if (stream.accountId() == NodeState.NONE) {
            send.accept(List.of());
            subscription.release();
        } else {
            subscription.session().inSnapshotTurn(() -> readSnapshot(stream, subscription, read, send));
        }
    }

    private <T> void readSnapshot(
        final AccountStream stream, final PrivateSubscription subscription,
        final Supplier<CompletionStage<List<T>>> read, final Consumer<List<T>> send) {
        if (!stream.has(subscription)) {
            subscription.session().snapshotSent();
            return;
        }
        read.get().whenCompleteAsync((found, failure) -> {
            if (failure == null) {
                if (stream.has(subscription)) {
                    send.accept(found);
                    subscription.release();
                }
                subscription.session().snapshotSent();
            } else {
                subscription.session().close(WebSocketCloseStatus.TRY_AGAIN_LATER, "History cannot be read now");
            }
        }, loop);
    }

    private void sendLedger(
        final PrivateSubscription subscription, final List<LedgerEntry> entries, final boolean isSnapshot) {
        final List<LedgerEntry> news = entries.stream()
            .filter(entry -> entry.eventSequence() > subscription.sentSequence()).toList();
        if (isSnapshot || !news.isEmpty()) {
            sendList(subscription, JsonBody.list(news.stream()
                .map(entry -> WireLedgerEntry.of(subscription.key().user(), entry, markets::spec)).toList()), isSnapshot);
        }
        if (!news.isEmpty()) {
            subscription.sent(news.getLast().eventSequence());
        }
    }

    private static void sendFundings(
        final PrivateSubscription subscription, final List<WireFunding> fundings, final boolean isSnapshot) {
        final List<WireFunding> news = fundings.stream()
            .filter(funding -> funding.payment().eventSequence() > subscription.sentSequence()).toList();
        if (isSnapshot || !news.isEmpty()) {
            sendList(subscription, JsonBody.list(news.stream()
                .<JsonBody>map(funding -> funding::write).toList()), isSnapshot);
        }
        if (!news.isEmpty()) {
            subscription.sent(news.getLast().payment().eventSequence());
        }
    }

    private static void sendOrders(
        final PrivateSubscription subscription, final List<WireOrder> orders, final boolean isSnapshot) {
        sendList(subscription, JsonBody.list(orders.stream()
            .<JsonBody>map(order -> order::writeHistorical).toList()), isSnapshot);
    }

    private static void sendList(
        final PrivateSubscription subscription, final JsonBody list, final boolean isSnapshot) {
        final StreamKey key = subscription.key();
        final String name = switch (key.type()) {
            case MARGIN_CALLS -> "calls";
            case USER_FUNDINGS -> "fundings";
            case USER_LEDGER -> "nonFundingLedgerUpdates";
            case USER_ORDERS -> "orderHistory";
            case USER_TWAP_FILLS -> "twapSliceFills";
            default -> "history";
        };
        subscription.session().send(AccountNews.listFrame(key.type(), key.user(), name, list, isSnapshot));
    }

    private static void sendSlices(
        final PrivateSubscription subscription, final List<WireFill> fills, final boolean isSnapshot) {
        final List<WireFill> news = fills.stream().filter(fill -> fill.first().twapId() != 0
            && fill.first().eventSequence() > subscription.sentSequence()).toList();
        if (isSnapshot || !news.isEmpty()) {
            sendList(subscription, slices(news), isSnapshot);
        }
        if (!news.isEmpty()) {
            subscription.sent(news.getLast().first().eventSequence());
        }
    }

    private static JsonBody slices(final List<WireFill> fills) {
        return JsonBody.list(fills.stream().<JsonBody>map(fill -> fill::writeSlice).toList());
    }

    private void sendTwaps(
        final PrivateSubscription subscription, final List<TwapChange> changes, final boolean isSnapshot) {
        final List<TwapChange> news = changes.stream()
            .filter(change -> change.eventSequence() > subscription.sentSequence()).toList();
        if (isSnapshot || !news.isEmpty()) {
            final JsonBody list = WireTwap.history(news, subscription.key().user(), markets::spec);
            if (subscription.key().type() == StreamType.USER_EVENTS) {
                subscription.session().send(AccountNews.eventFrame("twapHistory", list));
            } else {
                sendList(subscription, list, isSnapshot);
            }
        }
        if (!news.isEmpty()) {
            subscription.sent(news.getLast().eventSequence());
        }
    }

    /** Reads what became of TWAPs, if anything did; what happens meanwhile is held back. */
    private void tellTwaps(
        final AccountStream stream, final PrivateSubscription subscription, final AccountNews news) {
        if (news.firstTwapChange() == 0) {
            return;
        }
        subscription.sent(news.firstTwapChange() - 1);
        subscription.hold();
        subscription.session().inSnapshotTurn(() -> readSnapshot(stream, subscription,
            () -> history.twapChanges(stream.accountId(), RECOVERED_TWAPS),
            newestFirst -> sendTwaps(subscription, newestFirst.reversed(), false)));
    }

    /** What the client has not been told of yet; or that this is not known any more. */
    private static void replay(final AccountStream stream, final PrivateSubscription subscription) {
        final long after = subscription.afterSequence();
        if (after == SubscriptionRequest.NONE) {
            return;
        }
        if (!stream.memory().reaches(after)) {
            subscription.session().send(AccountNews.gapFrame(stream.memory().beginSequence()));
        }
        stream.memory().after(after).filter(AccountNews::hasUpdates).forEach(news ->
            subscription.session().send(news.updatesFrame()));
    }

    private void sendSnapshot(final PrivateSubscription subscription, final List<Fill> fills) {
        final long after = subscription.afterSequence();
        final List<WireFill> shown = fills.stream()
            .filter(fill -> fill.eventSequence() > after)
            .map(fill -> WireFill.of(fill, markets.spec(fill.marketId())))
            .toList();
        final StreamKey key = subscription.key();
        final boolean isGap =
            after != SubscriptionRequest.NONE && shown.size() == fills.size() && fills.size() == SNAPSHOT_FILLS;
        subscription.session().send(AccountNews.fillsFrame(key.user(), shown, key.merged(), true,
            fills.isEmpty() ? Math.max(0, after) : fills.getLast().eventSequence(), isGap));
        if (!fills.isEmpty()) {
            subscription.sent(fills.getLast().eventSequence());
        }
    }

    /** Sends what one command did to the account. */
    void send(final AccountStream stream, final PrivateSubscription subscription, final AccountNews news) {
        final StreamSession session = subscription.session();
        switch (subscription.key().type()) {
            case ORDER_UPDATES -> {
                if (news.hasUpdates()) {
                    session.send(news.updatesFrame());
                }
            }
            case USER_EVENTS -> {
                if (!news.fills().isEmpty()) {
                    session.send(news.eventFillsFrame());
                    final List<WireFill> ofTwaps =
                        news.fills().stream().filter(fill -> fill.first().twapId() != 0).toList();
                    if (!ofTwaps.isEmpty()) {
                        session.send(AccountNews.eventFrame("twapSliceFills", slices(ofTwaps)));
                    }
                }
                if (news.hasUnaskedCancels()) {
                    session.send(news.unaskedCancelsFrame());
                }
                news.ledgerEntries().stream()
                    .map(entry -> WireLedgerEntry.of(subscription.key().user(), entry, markets::spec))
                    .filter(WireLedgerEntry::isLiquidation)
                    .forEach(entry -> session.send(AccountNews.eventFrame("liquidation", entry::writeEvent)));
                news.fundings().forEach(funding -> session.send(AccountNews.fundingFrame(funding)));
                tellTwaps(stream, subscription, news);
            }
            case NOTIFICATION -> Stream.concat(news.fills().stream().map(WireFill::notification),
                    news.marginCalls().stream().map(WireMarginCall::notification))
                .filter(Objects::nonNull).forEach(text -> session.send(AccountNews.notificationFrame(text)));
            case MARGIN_CALLS -> {
                if (!news.marginCalls().isEmpty()) {
                    sendList(subscription, JsonBody.list(news.marginCalls().stream()
                        .<JsonBody>map(call -> call::write).toList()), false);
                }
            }
            case USER_FUNDINGS -> sendFundings(subscription, news.fundings(), false);
            case USER_TWAP_FILLS -> sendSlices(subscription, news.fills(), false);
            case USER_TWAPS -> tellTwaps(stream, subscription, news);
            case USER_FILLS -> sendFills(subscription, news);
            case USER_LEDGER -> sendLedger(subscription, news.ledgerEntries(), false);
            case USER_ORDERS -> {
                if (news.hasUpdates()) {
                    sendOrders(subscription, news.updates(), false);
                }
            }
            default -> { }
        }
    }

    private static void sendFills(final PrivateSubscription subscription, final AccountNews news) {
        final List<WireFill> fills = news.fills().stream()
            .filter(fill -> fill.first().eventSequence() > subscription.sentSequence())
            .toList();
        if (!fills.isEmpty()) {
            subscription.sent(fills.getLast().first().eventSequence());
            subscription.session().send(AccountNews.fillsFrame(subscription.key().user(), fills,
                subscription.key().merged(), false, news.sequence(), false));
        }
    }
}
