package steelyard.testkit.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.model.PriceGrid;
import steelyard.protocol.Address;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.Command.Remark;
import steelyard.testkit.ledger.Ledger;
import steelyard.testkit.ledger.LedgerMarket;

/** What operators, price sources and banks send in a flow. */
final class FlowOperators {
    private static final int SOURCES = 4;
    /** Parameters of the rules of orders have ids from here to below there; those beyond stay as they are. */
    private static final int FIRST_OF_ORDERS = 20;
    private static final int PARAMETERS_END = 40;
    /** Some sources publish at whole times only, so that two nodes may see the same. */
    private static final long COARSE = 100_000_000;
    /** From here on sources quote perpetual futures. */
    private static final int FIRST_PERPETUAL = 32_768;
    private static final String HASH = "5e".repeat(32);

    private final Dice dice;
    private final FlowMarkets markets;
    private final FlowSigners signers;
    private final long[] depositNumbers = new long[SOURCES];
    /** What is stopped and is to be let go again. */
    private final Deque<Command.Scope> stopped = new ArrayDeque<>();

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
            HASH, List.of(
                new Command.ParameterValue(Parameter.MAKER_FEE_NANOS.id(), dice.pick(-20_000, 0, 150_000)),
                usually(Parameter.MARKET_VALUE_25_MICROS), usually(Parameter.MARKET_VALUE_20_MICROS),
                usually(Parameter.MARKET_VALUE_10_MICROS), usually(Parameter.MARKET_VALUE_1_MICROS),
                usually(Parameter.OPEN_ORDERS_BASE), usually(Parameter.OPEN_ORDERS_MAX)),
            listings);
    }

    private static Command.ParameterValue usually(final Parameter parameter) {
        return new Command.ParameterValue(parameter.id(), usual(parameter));
    }

    /** A genesis that is refused. */
    Command.ApplyGenesis wrongGenesis() {
        final List<Command.MarketListing> listings = new ArrayList<>(genesis().markets());
        final List<Command.ParameterValue> parameters = new ArrayList<>();
        final Command.MarketListing second = listings.get(1);
        switch (dice.below(7)) {
            case 0 -> parameters.add(new Command.ParameterValue((int) dice.pick(0, 19, 127, 65_535), 5));
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
            s.maxOrderLots(), s.maxPositionLots(), s.staleAfterNanos(), s.priceQuorum(), s.priceBandNanos(),
            s.openInterestCapMicros());
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
            s.priceQuorum(),
            s.priceBandNanos(),
            s.openInterestCapMicros());
    }

    Command.SubmitPrices prices(final Ledger ledger, final long now, final Phase phase) {
        final int source = Feature.MARKS.isOn() && dice.oneIn(6)
            ? FIRST_PERPETUAL - 1 + dice.below(3)
            : 1 + dice.below(SOURCES);
        final List<Command.PriceEntry> entries = new ArrayList<>();
        final int count = dice.oneIn(3) ? ledger.markets().size() : 1 + dice.below(3);
        for (int i = 0; i < count; i++) {
            final int id = count > 3 ? i : dice.below(ledger.markets().size());
            final MarketSpec spec = ledger.markets().get(id).spec();
            final boolean jumps = dice.oneIn(phase == Phase.JUMPS ? 12 : phase == Phase.CRASHES ? 20 : 300);
            final long ticks = markets.wander(spec, jumps);
            final long e8 = ticks * spec.e8PerTick() + dice.between(-spec.e8PerTick(), spec.e8PerTick());
            entries.add(dice.oneIn(60) ? wrongPrice(id, e8, now) : new Command.PriceEntry(
                id, e8, dice.oneIn(5) ? Math.abs(e8 / dice.pick(1_000, 10_000, 10_101, 1_000_000)) : dice.below(1_000), dice.oneIn(3) ? now - now % COARSE : now + dice.between(-2_000, 2_000)));
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

    Command operate(final Ledger ledger, final Phase phase, final long nowMillis, final Moments moments) {
        final int count = ledger.markets().size();
        if (phase == Phase.AUCTIONS && dice.percent(80)) {
            return changeState(ledger, dice.below(Math.min(3, count)), nowMillis, moments);
        }
        return switch (dice.below(14)) {
            case 0, 1, 2 -> listing(ledger, count);
            case 3, 4, 5 -> changeState(ledger, dice.oneIn(12) ? count + dice.below(3) : dice.below(count),
                nowMillis, moments);
            case 6 -> dice.oneIn(3) ? genesis() : wrongGenesis();
            case 7, 8 -> Feature.CHANGES.isOn() ? change(ledger) : parameter(ledger);
            default -> parameter(ledger);
        };
    }

    /** Stops something, lets it go again, or clears books. */
    Command emergency(final Ledger ledger) {
        if (dice.oneIn(4)) {
            return new Command.SweepOrders(scope(ledger), remark());
        }
        final Command.Scope scope = scope(ledger);
        stopped.add(scope);
        return new Command.SetKillSwitch(scope, true, remark());
    }

    /** The next switch that is to be off again, or {@code null}. */
    Command letGo() {
        return stopped.isEmpty() ? null : new Command.SetKillSwitch(stopped.poll(), false, remark());
    }

    private Command.Scope scope(final Ledger ledger) {
        return switch (dice.below(12)) {
            case 0 -> new Command.Scope(Command.Scope.ALL, 0, Address.ZERO);
            case 1 -> new Command.Scope((int) dice.pick(3, 4, 255), 0, Address.ZERO);
            case 2 -> new Command.Scope(Command.Scope.MARKET, (int) dice.pick(-1, 77), Address.ZERO);
            case 3 -> new Command.Scope(Command.Scope.ACCOUNT, 0, signers.anyAgent());
            case 4, 5, 6 ->
                new Command.Scope(Command.Scope.MARKET, dice.below(ledger.markets().size()), Address.ZERO);
            default -> new Command.Scope(Command.Scope.ACCOUNT, 0, signers.anyAccount());
        };
    }

    /** Any state, mostly one that lets trading go on, and for good only in a market that was listed later. */
    private Command.ChangeMarketState changeState(
        final Ledger ledger, final int marketId, final long nowMillis, final Moments moments) {
        final boolean isAuction = Feature.AUCTIONS.isOn() && dice.percent(40);
        if (isAuction) {
            final long ends = dice.percent(50) ? 0 : nowMillis + dice.between(-1, dice.pick(5, 5_000, 30_000));
            moments.ends(ends, marketId);
            return new Command.ChangeMarketState(marketId, MarketState.AUCTION.code(), ends, remark());
        }
        if (dice.oneIn(12)) {
            return new Command.ChangeMarketState(marketId, 7 + dice.below(245), remark());
        }
        if (Feature.STATES.isOn() && marketId >= FlowMarkets.first().size() && dice.oneIn(12)) {
            return new Command.ChangeMarketState(marketId, MarketState.SETTLING.code(), remark());
        }
        final int state = (int) (Feature.STATES.isOn() ? dice.pick(0, 0, 0, 0, 1, 2, 3, 4) : dice.pick(0, 0, 1, 2));
        return new Command.ChangeMarketState(
            marketId, state, Feature.AUCTIONS.isOn() && dice.oneIn(50) ? nowMillis + 1_000 : 0, remark());
    }

    /** A market with one thing changed, rightly or wrongly. */
    private Command.ChangeMarket change(final Ledger ledger) {
        final MarketSpec s = ledger.markets().get(dice.below(ledger.markets().size())).spec();
        if (dice.oneIn(12)) {
            return new Command.ChangeMarket(dice.oneIn(3) ? renamed(s, 77, s.coin()) : spoiled(s), remark());
        }
        final int what = dice.below(14);
        final boolean ticks = s.gridKind() == PriceGrid.TICK;
        return new Command.ChangeMarket(new MarketSpec(
            s.marketId(), what == 0 ? "X" : s.coin(), s.assetClass(), s.sizeDecimals(), s.gridKind(),
            what == 1 && ticks ? Math.max(1, s.gridStepTicks() * dice.pick(1, 2, 5) / dice.pick(1, 2, 5))
                : s.gridStepTicks(),
            what == 2 && ticks || s.allowsNonPositive(),
            what == 3 ? s.maxLeverage() + 1 : s.maxLeverage(),
            s.defaultLeverage(),
            what == 4 ? dice.pick(0, 10_000_000, 12_000_000) : s.minNotionalMicros(),
            what == 5 ? s.maxPriceTicks() + dice.between(-1, 1_000) : s.maxPriceTicks(),
            what == 6 ? Math.max(1, s.maxOrderLots() / dice.pick(1, 2, 10)) : s.maxOrderLots(),
            what == 7 ? Math.max(s.maxOrderLots(), s.maxPositionLots() * dice.pick(1, 2) / dice.pick(1, 2))
                : s.maxPositionLots(),
            s.staleAfterNanos(),
            what == 8 ? (int) dice.pick(1, 2, 3) : s.priceQuorum(),
            what == 9 || what == 10 ? dice.pick(0, 0, 1, 1_000_000, 20_000_000, 300_000_000) : s.priceBandNanos(),
            what >= 11 ? dice.pick(0, 0, 1, 1_000_000_000L, 100_000_000_000L, 5_000_000_000_000L)
                : s.openInterestCapMicros()), remark());
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
            case 3 -> new Command.ListMarket(next, Feature.AUCTIONS.isOn() ? dice.below(7) : 0, remark());
            default -> new Command.ListMarket(next, 0, remark());
        };
    }

    private Command.SetParameter parameter(final Ledger ledger) {
        final Parameter parameter = dice.pick(
            Stream.of(Parameter.values())
                .filter(each -> each.id() < (Feature.LIMITS.isOn() ? PARAMETERS_END : FIRST_OF_ORDERS)).toList());
        final long value = switch (parameter) {
            case TAKER_FEE_NANOS -> dice.pick(0, 450_000, 450_000, 10_000_000, 10_000_001, -1);
            case MAKER_FEE_NANOS -> dice.pick(-450_000, -10_000, 0, 150_000, 10_000_000, -10_000_001);
            case FILLS_MAX -> dice.pick(0, 1, 2, 5, 4_096, 4_097);
            case EVENTS_MAX ->
                Feature.WORK.isOn() ? dice.pick(511, 512, 512, 600, 16_384) : dice.pick(511, 16_384);
            case ACTION_ORDERS_MAX -> dice.pick(0, 1, 3, 50, 100, 101);
            case NAMED_AGENTS_MAX -> dice.pick(-1, 0, 1, 2, 3, 16);
            case MARKETS_MAX -> dice.pick(0, ledger.markets().size(), ledger.markets().size() + 1, 32_768);
            case DEPOSIT_MAX_MICROS -> dice.pick(1_000_000, 1L << 50, -1, (1L << 56) + 1);
            case ACCOUNTS_MAX -> dice.pick(16, ledger.accounts().size(), ledger.accounts().size() + 1, 16_000_000);
            case ORDERS_MAX -> dice.pick(0, 1, ledger.restingCount() + 1, 10_000_000);
            default -> valueOfOrders(parameter);
        };
        return new Command.SetParameter(
            dice.oneIn(20) ? (int) dice.pick(0, 19, 127, 128, 65_535) : parameter.id(), value, remark());
    }

    private long valueOfOrders(final Parameter parameter) {
        return switch (parameter) {
            case WORK_STEPS_MAX -> dice.pick(0, 1, 2, 5, 256, 4_097);
            case OPEN_ORDERS_BASE -> dice.pick(0, 1, 5, 20, 1_000);
            case OPEN_ORDERS_MAX -> dice.pick(1, 10, 30, 5_000);
            case OPEN_ORDERS_VOLUME_MICROS -> dice.pick(-1, 0, 1_000_000_000, 5_000_000_000_000L);
            case MARKET_VALUE_25_MICROS, MARKET_VALUE_20_MICROS, MARKET_VALUE_10_MICROS, MARKET_VALUE_1_MICROS ->
                dice.pick(0, 0, 100_000_000, 5_000_000_000L, 1L << 56);
            case LIMIT_VALUE_MULTIPLE -> dice.pick(0, 1, 2, 10, 1_001);
            case TRIGGER_SLIPPAGE_NANOS, TWAP_SLIPPAGE_NANOS -> dice.pick(0, 1_000_000, 100_000_000, 1_000_000_000);
            case SELF_TRADE_SCOPE -> dice.pick(0, 1, 2);
            case SCHEDULED_CANCEL_DELAY_MILLIS -> dice.pick(0, 5_000, 5_000);
            case SCHEDULED_CANCELS_PER_DAY -> dice.pick(0, 1, 2, 10);
            case SCHEDULED_CANCEL_VOLUME_MICROS -> dice.pick(0, 0, 1_000_000_000, 1_000_000_000_000L);
            case TWAP_SLICE_MILLIS -> dice.pick(999, 1_000, 30_000, 60_000);
            case TWAP_SLICE_VALUE_MICROS -> dice.pick(1, 10_000_000, 50_000_000);
            case TWAP_VALUE_MIN_MICROS -> dice.pick(0, 100_000_000, 1_000_000_000);
            case TWAPS_MAX -> dice.pick(-1, 0, 1, 100);
            case AUCTION_INDICATION_MILLIS -> dice.pick(99, 1_000, 60_000, 3_600_000);
            default -> throw new IllegalStateException("no values for " + parameter);
        };
    }

    /** What brings markets and parameters back to normal, or to what a phase wants. */
    List<Command> setUp(final Ledger ledger, final Phase phase) {
        final List<Command> commands = new ArrayList<>();
        ledger.markets().values().stream()
            .filter(market -> market.state() != MarketState.ACTIVE && market.state() != MarketState.SETTLING)
            .forEach(market -> commands.add(new Command.ChangeMarketState(market.id(), 0, remark())));
        final boolean boundsFills = phase == Phase.FILL_BOUND;
        final boolean boundsEvents = phase == Phase.EVENT_BOUND && Feature.WORK.isOn();
        set(commands, ledger, Parameter.FILLS_MAX, boundsFills ? dice.pick(1, 3, 10, 50) : 4_096);
        set(commands, ledger, Parameter.EVENTS_MAX, boundsEvents ? dice.pick(512, 550) : 16_384);
        set(commands, ledger, Parameter.ACTION_ORDERS_MAX, 100);
        set(commands, ledger, Parameter.ORDERS_MAX, Parameter.ORDERS_MAX.defaultValue());
        set(commands, ledger, Parameter.NAMED_AGENTS_MAX, 3);
        final boolean isFree = dice.oneIn(3);
        set(commands, ledger, Parameter.MAKER_FEE_NANOS, 0);
        set(commands, ledger, Parameter.TAKER_FEE_NANOS, isFree ? 0 : 450_000);
        set(commands, ledger, Parameter.MAKER_FEE_NANOS, isFree ? 0 : dice.pick(-20_000, 150_000));
        set(commands, ledger, Parameter.MARKETS_MAX, 100);
        set(commands, ledger, Parameter.ACCOUNTS_MAX, 1_000);
        if (Feature.LIQUIDATIONS.isOn()) {
            set(commands, ledger, Parameter.LIQUIDATION, phase == Phase.CRASHES || dice.oneIn(4) ? 1 : 0);
        }
        if (Feature.LIMITS.isOn()) {
            setUpOrders(commands, ledger, phase == Phase.LIMITED);
        }
        return commands;
    }

    private void setUpOrders(final List<Command> commands, final Ledger ledger, final boolean isLimited) {
        Stream.of(Parameter.values())
            .filter(each -> each.id() >= FIRST_OF_ORDERS && each.id() < PARAMETERS_END)
            .forEach(each -> set(commands, ledger, each, usual(each)));
        if (isLimited) {
            for (int i = 0; i < 4; i++) {
                commands.add(parameter(ledger));
                commands.add(change(ledger));
            }
        } else {
            ledger.markets().values().stream().map(LedgerMarket::spec)
                .filter(spec -> spec.priceBandNanos() != 0 || spec.openInterestCapMicros() != 0)
                .forEach(spec -> commands.add(new Command.ChangeMarket(unlimited(spec), Remark.NONE)));
        }
    }

    /** The value of a parameter while nothing special is tried; no order is too large or one too many. */
    private static long usual(final Parameter parameter) {
        return switch (parameter) {
            case MARKET_VALUE_25_MICROS, MARKET_VALUE_20_MICROS, MARKET_VALUE_10_MICROS, MARKET_VALUE_1_MICROS -> 0;
            case OPEN_ORDERS_BASE, OPEN_ORDERS_MAX -> 100_000;
            case TWAP_SLICE_MILLIS -> 1_000;
            case AUCTION_INDICATION_MILLIS -> 60_000;
            default -> parameter.defaultValue();
        };
    }

    private static MarketSpec unlimited(final MarketSpec s) {
        return new MarketSpec(s.marketId(), s.coin(), s.assetClass(), s.sizeDecimals(), s.gridKind(),
            s.gridStepTicks(), s.allowsNonPositive(), s.maxLeverage(), s.defaultLeverage(), s.minNotionalMicros(),
            s.maxPriceTicks(), s.maxOrderLots(), s.maxPositionLots(), s.staleAfterNanos(), s.priceQuorum(), 0, 0);
    }

    private void set(final List<Command> commands, final Ledger ledger, final Parameter parameter, final long value) {
        if (ledger.parameter(parameter) != value || parameter == Parameter.MAKER_FEE_NANOS) {
            commands.add(new Command.SetParameter(parameter.id(), value, Remark.NONE));
        }
    }
}
