package steelyard.gateway.info;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import steelyard.gateway.info.InfoQuery.Result;
import steelyard.gateway.info.InfoQuery.Sources;
import steelyard.gateway.json.Aggregation;
import steelyard.gateway.json.Fields;
import steelyard.gateway.json.JsonBody;
import steelyard.gateway.json.Reply;
import steelyard.gateway.json.RequestFault;
import steelyard.gateway.json.Times;
import steelyard.gateway.json.WireBook;
import steelyard.gateway.json.WireMarket;
import steelyard.gateway.json.WireTrade;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.model.WireDecimal;
import steelyard.node.BookView;
import steelyard.node.HistoryReader.Trade;
import steelyard.node.MarketView;
import steelyard.node.NodeState;

/** Questions about markets. */
final class MarketRequests {
    private static final int RECENT_TRADES = 30;
    private static final int MICRO_DECIMALS = 6;
    private static final int NANO_DECIMALS = 9;
    private static final int SINGLE_TIER_TABLES = 1000;
    /** What clients know the venue itself by among the venues of a prediction. */
    private static final String VENUE = "HlPerp";
    private static final String ENTRY_STOPPED = "no new orders";
    private static final JsonBody NULL = JsonGenerator::writeNull;

    static final List<InfoRequest> ALL = List.of(
        InfoRequest.of("meta", MarketRequests::meta, "dex"),
        InfoRequest.of("metaAndAssetCtxs", MarketRequests::metaAndContexts, "dex"),
        InfoRequest.of("allPerpMetas", fields -> state -> allMetas()),
        InfoRequest.of("marginTable", MarketRequests::marginTable, "id", "dex"),
        InfoRequest.of("perpsAtOpenInterestCap", MarketRequests::atCap, "dex"),
        InfoRequest.of("maxMarketOrderNtls", fields -> MarketRequests::marketOrderValues),
        InfoRequest.of("allMids", MarketRequests::allMids, "dex"),
        InfoRequest.of("l2Book", MarketRequests::book, "coin", "nSigFigs", "mantissa"),
        InfoRequest.of("recentTrades", MarketRequests::recentTrades, "coin"),
        InfoRequest.of("predictedFundings", fields -> MarketRequests::predictedFundings),
        InfoRequest.of("exchangeStatus", fields -> MarketRequests::exchangeStatus));

    private MarketRequests() {
    }

    private static InfoQuery meta(final Fields fields) throws RequestFault {
        fields.defaultDex();
        return state -> Result.with(sources -> json -> WireMarket.writeMeta(json, sources.markets().all()));
    }

    private static Result allMetas() {
        return Result.with(sources -> json -> {
            json.writeStartArray();
            WireMarket.writeMeta(json, sources.markets().all());
            json.writeEndArray();
        });
    }

    private static InfoQuery metaAndContexts(final Fields fields) throws RequestFault {
        fields.defaultDex();
        return state -> {
            final List<MarketView> markets = markets(state);
            return Result.of(json -> {
                json.writeStartArray();
                WireMarket.writeMeta(json, markets.stream().map(MarketView::spec).toList());
                json.writeStartArray();
                for (final MarketView market : markets) {
                    WireMarket.writeContext(json, market);
                }
                json.writeEndArray();
                json.writeEndArray();
            });
        };
    }

    private static InfoQuery atCap(final Fields fields) throws RequestFault {
        fields.defaultDex();
        return state -> {
            final List<MarketView> markets = markets(state);
            return Result.of(json -> WireMarket.writeCapped(json, markets));
        };
    }

    /** The largest values of orders that execute at once, by the least leverage of their markets; without a limit none. */
    private static Result marketOrderValues(final NodeState state) {
        final Map<Integer, Long> values = new LinkedHashMap<>();
        values.put(1, state.parameter(Parameter.MARKET_VALUE_1_MICROS));
        values.put(10, state.parameter(Parameter.MARKET_VALUE_10_MICROS));
        values.put(20, state.parameter(Parameter.MARKET_VALUE_20_MICROS));
        values.put(25, state.parameter(Parameter.MARKET_VALUE_25_MICROS));
        return Result.of(json -> {
            json.writeStartArray();
            for (final Map.Entry<Integer, Long> value : values.entrySet()) {
                if (value.getValue() != 0) {
                    json.writeStartArray();
                    json.writeNumber(value.getKey());
                    json.writeString(WireDecimal.format(value.getValue(), MICRO_DECIMALS));
                    json.writeEndArray();
                }
            }
            json.writeEndArray();
        });
    }

    private static InfoQuery marginTable(final Fields fields) throws RequestFault {
        fields.defaultDex();
        final int id = fields.small("id");
        if (id == 0 || id > SINGLE_TIER_TABLES) {
            throw new RequestFault(Reply.UNAVAILABLE);
        }
        return state -> Result.of(json -> WireMarket.writeMarginTable(json, id));
    }

    private static InfoQuery allMids(final Fields fields) throws RequestFault {
        fields.defaultDex();
        return state -> {
            final Map<String, String> mids = new LinkedHashMap<>();
            for (final MarketView market : markets(state)) {
                mids.put(market.spec().coin(), WireMarket.mid(market));
            }
            return Result.of(json -> {
                json.writeStartObject();
                for (final Map.Entry<String, String> mid : mids.entrySet()) {
                    if (mid.getValue() != null) {
                        json.writeStringField(mid.getKey(), mid.getValue());
                    }
                }
                json.writeEndObject();
            });
        };
    }

    private static List<MarketView> markets(final NodeState state) {
        final List<MarketView> markets = new ArrayList<>(state.marketCount());
        for (int id = 0; id < state.marketCount(); id++) {
            markets.add(state.market(id));
        }
        return markets;
    }

    private static InfoQuery book(final Fields fields) throws RequestFault {
        final String coin = fields.text("coin");
        final Aggregation aggregation = Aggregation.of(fields.small("nSigFigs", 0), fields.small("mantissa", 0));
        if (aggregation == null) {
            throw new RequestFault(Reply.UNAVAILABLE);
        }
        return state -> {
            final int marketId = state.marketId(coin);
            if (marketId == NodeState.NONE) {
                return Result.of(NULL);
            }
            final BookView book = state.book(marketId, WireBook.depth(aggregation));
            return Result.with(sources -> json -> new WireBook(sources.markets().spec(marketId), book)
                .writeLevels(json, aggregation, false));
        };
    }

    private static InfoQuery recentTrades(final Fields fields) throws RequestFault {
        final String coin = fields.text("coin");
        return state -> {
            final int marketId = state.marketId(coin);
            return marketId == NodeState.NONE
                ? Result.of(NULL)
                : sources -> sources.history().trades(marketId, RECENT_TRADES)
                    .thenComposeAsync(trades -> withAddresses(trades, sources), sources.loop());
        };
    }

    /** The rates fixed last, with the end of the hour under way; null where nothing is known of a market's funding. */
    private static Result predictedFundings(final NodeState state) {
        final List<MarketView> markets = markets(state);
        final long hourMillis = TimeUnit.HOURS.toMillis(1);
        final long nextMillis = (Times.millis(state.logTimeNanos()) / hourMillis + 1) * hourMillis;
        return Result.of(json -> {
            json.writeStartArray();
            for (final MarketView market : markets) {
                json.writeStartArray();
                json.writeString(market.spec().coin());
                json.writeStartArray();
                json.writeStartArray();
                json.writeString(VENUE);
                writePrediction(json, market.funding(), nextMillis);
                json.writeEndArray();
                json.writeEndArray();
                json.writeEndArray();
            }
            json.writeEndArray();
        });
    }

    private static void writePrediction(
        final JsonGenerator json, final MarketView.Funding funding, final long nextMillis) throws IOException {
        if (funding.equals(MarketView.Funding.NONE)) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringField("fundingRate", WireDecimal.format(funding.rateNanos(), NANO_DECIMALS));
        json.writeNumberField("nextFundingTime", nextMillis);
        json.writeNumberField("fundingIntervalHours", 1);
        json.writeEndObject();
    }

    private static CompletionStage<JsonBody> withAddresses(final List<Trade> trades, final Sources sources) {
        final List<Integer> accountIds = trades.stream()
            .flatMap(trade -> Stream.of(trade.makerAccountId(), trade.takerAccountId()))
            .toList();
        return sources.accounts().resolve(accountIds, sources.loop()).thenApply(resolved -> json -> {
            json.writeStartArray();
            for (final Trade trade : trades) {
                new WireTrade(sources.markets().spec(trade.marketId()), trade,
                    sources.accounts().address(trade.makerAccountId()),
                    sources.accounts().address(trade.takerAccountId())).write(json);
            }
            json.writeEndArray();
        });
    }

    private static Result exchangeStatus(final NodeState state) {
        final long timeNanos = state.logTimeNanos();
        final List<String> reasons = new ArrayList<>();
        if (state.isEntryStopped(NodeState.NONE)) {
            reasons.add(ENTRY_STOPPED);
        }
        for (final MarketView market : markets(state)) {
            final String coin = market.spec().coin() + ": ";
            if (market.state() != MarketState.ACTIVE) {
                reasons.add(coin + market.state().name().toLowerCase(Locale.ROOT));
            }
            if (state.isEntryStopped(market.spec().marketId())) {
                reasons.add(coin + ENTRY_STOPPED);
            }
        }
        return Result.with(sources -> json -> {
            if (sources.stale()) {
                reasons.addFirst("stale");
            }
            json.writeStartObject();
            json.writeNumberField("time", Times.millis(timeNanos));
            json.writeStringField("specialStatuses", reasons.isEmpty() ? null : String.join("; ", reasons));
            json.writeEndObject();
        });
    }
}
