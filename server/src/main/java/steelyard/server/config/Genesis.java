package steelyard.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import steelyard.model.AssetClass;
import steelyard.model.MarketParameter;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.model.PriceGrid;

/**
 * What an exchange begins with: its parameters and first markets. The same file on every node; its SHA-256 is part of
 * the state.
 *
 * @param hash       SHA-256 of the file
 * @param parameters values that differ from their defaults, in the file's order
 * @param markets    in the order of their ids
 * @param fees       of the fee groups that have a schedule
 * @param calendars  when the underlyings of markets are closed
 */
public record Genesis(
    byte[] hash, Map<Parameter, Long> parameters, List<Market> markets, List<Fees> fees, List<Calendar> calendars) {
    /** A market, the state in which it is listed, and risk numbers that differ from their defaults. */
    public record Market(MarketSpec spec, MarketState state, Map<MarketParameter, Long> risk) {
    }

    /** What a fee group pays. */
    public record Fees(int group, List<FeeTier> tiers, List<MakerTier> makerTiers) {
    }

    /** Rates from a volume of 14 days on, in whole USDC. */
    public record FeeTier(long volumeFromUsdc, int takerNanos, int makerNanos) {
    }

    /** The rate of makers above a share of all volume, in millionths. */
    public record MakerTier(int shareFromE6, int makerNanos) {
    }

    private static final int GROUP_MAX = 15;
    private static final int RATE_MAX_NANOS = 10_000_000;

    /** Reads a genesis file; its form is described in {@code docs/reference/configuration.md}. */
    public static Genesis read(final Path file) {
        final YamlSection yaml = YamlSection.read(file);
        final List<Calendar> calendars = Calendar.all(yaml);
        final Genesis genesis = new Genesis(
            sha256(file), parameters(yaml.section("parameters")), markets(yaml, calendars), allFees(yaml), calendars);
        yaml.end();
        return genesis;
    }

    /** Every key there is, those of a market as of a list; parameters are keys of their own. */
    static Set<String> keys() {
        final YamlSection yaml = YamlSection.empty(Path.of("genesis.yaml"));
        parameters(yaml.section("parameters"));
        markets(yaml, List.of());
        market(yaml.section("markets[]"), 0);
        yaml.known().remove("markets[]");
        allFees(yaml);
        final YamlSection fees = yaml.section("fees[]");
        fees(fees);
        feeTier(fees.section("tiers[]"));
        makerTier(fees.section("makerTiers[]"));
        yaml.known().removeAll(Set.of("fees[]", "fees[].tiers[]", "fees[].makerTiers[]"));
        Calendar.describe(yaml);
        return yaml.known();
    }

    private static byte[] sha256(final Path file) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        } catch (final IOException unreadable) {
            throw new ConfigException(file + ": cannot be read: " + unreadable.getMessage());
        } catch (final NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Map<Parameter, Long> parameters(final YamlSection yaml) {
        final Map<Parameter, Long> values = new LinkedHashMap<>();
        for (final String key : yaml.keys()) {
            final Parameter parameter = parameter(yaml, key);
            final long value = yaml.number(key, 0, Long.MIN_VALUE, Long.MAX_VALUE);
            if (!parameter.allows(value)) {
                throw yaml.problem(key, "is out of its range: " + value);
            }
            values.put(parameter, value);
        }
        return values;
    }

    private static Parameter parameter(final YamlSection yaml, final String key) {
        for (final Parameter parameter : Parameter.values()) {
            if (parameter.name().equalsIgnoreCase(key)) {
                return parameter;
            }
        }
        throw yaml.problem(key, "is no parameter of the exchange");
    }

    private static List<Market> markets(final YamlSection yaml, final List<Calendar> calendars) {
        final List<Market> markets = new ArrayList<>();
        final Set<String> coins = new HashSet<>();
        for (final YamlSection section : yaml.sections("markets")) {
            final Market market = market(section, markets.size());
            final MarketSpec spec = market.spec();
            if (spec.violation() != null) {
                throw section.problem("coin", spec.coin() + ": " + spec.violation());
            }
            if (!coins.add(spec.coin())) {
                throw section.problem("coin", spec.coin() + " is listed twice");
            }
            final long calendarId = market.risk().getOrDefault(MarketParameter.CALENDAR, 0L);
            if (calendarId != 0 && calendars.stream().noneMatch(calendar -> calendar.id() == calendarId)) {
                throw section.problem("risk", spec.coin() + ": there is no calendar " + calendarId);
            }
            markets.add(market);
        }
        return List.copyOf(markets);
    }

    private static Market market(final YamlSection yaml, final int marketId) {
        return new Market(spec(yaml, marketId), yaml.choice("state", MarketState.class, MarketState.ACTIVE),
            risk(yaml.section("risk")));
    }

    private static Map<MarketParameter, Long> risk(final YamlSection yaml) {
        final Map<MarketParameter, Long> values = new LinkedHashMap<>();
        for (final String key : yaml.keys()) {
            final MarketParameter parameter = Arrays.stream(MarketParameter.values())
                .filter(each -> each.name().equalsIgnoreCase(key)).findFirst()
                .orElseThrow(() -> yaml.problem(key, "is no risk number of a market"));
            final long value = yaml.number(key, 0, Long.MIN_VALUE, Long.MAX_VALUE);
            if (!parameter.allows(value)) {
                throw yaml.problem(key, "is out of its range: " + value);
            }
            values.put(parameter, value);
        }
        return values;
    }

    private static List<Fees> allFees(final YamlSection yaml) {
        return yaml.sections("fees").stream().map(Genesis::fees).toList();
    }

    private static Fees fees(final YamlSection yaml) {
        return new Fees((int) yaml.number("group", 0, 0, GROUP_MAX),
            yaml.sections("tiers").stream().map(Genesis::feeTier).toList(),
            yaml.sections("makerTiers").stream().map(Genesis::makerTier).toList());
    }

    private static FeeTier feeTier(final YamlSection yaml) {
        return new FeeTier(yaml.number("volumeFromUsdc", 0, 0, Long.MAX_VALUE),
            (int) yaml.number("takerNanos", 0, 0, RATE_MAX_NANOS),
            (int) yaml.number("makerNanos", 0, -RATE_MAX_NANOS, RATE_MAX_NANOS));
    }

    private static MakerTier makerTier(final YamlSection yaml) {
        return new MakerTier((int) Math.min(yaml.decimal("shareFrom", "0", 6), Integer.MAX_VALUE),
            (int) yaml.number("makerNanos", 0, -RATE_MAX_NANOS, RATE_MAX_NANOS));
    }

    private static MarketSpec spec(final YamlSection yaml, final int marketId) {
        final int sizeDecimals = (int) yaml.number("sizeDecimals", 0, 0, MarketSpec.DECIMALS);
        final int priceDecimals = MarketSpec.DECIMALS - sizeDecimals;
        final boolean hasTick = yaml.has("tick");
        final long step = yaml.decimal("tick", "0", priceDecimals);
        final int maxLeverage = (int) yaml.number("maxLeverage", 10, 1, 1_000);
        return new MarketSpec(
            marketId,
            yaml.text("coin"),
            yaml.choice("class", AssetClass.class, AssetClass.CRYPTO),
            sizeDecimals,
            hasTick ? PriceGrid.TICK : PriceGrid.SIGNIFICANT_5,
            step,
            yaml.flag("nonPositivePrices", false),
            maxLeverage,
            (int) yaml.number("defaultLeverage", Math.min(maxLeverage, 20), 1, maxLeverage),
            yaml.decimal("minNotional", "10", 6),
            yaml.decimal("maxPrice", null, priceDecimals),
            yaml.decimal("maxOrder", null, sizeDecimals),
            yaml.decimal("maxPosition", null, sizeDecimals),
            TimeUnit.MILLISECONDS.toNanos(yaml.number("staleAfterMillis", 10_000, 1, 86_400_000)),
            (int) yaml.number("priceQuorum", 1, 1, 255),
            yaml.decimal("priceBand", "0", 9),
            yaml.decimal("openInterestCap", "0", 6));
    }
}
