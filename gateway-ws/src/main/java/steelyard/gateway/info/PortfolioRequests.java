package steelyard.gateway.info;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import steelyard.gateway.info.InfoQuery.Result;
import steelyard.gateway.info.InfoQuery.Sources;
import steelyard.gateway.info.Portfolio.Change;
import steelyard.gateway.info.Portfolio.Period;
import steelyard.gateway.info.Portfolio.Price;
import steelyard.gateway.json.Fields;
import steelyard.gateway.json.JsonBody;
import steelyard.gateway.json.RequestFault;
import steelyard.model.Side;
import steelyard.node.AccountView;
import steelyard.node.AccountView.PositionView;
import steelyard.node.HistoryReader;
import steelyard.node.HistoryReader.CandleUnit;
import steelyard.node.HistoryReader.DayVolume;
import steelyard.node.HistoryReader.Fill;
import steelyard.node.HistoryReader.FundingPayment;
import steelyard.node.HistoryReader.LedgerEntry;
import steelyard.node.NodeState;
import steelyard.protocol.Address;

/** The question for an account's value over time: gathers what {@link Portfolio} goes back by. */
final class PortfolioRequests {
    /** Changes of each kind that are looked at; beyond the oldest of them nothing is told. */
    private static final int CHANGES_MAX = 20_000;
    private static final int PRICES_MAX = 5_000;
    private static final int MARKETS_MAX = 50;

    static final List<InfoRequest> ALL = List.of(InfoRequest.of("portfolio", PortfolioRequests::portfolio, "user"));

    private PortfolioRequests() {
    }

    private record Events(
        List<Fill> fills, List<LedgerEntry> ledger, List<FundingPayment> fundings, List<DayVolume> volumes) {
    }

    private static InfoQuery portfolio(final Fields fields) throws RequestFault {
        final Address user = fields.address("user");
        return state -> {
            final long now = TimeUnit.NANOSECONDS.toMillis(state.logTimeNanos());
            final int accountId = state.accountId(user);
            if (accountId == NodeState.NONE) {
                return Result.of(new Portfolio(now, 0, Map.of(), Map.of(), List.of(), Map.of(), now,
                    List.of(0L, 0L, 0L, 0L)));
            }
            final AccountView account = state.account(accountId);
            final Map<Integer, Long> marks = new HashMap<>();
            for (int id = 0; id < state.marketCount(); id++) {
                marks.put(id, state.market(id).markPriceTicks());
            }
            return sources -> events(sources, accountId)
                .thenCompose(events -> portfolio(sources, now, account, marks, events));
        };
    }

    private static CompletionStage<Events> events(final Sources sources, final int accountId) {
        final HistoryReader history = sources.history();
        return history.fills(accountId, 0, Long.MAX_VALUE, true, CHANGES_MAX).thenCompose(fills ->
            history.ledger(accountId, 0, Long.MAX_VALUE, true, CHANGES_MAX).thenCompose(ledger ->
                history.fundingPayments(accountId, 0, Long.MAX_VALUE, true, CHANGES_MAX).thenCompose(fundings ->
                    history.volumes(accountId, 0).thenApply(volumes ->
                        new Events(fills, ledger, fundings, volumes)))));
    }

    private static CompletionStage<JsonBody> portfolio(
        final Sources sources, final long now, final AccountView account, final Map<Integer, Long> marks,
        final Events events) {
        final List<Change> changes = changes(events);
        final long begin = begin(events, changes, now);
        final Map<Integer, Long> positions = new HashMap<>();
        long cash = account.accountValueMicros();
        for (final PositionView position : account.positions()) {
            positions.put(position.marketId(), position.quantityLots());
            cash -= position.quantityLots() * position.markPriceTicks();
        }
        final long cashMicros = cash;
        final TreeSet<Integer> traded = new TreeSet<>(positions.keySet());
        changes.stream().filter(change -> change.lots() != 0).forEach(change -> traded.add(change.marketId()));
        return prices(sources.history(), traded.stream().limit(MARKETS_MAX).toList(), begin, now).thenApply(prices ->
            new Portfolio(now, cashMicros, positions, marks, changes, prices, begin, volumes(events.volumes(), now)));
    }

    private static List<Change> changes(final Events events) {
        final List<Change> changes = new ArrayList<>();
        for (final Fill fill : events.fills()) {
            final long lots = fill.side() == Side.BUY ? fill.quantityLots() : -fill.quantityLots();
            changes.add(new Change(millis(fill.timestampNanos()),
                -lots * fill.priceTicks() - fill.feeMicros(), 0, fill.marketId(), lots));
        }
        for (final LedgerEntry entry : events.ledger()) {
            final long amount = entry.amountMicros() - entry.feeMicros();
            changes.add(new Change(millis(entry.timestampNanos()), amount, amount, 0, 0));
        }
        for (final FundingPayment payment : events.fundings()) {
            changes.add(new Change(millis(payment.timestampNanos()), -payment.amountMicros(), 0, 0, 0));
        }
        changes.sort(Comparator.comparingLong(Change::timeMillis).reversed());
        return changes;
    }

    private static long millis(final long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    /** The oldest change, or the time after which no list was cut. */
    private static long begin(final Events events, final List<Change> changes, final long now) {
        long begin = changes.isEmpty() ? now : changes.getLast().timeMillis();
        if (events.fills().size() == CHANGES_MAX) {
            begin = Math.max(begin, millis(events.fills().getLast().timestampNanos()));
        }
        if (events.ledger().size() == CHANGES_MAX) {
            begin = Math.max(begin, millis(events.ledger().getLast().timestampNanos()));
        }
        if (events.fundings().size() == CHANGES_MAX) {
            begin = Math.max(begin, millis(events.fundings().getLast().timestampNanos()));
        }
        return begin;
    }

    private static List<Long> volumes(final List<DayVolume> days, final long now) {
        final List<Long> volumes = new ArrayList<>();
        for (final Period period : Period.values()) {
            volumes.add(days.stream().filter(day -> day.day() >= period.firstDay(now))
                .mapToLong(day -> day.makerMicros() + day.takerMicros()).sum());
        }
        return volumes;
    }

    /** Closing prices: of days, of the last month by four hours, of the last day by the minute. */
    private static CompletionStage<Map<Integer, List<Price>>> prices(
        final HistoryReader history, final List<Integer> marketIds, final long begin, final long now) {
        CompletionStage<Map<Integer, List<Price>>> all = CompletableFuture.completedFuture(new HashMap<>());
        for (final int marketId : marketIds) {
            for (final CandleUnit unit : List.of(CandleUnit.DAY, CandleUnit.FOUR_HOURS, CandleUnit.MINUTE)) {
                final long from = Math.max(begin - unit.millis(), now - PRICES_MAX * unit.millis());
                all = all.thenCombine(history.candles(marketId, unit, from, now, PRICES_MAX), (prices, candles) -> {
                    final List<Price> list = prices.computeIfAbsent(marketId, id -> new ArrayList<>());
                    candles.forEach(candle -> list.add(
                        new Price(candle.startMillis() + unit.millis() - 1, candle.closeTicks())));
                    return prices;
                });
            }
        }
        return all.thenApply(prices -> {
            prices.values().forEach(list -> list.sort(Comparator.comparingLong(Price::timeMillis)));
            return prices;
        });
    }
}
