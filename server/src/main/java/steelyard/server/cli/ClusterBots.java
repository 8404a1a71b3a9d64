package steelyard.server.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import steelyard.client.bots.BotConfig;
import steelyard.client.bots.BotFleet;
import steelyard.server.StartException;
import steelyard.server.local.LocalCluster;
import steelyard.server.local.LocalNode;
import steelyard.server.local.OperatorClient;

/** Bots on every node of a cluster, each node's with accounts of their own. */
final class ClusterBots {
    private static final String DEPOSIT_USDC = "10000000";
    /** The demo deposits from source 1. */
    private static final int SOURCE_ID = 2;
    private static final int MAKERS = 2;
    private static final int TAKERS = 1;
    private static final long START_SECONDS = 20;

    private final List<BotFleet> fleets = new ArrayList<>();

    private ClusterBots() {
    }

    /** Credits each bot once in the life of the exchange, and lets them trade. */
    static ClusterBots start(final LocalCluster cluster) throws IOException, InterruptedException {
        final ClusterBots bots = new ClusterBots();
        long number = 0;
        for (final LocalNode node : cluster.nodes()) {
            final BotFleet fleet = new BotFleet(config(node));
            for (final String address : fleet.addresses()) {
                deposit(node, address, ++number);
            }
            bots.fleets.add(fleet);
        }
        for (final BotFleet fleet : bots.fleets) {
            start(fleet);
        }
        return bots;
    }

    private static BotConfig config(final LocalNode node) {
        final BotConfig usual = BotConfig.of(node.api());
        return new BotConfig(usual.server(), usual.network(), 1 + node.id(), usual.coins(), MAKERS, TAKERS,
            usual.levels(), usual.levelNotionalMicros(), usual.inventoryMaxMicros(), usual.halfSpreadPpm(),
            usual.levelStepPpm(), usual.skewPpm(), usual.requoteMillis(), usual.takeMillis());
    }

    /** A number below the last one of its source was applied in an earlier run. */
    private static void deposit(final LocalNode node, final String address, final long number)
        throws IOException, InterruptedException {
        try {
            node.operators().post("/v1/deposits", OperatorClient.body()
                .put("address", address).put("amount", DEPOSIT_USDC).put("source", SOURCE_ID).put("number", number)
                .put("operator", "cluster").put("reason", "play money"));
        } catch (final OperatorClient.Refused refused) {
            if (!refused.isConflict()) {
                throw refused;
            }
        }
    }

    private static void start(final BotFleet fleet) throws InterruptedException {
        try {
            fleet.start().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (final ExecutionException | TimeoutException failed) {
            throw new StartException("The bots cannot trade: " + failed + ".");
        }
    }

    void stop() {
        for (final BotFleet fleet : fleets) {
            try {
                fleet.stop();
            } catch (final IllegalStateException gone) {
                System.err.println(gone.getMessage());
            }
        }
    }
}
