package steelyard.server.cli;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import steelyard.model.MarketSpec;
import steelyard.model.WireDecimal;
import steelyard.node.MarketView;
import steelyard.server.EventCounters;
import steelyard.server.Server;
import steelyard.server.readmodel.ReadModels;

/**
 * What came of a run, with a check that no money appeared or vanished: by what all accounts together, the exchange's own
 * included, are worth more than at the start, must have been deposited. Marks do not matter to that sum, because in
 * each market all positions add up to zero.
 */
final class RunSummary {
    private static final int MICROS_DECIMALS = 6;
    private static final int MARKETS_SHOWN_MAX = 20;

    private final Server server;
    private final long worthBeforeMicros;
    private final long depositsBeforeMicros;

    /** Begins; nothing is deposited at this moment. */
    RunSummary(final Server server) {
        this.server = server;
        this.worthBeforeMicros = ask(RunSummary::worthMicros);
        this.depositsBeforeMicros = server.counters().depositedMicros();
    }

    private static long worthMicros(final ReadModels models) {
        long sum = 0;
        for (int id = 0; id < models.accountCount(); id++) {
            sum = Math.addExact(sum, models.account(id).accountValueMicros());
        }
        return sum;
    }

    /** Prints the summary; nothing is deposited at this moment. Answers whether the books balance. */
    boolean print(final PrintStream out) {
        final EventCounters counters = server.counters();
        out.printf("orders         %,d placed%n", counters.ordersPlaced());
        out.printf("trades         %,d worth %s USDC%n", counters.trades(), usdc(counters.volumeMicros()));
        counters.rejects().forEach((reason, count) -> out.printf("refused        %,d  %s%n", count, reason));
        printOpenInterest(out, ask(RunSummary::markets));
        final long worthMicros = ask(RunSummary::worthMicros) - worthBeforeMicros;
        final long depositsMicros = counters.depositedMicros() - depositsBeforeMicros;
        final boolean balances = worthMicros == depositsMicros;
        out.printf("conservation   %s USDC deposited, all accounts together worth %s USDC more: %s%n",
            usdc(depositsMicros), usdc(worthMicros), balances ? "exact" : "MONEY IS NOT CONSERVED");
        return balances;
    }

    private static Map<String, MarketView> markets(final ReadModels models) {
        final Map<String, MarketView> views = new LinkedHashMap<>();
        for (int id = 0; id < models.marketCount(); id++) {
            views.put(models.market(id).spec().coin(), models.market(id));
        }
        return views;
    }

    private static void printOpenInterest(final PrintStream out, final Map<String, MarketView> markets) {
        if (markets.size() <= MARKETS_SHOWN_MAX) {
            markets.forEach((coin, view) -> printOpenInterest(out, coin, view));
            return;
        }
        final long worthMicros = markets.values().stream()
            .mapToLong(view -> Math.abs(view.markPriceTicks()) * view.openInterestLots()).sum();
        out.printf("open interest  %,d markets, worth %s USDC%n", markets.size(), usdc(worthMicros));
    }

    private static void printOpenInterest(final PrintStream out, final String coin, final MarketView view) {
        final MarketSpec spec = view.spec();
        out.printf("open interest  %-7s %s, worth %s USDC%n", coin,
            WireDecimal.format(view.openInterestLots(), spec.sizeDecimals()),
            usdc(Math.abs(view.markPriceTicks()) * view.openInterestLots()));
    }

    private static String usdc(final long micros) {
        return String.format(Locale.ROOT, "%,.6f", BigDecimal.valueOf(micros, MICROS_DECIMALS));
    }

    private <T> T ask(final Function<ReadModels, T> question) {
        final CompletableFuture<T> answer = new CompletableFuture<>();
        server.node().ask(models -> answer.complete(question.apply(models)));
        return answer.orTimeout(10, TimeUnit.SECONDS).join();
    }
}
