package steelyard.testkit.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.protocol.Address;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.Command.Remark;
import steelyard.testkit.ledger.Ledger;

/** What operators, price sources and banks send in a flow. */
final class FlowOperators {
    private static final int SOURCES = 4;
    /** Ids of parameters that the reference model knows are below this. */
    private static final int PARAMETERS_KNOWN = 20;
    /** Some sources publish at whole times only, so that two nodes may see the same. */
    private static final long COARSE = 100_000_000;
    private static final String HASH = "5e".repeat(32);

    private final Dice dice;
    private final FlowMarkets markets;
    private final FlowSigners signers;
    private final long[] depositNumbers = new long[SOURCES];

    FlowOperators(final Dice dice, final FlowMarkets markets, final FlowSigners signers) {
        this.dice = dice;
        this.markets = markets;
        this.signers = signers;
    }

    /** The genesis of a flow. */
    Command.ApplyGenesis genesis() {
        final List<Command.MarketListing> listings = new ArrayList<>();
        FlowMarkets.first().forEach(spec -> listings.add(new Command.MarketListing(spec, 0)));
        return new Command.ApplyGenesis(
            HASH, List.of(new Command.ParameterValue(Parameter.MAKER_FEE_NANOS.id(), dice.pick(-20_000, 0, 150_000))),
            listings);
    }

    /** A genesis that is refused. */
    Command.ApplyGenesis wrongGenesis() {
        final List<Command.MarketListing> listings = new ArrayList<>(genesis().markets());
        final List<Command.ParameterValue> parameters = new ArrayList<>();
        final Command.MarketListing second = listings.get(1);
        switch (dice.below(7)) {
            case 0 -> parameters.add(new Command.ParameterValue(dice.below(100) + 140, 5));
            case 1 -> parameters.add(new Command.ParameterValue(Parameter.FILLS_MAX.id(), dice.any() | Long.MIN_VALUE));
            case 2 -> {
                parameters.add(new Command.ParameterValue(Parameter.MAKER_FEE_NANOS.id(), -1_000));
                parameters.add(new Command.ParameterValue(Parameter.TAKER_FEE_NANOS.id(), 999));
            }
            case 3 -> listings.set(1, new Command.MarketListing(second.spec(), 7));
            case 4 -> listings.remove(0);
            case 5 -> listings.set(1, new Command.MarketListing(renamed(second.spec(), "BTC"), 0));
            default -> listings.set(1, new Command.MarketListing(spoiled(second.spec()), 0));
        }
        return new Command.ApplyGenesis(HASH, parameters, listings);
    }

    private static MarketSpec renamed(final MarketSpec s, final String coin) {
        return renamed(s, s.marketId(), coin);
    }

    private static MarketSpec renamed(final MarketSpec s, final int marketId, final String coin) {
        return new MarketSpec(marketId, coin, s.assetClass(), s.sizeDecimals(), s.gridKind(), s.gridStepTicks(),
            s.allowsNonPositive(), s.maxLeverage(), s.defaultLeverage(), s.minNotionalMicros(), s.maxPriceTicks(),
            s.maxOrderLots(), s.maxPositionLots(), s.staleAfterNanos(), s.priceQuorum());
    }

    /** The specification with one thing wrong. */
    private MarketSpec spoiled(final MarketSpec s) {
        final int wrong = dice.below(12);
        return new MarketSpec(
            s.marketId(),
            wrong == 0 ? "" : wrong == 1 ? "a b" : s.coin(),
            wrong == 2 ? null : s.assetClass(),
            wrong == 3 ? 7 : s.sizeDecimals(),
            wrong == 4 ? 2 : s.gridKind(),
            s.gridStepTicks(),
            wrong == 5 || s.allowsNonPositive(),
            wrong == 6 ? 1_001 : s.maxLeverage(),
            wrong == 7 ? 0 : s.defaultLeverage(),
            wrong == 8 ? -1 : s.minNotionalMicros(),
            wrong == 5 ? 0 : s.maxPriceTicks(),
            wrong == 9 ? s.maxPositionLots() + 1 : s.maxOrderLots(),
            wrong == 10 ? Long.MAX_VALUE : s.maxPositionLots(),
            wrong == 11 ? 0 : s.staleAfterNanos(),
            s.priceQuorum());
    }

    Command.SubmitPrices prices(final Ledger ledger, final long now, final Phase phase) {
        final int source = 1 + dice.below(SOURCES);
        final List<Command.PriceEntry> entries = new ArrayList<>();
        final int count = dice.oneIn(3) ? ledger.markets().size() : 1 + dice.below(3);
        for (int i = 0; i < count; i++) {
            final int id = count > 3 ? i : dice.below(ledger.markets().size());
            final MarketSpec spec = ledger.markets().get(id).spec();
            final boolean jumps = dice.oneIn(phase == Phase.JUMPS ? 12 : 300);
            final long ticks = markets.wander(spec, jumps);
            final long e8 = ticks * spec.e8PerTick() + dice.between(-spec.e8PerTick(), spec.e8PerTick());
            entries.add(dice.oneIn(60) ? wrongPrice(id, e8, now) : new Command.PriceEntry(
                id, e8, dice.below(1_000), dice.oneIn(3) ? now - now % COARSE : now + dice.between(-2_000, 2_000)));
        }
        return new Command.SubmitPrices(source, entries);
    }

    /** All markets' prices from enough sources, for a start or after a long time. */
    List<Command> freshPrices(final Ledger ledger, final long now) {
        final List<Command> commands = new ArrayList<>();
        for (int source = 1; source < SOURCES; source++) {
            final List<Command.PriceEntry> entries = new ArrayList<>();
            ledger.markets().values().forEach(market -> entries.add(new Command.PriceEntry(
                market.id(), markets.wander(market.spec(), false) * market.spec().e8PerTick(), 0, now)));
            commands.add(new Command.SubmitPrices(source, entries));
        }
        return commands;
    }

    private Command.PriceEntry wrongPrice(final int marketId, final long e8, final long now) {
        return switch (dice.below(6)) {
            case 0 -> new Command.PriceEntry((int) dice.pick(-1, 77), e8, 0, now);
            case 1 -> new Command.PriceEntry(marketId, dice.pick(0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE), 0, now);
            case 2 -> new Command.PriceEntry(marketId, -e8, 0, now);
            case 3 -> new Command.PriceEntry(marketId, e8, 0, dice.pick(0, Long.MIN_VALUE, now - 1_000_000_000L));
            case 4 -> new Command.PriceEntry(marketId, e8, 0, now + 5_000_000_000L);
            default -> new Command.PriceEntry(marketId, dice.any(), 0, now);
        };
    }

    Command.Deposit deposit(final Ledger ledger) {
        final int source = dice.below(SOURCES);
        final Address address = switch (dice.below(40)) {
            case 0 -> Address.ZERO;
            case 1 -> FlowSigners.house(dice.below(16));
            case 2 -> signers.anyAgent();
            default -> signers.anyAccount();
        };
        final long most = ledger.parameter(Parameter.DEPOSIT_MAX_MICROS);
        final long amount = switch (dice.below(30)) {
            case 0 -> dice.pick(0, -1, Long.MIN_VALUE, Long.MAX_VALUE, most + 1);
            case 1 -> 1;
            case 2, 3, 4, 5 -> dice.between(1, 20_000_000);
            case 6 -> 1_000_000_000_000L;
            default -> dice.pick(50_000_000, 300_000_000, 2_000_000_000, 50_000_000_000L);
        };
        final int numbering = dice.below(20);
        final long number = numbering == 0 ? dice.between(-1, depositNumbers[source])
            : depositNumbers[source] + 1 + (numbering == 1 ? dice.below(1_000) : 0);
        if (amount > 0 && amount <= most && number > depositNumbers[source]) {
            depositNumbers[source] = number;
        }
        return new Command.Deposit(address, amount, source, number, remark());
    }

    /** As much as may be deposited in all, to the micro, and one micro more; all for one. */
    List<Command> riches(final Ledger ledger) {
        final List<Command> commands = new ArrayList<>();
        commands.add(new Command.SetParameter(Parameter.DEPOSIT_MAX_MICROS.id(), 1L << 56, Remark.NONE));
        final Address whale = signers.anyAccount();
        for (int i = 0; i < 15; i++) {
            commands.add(deposit(whale, 1L << 56));
        }
        final long rest = (1L << 56) - ledger.depositedMicros();
        commands.add(deposit(whale, dice.oneIn(4) ? rest + 1 : rest));
        commands.add(deposit(whale, 1));
        return commands;
    }

    /** A deposit with the next number of the first source. */
    Command.Deposit deposit(final Address address, final long amountMicros) {
        depositNumbers[0]++;
        return new Command.Deposit(address, amountMicros, 0, depositNumbers[0], Remark.NONE);
    }

    private Remark remark() {
        return dice.oneIn(3) ? new Remark("operator", "because “" + dice.below(10) + "”") : Remark.NONE;
    }

    Command operate(final Ledger ledger) {
        final int count = ledger.markets().size();
        return switch (dice.below(12)) {
            case 0, 1, 2 -> listing(ledger, count);
            case 3, 4, 5 -> new Command.ChangeMarketState(
                dice.oneIn(12) ? count + dice.below(3) : dice.below(count),
                dice.oneIn(12) ? 7 + dice.below(245) : (int) dice.pick(0, 0, 1, 2), remark());
            case 6 -> dice.oneIn(3) ? genesis() : wrongGenesis();
            default -> parameter(ledger);
        };
    }

    private Command.ListMarket listing(final Ledger ledger, final int count) {
        final MarketSpec next = FlowMarkets.next(count);
        final MarketSpec known = ledger.markets().get(dice.below(count)).spec();
        if (next == null || dice.oneIn(2)) {
            return new Command.ListMarket(
                dice.oneIn(2) ? renamed(known, count, known.coin()) : spoiled(known), 0, remark());
        }
        return switch (dice.below(6)) {
            case 0 -> new Command.ListMarket(spoiled(next), 0, remark());
            case 1 -> new Command.ListMarket(renamed(next, known.coin()), 0, remark());
            case 2 -> new Command.ListMarket(next, 7 + dice.below(200), remark());
            default -> new Command.ListMarket(next, 0, remark());
        };
    }

    private Command.SetParameter parameter(final Ledger ledger) {
        final Parameter parameter = dice.pick(
            Stream.of(Parameter.values()).filter(each -> each.id() < PARAMETERS_KNOWN).toList());
        final long value = switch (parameter) {
            case TAKER_FEE_NANOS -> dice.pick(0, 450_000, 450_000, 10_000_000, 10_000_001, -1);
            case MAKER_FEE_NANOS -> dice.pick(-450_000, -10_000, 0, 150_000, 10_000_000, -10_000_001);
            case FILLS_MAX -> dice.pick(0, 1, 2, 5, 4_096, 4_097);
            case EVENTS_MAX -> dice.pick(511, 512, 512, 600, 16_384);
            case ACTION_ORDERS_MAX -> dice.pick(0, 1, 3, 50, 100, 101);
            case NAMED_AGENTS_MAX -> dice.pick(-1, 0, 1, 2, 3, 16);
            case MARKETS_MAX -> dice.pick(0, ledger.markets().size(), ledger.markets().size() + 1, 32_768);
            case DEPOSIT_MAX_MICROS -> dice.pick(1_000_000, 1L << 50, -1, (1L << 56) + 1);
            case ACCOUNTS_MAX -> dice.pick(16, ledger.accounts().size(), ledger.accounts().size() + 1, 16_000_000);
            default -> throw new IllegalStateException("no values for " + parameter);
        };
        return new Command.SetParameter(
            dice.oneIn(20) ? (int) dice.pick(0, 19, 127, 128, 65_535) : parameter.id(), value, remark());
    }

    /** What brings markets and parameters back to normal, or to what a phase wants. */
    List<Command> setUp(final Ledger ledger, final Phase phase) {
        final List<Command> commands = new ArrayList<>();
        ledger.markets().values().stream().filter(market -> market.state() != MarketState.ACTIVE).forEach(
            market -> commands.add(new Command.ChangeMarketState(market.id(), 0, remark())));
        final boolean boundsFills = phase == Phase.FILL_BOUND;
        final boolean boundsEvents = phase == Phase.EVENT_BOUND;
        set(commands, ledger, Parameter.FILLS_MAX, boundsFills ? dice.pick(1, 3, 10, 50) : 4_096);
        set(commands, ledger, Parameter.EVENTS_MAX, boundsEvents ? dice.pick(512, 550) : 16_384);
        set(commands, ledger, Parameter.ACTION_ORDERS_MAX, 100);
        set(commands, ledger, Parameter.NAMED_AGENTS_MAX, 3);
        final boolean isFree = dice.oneIn(3);
        set(commands, ledger, Parameter.MAKER_FEE_NANOS, 0);
        set(commands, ledger, Parameter.TAKER_FEE_NANOS, isFree ? 0 : 450_000);
        set(commands, ledger, Parameter.MAKER_FEE_NANOS, isFree ? 0 : dice.pick(-20_000, 150_000));
        set(commands, ledger, Parameter.MARKETS_MAX, 100);
        set(commands, ledger, Parameter.ACCOUNTS_MAX, 1_000);
        return commands;
    }

    private void set(final List<Command> commands, final Ledger ledger, final Parameter parameter, final long value) {
        if (ledger.parameter(parameter) != value || parameter == Parameter.MAKER_FEE_NANOS) {
            commands.add(new Command.SetParameter(parameter.id(), value, Remark.NONE));
        }
    }
}
