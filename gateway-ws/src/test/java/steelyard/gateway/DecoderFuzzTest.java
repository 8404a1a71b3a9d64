package steelyard.gateway;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import steelyard.gateway.exchange.ExchangeService;
import steelyard.gateway.exchange.Signers;
import steelyard.gateway.info.InfoService;
import steelyard.gateway.json.Json;
import steelyard.gateway.json.Reply;
import steelyard.gateway.json.RequestFault;
import steelyard.gateway.limit.ClientHost;
import steelyard.gateway.limit.LimitConfig;
import steelyard.gateway.limit.RequestBudgets;
import steelyard.gateway.reads.AccountDirectory;
import steelyard.gateway.reads.MarketDirectory;
import steelyard.gateway.reads.NodeReads;
import steelyard.gateway.stream.SubscriptionRequest;
import steelyard.model.RejectReason;

/**
 * Bytes that nearly are requests go to what decodes and proves actions, reads and subscriptions. Nothing may be thrown,
 * nothing may take long, and nothing may reach the log but actions that were signed: to change a byte that counts is to be
 * somebody else. {@code -Dfuzz.inputs=1000000} makes more, {@code -Dfuzz.seed} others.
 */
class DecoderFuzzTest extends GatewayFixture {
    private static final int INPUTS = Integer.getInteger("fuzz.inputs", 20_000);
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** Pauses of the machine are no faults of the decoders: a slow input must be slow again. */
    private static final int TRIES = 5;
    private static final int ASKED_AT_ONCE = 500;
    private static final Path CAPTURED = Path.of("../signing/src/test/resources/vectors/requests.jsonl");
    private static final List<String> SUBSCRIPTIONS = List.of(
        "{\"type\":\"l2Book\",\"coin\":\"BTC\",\"nSigFigs\":5,\"mantissa\":2,\"fast\":true}",
        "{\"type\":\"candle\",\"coin\":\"ETH\",\"interval\":\"1m\"}", "{\"type\":\"allMids\",\"dex\":\"\"}",
        "{\"type\":\"userFills\",\"user\":\"" + OTHER + "\",\"aggregateByTime\":false}",
        "{\"type\":\"activeAssetData\",\"user\":\"" + OTHER + "\",\"coin\":\"BTC\"}");
    private static final List<String> READS = List.of(
        "{\"type\":\"l2Book\",\"coin\":\"BTC\",\"nSigFigs\":5,\"mantissa\":null}", "[\"userRole\",\"" + OTHER + "\"]",
        "{\"type\":\"orderStatus\",\"user\":\"" + OTHER + "\",\"oid\":\"0x00000000000000000000000000000001\"}",
        "{\"type\":\"candleSnapshot\",\"req\":{\"coin\":\"BTC\",\"interval\":\"1h\",\"startTime\":1,\"endTime\":2}}",
        "{\"type\":\"userFillsByTime\",\"user\":\"" + OTHER + "\",\"startTime\":1,\"reversed\":true}",
        "{\"type\":\"portfolio\",\"user\":\"" + OTHER + "\"}", "{\"type\":\"marginTable\",\"id\":50}");

    @FunctionalInterface
    private interface Target {
        void take(byte[] input) throws RequestFault;
    }

    private final MarketDirectory markets = new MarketDirectory();
    private final NodeReads reads = new NodeReads(node, markets);
    private final LimitConfig limits = LimitConfig.DEFAULT;
    private final RequestBudgets budgets = new RequestBudgets(limits,
        accountId -> node.ledgerMicros(accountId).thenApply(micros -> new RequestBudgets.Earned(micros, 0)));

    @Test
    void shouldTakeAnyBytesForAnAction() throws IOException {
        node.script = command -> Events.of().refused(RejectReason.ACTION_EXPIRED, 0, 0);
        final ExchangeService service = new ExchangeService(node, reads, markets, budgets);
        final List<String> seeds = Files.readAllLines(CAPTURED);
        final Signers.Memory memory = new Signers.Memory();
        final Target target = input -> service.execute(
            Json.parse(new ByteArrayInputStream(input)), memory, steelyard.gateway.limit.Client.LOCAL, Runnable::run, reply -> { });
        for (final String seed : seeds) {
            feed(target, seed.getBytes(StandardCharsets.UTF_8));
        }
        final Set<String> signed = SignedCommands.taken(node);
        assertTrue(signed.size() > 10, "the seeds themselves must reach the log");
        run(target, seeds);
        final Set<String> others = SignedCommands.taken(node);
        others.removeAll(signed);
        assertTrue(others.isEmpty(), () -> "reached the log: " + others);
    }

    @Test
    void shouldTakeAnyBytesForARead() {
        final InfoService service =
            new InfoService(reads, node, markets, new AccountDirectory(reads), budgets);
        run(input -> service.answer(Json.parse(new ByteArrayInputStream(input)), ClientHost.EXEMPT, Runnable::run,
            (final Reply reply) -> { }), READS);
    }

    @Test
    void shouldTakeAnyBytesForASubscription() {
        run(input -> SubscriptionRequest.of(Json.parse(new ByteArrayInputStream(input)), markets), SUBSCRIPTIONS);
    }

    private void run(final Target target, final List<String> seeds) {
        final Mutator mutator =
            new Mutator(SEED, seeds.stream().map(seed -> seed.getBytes(StandardCharsets.UTF_8)).toList());
        for (int i = 0; i < INPUTS; i++) {
            feed(target, mutator.next());
            if (i % ASKED_AT_ONCE == 0) {
                node.run(() -> { });
            }
        }
    }

    private void feed(final Target target, final byte[] input) {
        for (int tries = 0; tries < TRIES; tries++) {
            final long start = System.nanoTime();
            try {
                target.take(input);
            } catch (final RequestFault refused) {
                // As it should.
            } catch (final RuntimeException | Error failure) {
                fail(text(input), failure);
            }
            if (System.nanoTime() - start <= LONGEST_NANOS) {
                return;
            }
        }
        fail("takes too long: " + text(input));
    }

    private static String text(final byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }
}
