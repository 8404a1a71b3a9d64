package steelyard.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import steelyard.model.MarketSpec;
import steelyard.model.PriceGrid;
import steelyard.model.WireDecimal;
import steelyard.server.StartException;
import steelyard.server.config.Genesis;
import steelyard.server.config.NodeConfig;

/** Configurations of any number of markets, made of the demo's: the same again and again under numbered names. */
final class ManyMarkets {
    /** So many of them, the first ones, have prices. */
    static final int PRICED_MAX = 200;

    private ManyMarkets() {
    }

    /**
     * Writes genesis and configuration of a node into its data directory, the same ones for the same number.
     *
     * @param pattern   a configuration with simulated prices for its markets
     * @param directory the node's data directory
     * @return the configuration's file
     */
    static Path write(final NodeConfig pattern, final int count, final Path directory) {
        final List<Genesis.Market> markets = Genesis.read(pattern.genesisFile()).markets();
        final StringBuilder genesis = new StringBuilder("markets:\n");
        final StringBuilder prices = new StringBuilder();
        for (int i = 0; i < count; i++) {
            final MarketSpec spec = markets.get(i % markets.size()).spec();
            final String coin = coin(spec, i / markets.size());
            genesis.append(entry(spec, coin));
            if (i < PRICED_MAX) {
                prices.append("      ").append(coin).append(": ").append(price(pattern, spec)).append('\n');
            }
        }
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("genesis.yaml"), genesis);
            return Files.writeString(directory.resolve("steelyard.yaml"), """
                directory: .
                gateway: {port: %d}
                admin: {port: %d}
                prices:
                  simulation:
                    seed: 42
                    basePrices:
                """.formatted(pattern.gateway().port(), pattern.admin().port()) + prices);
        } catch (final IOException unwritable) {
            throw new StartException(directory + " cannot be written: " + unwritable.getMessage() + ".");
        }
    }

    /** The coins of the first markets, those with prices. */
    static List<String> pricedCoins(final NodeConfig pattern, final int count) {
        final List<Genesis.Market> markets = Genesis.read(pattern.genesisFile()).markets();
        final List<String> coins = new ArrayList<>();
        for (int i = 0; i < Math.min(count, PRICED_MAX); i++) {
            coins.add(coin(markets.get(i % markets.size()).spec(), i / markets.size()));
        }
        return coins;
    }

    private static String coin(final MarketSpec spec, final int round) {
        return round == 0 ? spec.coin() : spec.coin() + '-' + round;
    }

    private static String price(final NodeConfig pattern, final MarketSpec spec) {
        final Map<String, Long> prices = pattern.prices().simulation().basePriceE8();
        return WireDecimal.format(prices.get(spec.coin()), WireDecimal.SCALE);
    }

    private static String entry(final MarketSpec spec, final String coin) {
        final int priceDecimals = spec.priceDecimals();
        final String tick = spec.gridKind() == PriceGrid.TICK
            ? ", tick: " + WireDecimal.format(spec.gridStepTicks(), priceDecimals) : "";
        return "  - {coin: " + coin + ", class: " + spec.assetClass().name().toLowerCase(Locale.ROOT)
            + ", sizeDecimals: " + spec.sizeDecimals() + tick
            + ", nonPositivePrices: " + spec.allowsNonPositive()
            + ", maxLeverage: " + spec.maxLeverage()
            + ", maxPrice: " + WireDecimal.format(spec.maxPriceTicks(), priceDecimals)
            + ", maxOrder: " + WireDecimal.format(spec.maxOrderLots(), spec.sizeDecimals())
            + ", maxPosition: " + WireDecimal.format(spec.maxPositionLots(), spec.sizeDecimals()) + "}\n";
    }
}
