package steelyard.client.bots;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import steelyard.client.SteelyardClient;
import steelyard.client.Wallet;
import steelyard.signing.Keccak;
import steelyard.signing.SigningKey;

/**
 * Market makers and takers on one server, through its public API. Their accounts need money before they can trade:
 * deposit to {@link #addresses} first; what is sent before is refused and counted. {@link #start}, {@link #summary}
 * and {@link #stop} may be called by any thread but the bots' own.
 */
public final class BotFleet {
    private static final int STOP_SECONDS = 10;

    private final BotConfig config;
    private final List<Wallet> wallets;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name("bots").factory());
    private final SteelyardClient client;
    private final BotCounters counters = new BotCounters();
    private final List<BotSession> sessions = new ArrayList<>();
    private boolean isAskingPrices;

    /** A fleet that does nothing yet. The same configuration has the same accounts. */
    public BotFleet(final BotConfig config) {
        this.config = config;
        wallets = IntStream.range(0, config.makers() + config.takers())
            .mapToObj(index -> Wallet.of(key(config.seed(), index)).on(config.network()))
            .toList();
        client = SteelyardClient.of(config.server(), thread);
    }

    /** The accounts of all bots, makers first. */
    public List<String> addresses() {
        return wallets.stream().map(Wallet::address).toList();
    }

    /**
     * Connects and begins to trade; done when each bot has tried to connect, failed when the markets are not to be
     * had.
     */
    public CompletableFuture<Void> start() {
        return client.info("meta").thenComposeAsync(this::start, thread);
    }

    /** What the bots have done so far. */
    public BotSummary summary() {
        return await(thread.submit(counters::summary));
    }

    /** Cancels all orders, closes all connections and says what was done. Takes at most some seconds. */
    public BotSummary stop() {
        final CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> { }, thread).thenComposeAsync(
            begun -> CompletableFuture.allOf(
                sessions.stream().map(BotSession::stop).toArray(CompletableFuture[]::new)), thread);
        await(stopped);
        final BotSummary summary = summary();
        client.close();
        thread.shutdownNow();
        return summary;
    }

    /** Asks for all oracle prices; done when they are known. */
    private CompletableFuture<Void> learnPrices(final Map<String, BotMarket> markets) {
        return client.info("metaAndAssetCtxs").thenAcceptAsync(answer ->
            markets.values().forEach(market ->
                market.onReference(answer.path(1).path(market.asset()).path("oraclePx"))), thread);
    }

    private void followPrices(final Map<String, BotMarket> markets) {
        if (!isAskingPrices) {
            isAskingPrices = true;
            learnPrices(markets).whenCompleteAsync((done, failure) -> {
                isAskingPrices = false;
                if (failure != null) {
                    counters.onReject("no prices");
                }
            }, thread);
        }
    }

    private CompletableFuture<Void> start(final JsonNode meta) {
        final Map<String, BotMarket> markets = new LinkedHashMap<>();
        BotMarket.of(meta, config.coins()).forEach(market -> markets.put(market.coin(), market));
        if (markets.isEmpty()) {
            return CompletableFuture.failedFuture(new IllegalStateException("no such markets: " + config.coins()));
        }
        final Random seeds = new Random(config.seed());
        for (int i = 0; i < wallets.size(); i++) {
            final BotSession session = new BotSession(client, thread, wallets.get(i), markets, counters);
            sessions.add(session);
            if (i < config.makers()) {
                startMaker(session, markets, seeds);
            } else {
                new Taker(session, List.copyOf(markets.values()), config, new Random(seeds.nextLong())).start(thread);
            }
        }
        thread.scheduleWithFixedDelay(counters.guarding(() -> followPrices(markets)),
            config.requoteMillis(), config.requoteMillis(), TimeUnit.MILLISECONDS);
        return learnPrices(markets).thenComposeAsync(known -> CompletableFuture.allOf(
            sessions.stream().map(BotSession::open).toArray(CompletableFuture[]::new)), thread);
    }

    private void startMaker(final BotSession session, final Map<String, BotMarket> markets, final Random seeds) {
        final List<MarketMaker> makers = markets.values().stream()
            .map(market -> new MarketMaker(session, market, config, new Random(seeds.nextLong())))
            .toList();
        session.listen(
            () -> makers.forEach(MarketMaker::reset),
            oid -> makers.forEach(maker -> maker.onOrderOver(oid)));
        for (final MarketMaker maker : makers) {
            final long firstMillis = seeds.nextInt(config.requoteMillis());
            thread.scheduleWithFixedDelay(
                counters.guarding(maker::quote), firstMillis, config.requoteMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static SigningKey key(final long seed, final int index) {
        return SigningKey.of(Keccak.hash(("steelyard bot " + seed + ' ' + index).getBytes(UTF_8)));
    }

    private static <T> T await(final Future<T> future) {
        try {
            return future.get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        } catch (final ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("the bots do not answer", failure);
        }
    }
}
