package steelyard.server;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.agrona.concurrent.SystemEpochNanoClock;
import steelyard.model.MarketSpec;
import steelyard.oracle.Playback;
import steelyard.oracle.PricePublisher;
import steelyard.oracle.PriceSource;
import steelyard.oracle.RecordedPrices;
import steelyard.oracle.SimulatedMarket;
import steelyard.oracle.SimulatedPrices;
import steelyard.server.config.NodeConfig;

/** The price sources of a node, as its configuration names them. */
final class PriceFeeds {
    private PriceFeeds() {
    }

    /**
     * A publisher of the configured sources, not started; {@code null} if there are none.
     *
     * @param markets what is listed, by coin
     * @param onEnded told when a recording has ended
     */
    static PricePublisher create(
        final Node node, final Map<String, MarketSpec> markets, final Consumer<PriceSource> onEnded) {
        final NodeConfig.Prices prices = node.config().prices();
        final List<PriceSource> sources = new ArrayList<>();
        if (prices.simulation() != null) {
            sources.add(simulation(prices.simulation(), markets));
        }
        if (prices.recording() != null) {
            sources.add(recording(prices.recording(), markets));
        }
        return sources.isEmpty() ? null : new PricePublisher(node.commands(), sources,
            Duration.ofNanos(prices.intervalNanos()), new SystemEpochNanoClock(), onEnded);
    }

    private static PriceSource simulation(
        final NodeConfig.Simulation config, final Map<String, MarketSpec> markets) {
        final List<SimulatedMarket> simulated = new ArrayList<>();
        config.basePriceE8().forEach((coin, basePriceE8) -> {
            if (!markets.containsKey(coin)) {
                throw new StartException("prices.simulation.basePrices names " + coin + ", which is not listed.");
            }
            simulated.add(SimulatedMarket.of(markets.get(coin), basePriceE8));
        });
        return new SimulatedPrices(config.sourceId(), config.seed(), simulated);
    }

    private static PriceSource recording(
        final NodeConfig.RecordingFile config, final Map<String, MarketSpec> markets) {
        try {
            return new RecordedPrices(config.sourceId(), config.file(),
                coin -> markets.containsKey(coin) ? markets.get(coin).marketId() : -1,
                new Playback(config.speed(), Playback.DEFAULT.holdMax(), null));
        } catch (final IOException unreadable) {
            throw new StartException(unreadable.getMessage());
        }
    }
}
