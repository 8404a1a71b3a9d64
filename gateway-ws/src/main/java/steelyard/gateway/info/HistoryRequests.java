package steelyard.gateway.info;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import steelyard.gateway.info.InfoQuery.Result;
import steelyard.gateway.info.InfoQuery.Sources;
import steelyard.gateway.json.CandleInterval;
import steelyard.gateway.json.Fields;
import steelyard.gateway.json.JsonBody;
import steelyard.gateway.json.RequestFault;
import steelyard.gateway.json.WireCandle;
import steelyard.gateway.json.WireFill;
import steelyard.gateway.json.WireFunding;
import steelyard.gateway.json.WireLedgerEntry;
import steelyard.gateway.json.WireOrder;
import steelyard.gateway.json.WireTwap;
import steelyard.model.MarketSpec;
import steelyard.model.WireDecimal;
import steelyard.node.HistoryReader;
import steelyard.node.NodeState;
import steelyard.protocol.Address;

/** Questions about what happened in a time, and lists of what has ended. Both ends of a time belong to it. */
final class HistoryRequests {
    private static final int CANDLES_MAX = 5_000;
    private static final int FILLS_MAX = 2_000;
    /** Fills that are looked at to make {@link #FILLS_MAX} merged ones. */
    private static final int MERGED_FILLS_MAX = 10_000;
    private static final int ORDERS_MAX = 2_000;
    private static final int LEDGER_MAX = 500;
    private static final int FUNDINGS_MAX = 500;
    private static final int TWAPS_MAX = 2_000;
    private static final int MICRO_DECIMALS = 6;
    private static final long MILLIS_MAX = TimeUnit.NANOSECONDS.toMillis(Long.MAX_VALUE) - 1;
    private static final JsonBody NULL = json -> json.writeNull();
    private static final JsonBody EMPTY = JsonBody.list(List.of());

    static final List<InfoRequest> ALL = List.of(
        InfoRequest.of("candleSnapshot", HistoryRequests::candles, "req"),
        InfoRequest.of("userFillsByTime", HistoryRequests::fills,
            "user", "startTime", "endTime", "aggregateByTime", "reversed"),
        InfoRequest.of("userTwapSliceFills", fields -> sliceFills(fields, null), "user"),
        InfoRequest.of("userTwapSliceFillsByTime", fields -> sliceFills(fields, Span.of(fields, false)),
            "user", "startTime", "endTime"),
        InfoRequest.of("twapHistory", HistoryRequests::twaps, "user"),
        InfoRequest.of("historicalOrders", HistoryRequests::orders, "user"),
        InfoRequest.of("perpDexStatus", HistoryRequests::deposits, "dex"),
        InfoRequest.of("fundingHistory", HistoryRequests::fundingRates, "coin", "startTime", "endTime"),
        InfoRequest.of("userFunding", HistoryRequests::fundings, "user", "startTime", "endTime"),
        InfoRequest.of("userNonFundingLedgerUpdates", HistoryRequests::ledger, "user", "startTime", "endTime"));

    /** A time; to be told in milliseconds, kept in nanoseconds. */
    private record Span(long fromMillis, long toMillis) {
        static Span of(final Fields fields, final boolean startMayBeAbsent) throws RequestFault {
            final long from = startMayBeAbsent && !fields.has("startTime") ? 0 : fields.number("startTime");
            final long to = fields.has("endTime") ? fields.number("endTime") : MILLIS_MAX;
            return new Span(Math.min(from, MILLIS_MAX), Math.min(to, MILLIS_MAX));
        }

        long fromNanos() {
            return TimeUnit.MILLISECONDS.toNanos(fromMillis);
        }

        long toNanos() {
            return TimeUnit.MILLISECONDS.toNanos(toMillis + 1) - 1;
        }
    }

    private HistoryRequests() {
    }

    private static InfoQuery candles(final Fields fields) throws RequestFault {
        final Fields request = fields.object("req");
        final String coin = request.text("coin");
        final CandleInterval interval = CandleInterval.of(request.text("interval"));
        final Span span = Span.of(request, false);
        return state -> {
            final int marketId = state.marketId(coin);
            return marketId == NodeState.NONE
                ? Result.of(NULL)
                : sources -> sources.history().candles(marketId, interval.unit(),
                    interval.startMillis(span.fromMillis), span.toMillis, CANDLES_MAX * interval.unitsMax())
                    .thenApply(kept -> candleList(sources.markets().spec(marketId), interval, kept));
        };
    }

    /** The last ones; the first of them may have been cut. */
    private static JsonBody candleList(
        final MarketSpec spec, final CandleInterval interval, final List<steelyard.node.HistoryReader.Candle> kept) {
        final List<WireCandle> candles = WireCandle.of(spec, interval, kept);
        final boolean cut = kept.size() == CANDLES_MAX * interval.unitsMax() && interval.unitsMax() > 1;
        final int from = Math.max(cut ? 1 : 0, candles.size() - CANDLES_MAX);
        return JsonBody.list(candles.subList(from, candles.size()));
    }

    private static InfoQuery fills(final Fields fields) throws RequestFault {
        final Address user = fields.address("user");
        final Span span = Span.of(fields, false);
        final boolean merge = fields.flag("aggregateByTime", false);
        final boolean reversed = fields.flag("reversed", false);
        return state -> {
            final int accountId = state.accountId(user);
            return accountId == NodeState.NONE
                ? Result.of(EMPTY)
                : sources -> sources.history()
                    .fills(accountId, span.fromNanos(), span.toNanos(), reversed, merge ? MERGED_FILLS_MAX : FILLS_MAX)
                    .thenApply(fills -> {
                        final List<WireFill> shown = fills.stream()
                            .map(fill -> WireFill.of(fill, sources.markets().spec(fill.marketId()))).toList();
                        return WireFill.list(merge ? merged(shown, reversed) : shown, FILLS_MAX);
                    });
        };
    }

    private static List<WireFill> merged(final List<WireFill> fills, final boolean reversed) {
        return reversed ? WireFill.merged(fills.reversed()).reversed() : WireFill.merged(fills);
    }

    /** Fills of slices: the last ones, newest first, or those of a time, oldest first. */
    private static InfoQuery sliceFills(final Fields fields, final Span span) throws RequestFault {
        final Address user = fields.address("user");
        final long fromNanos = span == null ? Long.MIN_VALUE : span.fromNanos();
        final long toNanos = span == null ? Long.MAX_VALUE : span.toNanos();
        return state -> {
            final int accountId = state.accountId(user);
            return accountId == NodeState.NONE
                ? Result.of(EMPTY)
                : sources -> sources.history().twapFills(accountId, fromNanos, toNanos, span == null, FILLS_MAX)
                    .thenApply(fills -> JsonBody.list(fills.stream().<JsonBody>map(
                        fill -> WireFill.of(fill, sources.markets().spec(fill.marketId()))::writeSlice).toList()));
        };
    }

    private static InfoQuery twaps(final Fields fields) throws RequestFault {
        final Address user = fields.address("user");
        return state -> {
            final int accountId = state.accountId(user);
            return accountId == NodeState.NONE
                ? Result.of(EMPTY)
                : sources -> sources.history().twapChanges(accountId, TWAPS_MAX)
                    .thenApply(changes -> WireTwap.history(changes, user, sources.markets()::spec));
        };
    }

    private static InfoQuery orders(final Fields fields) throws RequestFault {
        final Address user = fields.address("user");
        return state -> {
            final int accountId = state.accountId(user);
            return accountId == NodeState.NONE
                ? Result.of(EMPTY)
                : sources -> orders(sources, accountId);
        };
    }

    private static CompletionStage<JsonBody> orders(final Sources sources, final int accountId) {
        return sources.history().orders(accountId, ORDERS_MAX).thenApply(orders -> JsonBody.list(orders.stream()
            .<JsonBody>map(order -> WireOrder.of(order, sources.markets().spec(order.marketId()))::writeHistorical)
            .toList()));
    }

    /** What all users paid in, less what was paid out. */
    private static InfoQuery deposits(final Fields fields) throws RequestFault {
        fields.defaultDex();
        return state -> sources -> sources.history().ledgerMicros(HistoryReader.WHOLE_EXCHANGE).thenApply(micros -> json -> {
            json.writeStartObject();
            json.writeStringField("totalNetDeposit", WireDecimal.format(micros, MICRO_DECIMALS));
            json.writeEndObject();
        });
    }

    private static InfoQuery fundingRates(final Fields fields) throws RequestFault {
        final String coin = fields.text("coin");
        final Span span = Span.of(fields, false);
        return state -> {
            final int marketId = state.marketId(coin);
            return marketId == NodeState.NONE
                ? Result.of(NULL)
                : sources -> sources.history()
                    .fundingRates(marketId, span.fromNanos(), span.toNanos(), FUNDINGS_MAX)
                    .thenApply(rates -> JsonBody.list(rates.stream().<JsonBody>map(rate -> json ->
                        WireFunding.writeRate(json, rate, sources.markets().spec(marketId))).toList()));
        };
    }

    private static InfoQuery fundings(final Fields fields) throws RequestFault {
        final Address user = fields.address("user");
        final Span span = Span.of(fields, true);
        return state -> {
            final int accountId = state.accountId(user);
            return accountId == NodeState.NONE
                ? Result.of(EMPTY)
                : sources -> sources.history()
                    .fundingPayments(accountId, span.fromNanos(), span.toNanos(), false, FUNDINGS_MAX)
                    .thenApply(payments -> JsonBody.list(payments.stream().<JsonBody>map(payment ->
                        new WireFunding(payment, sources.markets().spec(payment.marketId()))::writeEntry).toList()));
        };
    }

    private static InfoQuery ledger(final Fields fields) throws RequestFault {
        final Address user = fields.address("user");
        final Span span = Span.of(fields, true);
        return state -> {
            final int accountId = state.accountId(user);
            return accountId == NodeState.NONE
                ? Result.of(EMPTY)
                : sources -> sources.history().ledger(accountId, span.fromNanos(), span.toNanos(), false, LEDGER_MAX)
                    .thenApply(entries -> JsonBody.list(entries.stream()
                        .map(entry -> WireLedgerEntry.of(user, entry, sources.markets()::spec)).toList()));
        };
    }
}
