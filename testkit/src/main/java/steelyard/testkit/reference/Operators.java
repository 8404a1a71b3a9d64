package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import steelyard.model.AccountKind;
import steelyard.model.HouseAccount;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.protocol.Address;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.Command.Remark;
import steelyard.testkit.event.Event;

/** Section 2: genesis, parameters, markets, deposits. */
final class Operators {
    static final long DEPOSITS_MAX_MICROS = 1L << 60;
    private static final BigInteger NOTIONAL_MAX_MICROS = BigInteger.ONE.shiftLeft(56);

    private final Floor floor;
    private final State state;
    private final Emission out;

    Operators(final Floor floor) {
        this.floor = floor;
        this.state = floor.state;
        this.out = floor.out;
    }

    Verdict applyGenesis(final Command.ApplyGenesis command) {
        if (state.genesisApplied) {
            return Verdict.refused(RejectReason.GENESIS_ALREADY_APPLIED);
        }
        final Verdict verdict = checkGenesis(command);
        if (!verdict.isAccepted()) {
            return verdict;
        }
        state.genesisApplied = true;
        out.add(new Event.GenesisApplied(out.header(), command.genesisHash()));
        for (int id = 0; id < HouseAccount.ID_LIMIT; id++) {
            createAccount(houseAddress(id), AccountKind.HOUSE);
        }
        for (final Command.ParameterValue value : command.parameters()) {
            changeParameter(value.parameterId(), value.value(), Remark.NONE);
        }
        for (final Command.MarketListing listing : command.markets()) {
            list(listing.spec(), listing.state(), Remark.NONE);
        }
        return Verdict.ACCEPTED;
    }

    private Verdict checkGenesis(final Command.ApplyGenesis command) {
        final Map<Parameter, Long> values = new EnumMap<>(state.parameters);
        for (final Command.ParameterValue value : command.parameters()) {
            final Parameter parameter = Parameter.of(value.parameterId());
            if (parameter == null || !parameter.allows(value.value())) {
                return Verdict.refused(RejectReason.INVALID_PARAMETER, value.parameterId());
            }
            values.put(parameter, value.value());
        }
        if (Fees.isNegative(state.feeSchedules, values)) {
            return Verdict.refused(RejectReason.INVALID_PARAMETER, Parameter.MAKER_FEE_NANOS.id());
        }
        final Set<String> coins = new HashSet<>();
        for (int index = 0; index < command.markets().size(); index++) {
            final Command.MarketListing listing = command.markets().get(index);
            final MarketSpec spec = listing.spec();
            if (spec.violation() != null || spec.marketId() != index || !coins.add(spec.coin())
                || MarketState.of(listing.state()) == null) {
                return Verdict.refused(RejectReason.INVALID_MARKET, index);
            }
        }
        return Verdict.ACCEPTED;
    }

    Verdict setParameter(final Command.SetParameter command) {
        final Verdict refusal = Verdict.refused(RejectReason.INVALID_PARAMETER, command.parameterId());
        final Parameter parameter = Parameter.of(command.parameterId());
        if (parameter == null || !parameter.allows(command.value())) {
            return refusal;
        }
        final Map<Parameter, Long> afterwards = new EnumMap<>(state.parameters);
        afterwards.put(parameter, command.value());
        if (Fees.isNegative(state.feeSchedules, afterwards)) {
            return refusal;
        }
        changeParameter(command.parameterId(), command.value(), command.remark());
        if (parameter == Parameter.LIQUIDATION || parameter == Parameter.WARN_E4
            || parameter == Parameter.PORTFOLIO_KEPT_E4) {
            state.sweepAll();
        }
        return Verdict.ACCEPTED;
    }

    Verdict listMarket(final Command.ListMarket command) {
        final MarketSpec spec = command.spec();
        final long marketsMax = state.parameter(Parameter.MARKETS_MAX);
        if (state.markets.size() >= marketsMax) {
            return Verdict.refused(RejectReason.LIMIT_REACHED, marketsMax);
        }
        if (spec.violation() != null || MarketState.of(command.state()) == null
            || spec.marketId() != state.markets.size()) {
            return Verdict.refused(RejectReason.INVALID_MARKET);
        }
        if (state.markets.stream().anyMatch(market -> market.spec.coin().equals(spec.coin()))) {
            return Verdict.refused(RejectReason.MARKET_ALREADY_LISTED);
        }
        list(spec, command.state(), command.remark());
        return Verdict.ACCEPTED;
    }

    Verdict changeMarketState(final Command.ChangeMarketState command) {
        final Market market = state.market(command.marketId());
        if (market == null) {
            return Verdict.refused(RejectReason.UNKNOWN_MARKET, command.marketId());
        }
        final MarketState to = MarketState.of(command.state());
        final long ends = command.endsMillis();
        final boolean isLeavingSettling = market.state == MarketState.SETTLING && to != MarketState.SETTLING;
        final boolean isEndWrong = ends != 0 && (to != MarketState.AUCTION || ends <= state.nowMillis());
        if (to == null || isLeavingSettling || isEndWrong) {
            return Verdict.refused(RejectReason.INVALID_STATE);
        }
        market.isUnpricedSinceHalt |= market.state == MarketState.HALTED && to != MarketState.HALTED;
        floor.auctions.change(market, to, ends, command.remark());
        return Verdict.ACCEPTED;
    }

    Verdict changeMarket(final Command.ChangeMarket command) {
        final MarketSpec spec = command.spec();
        final Market market = state.market(spec.marketId());
        if (market == null) {
            return Verdict.refused(RejectReason.UNKNOWN_MARKET, spec.marketId());
        }
        if (spec.violation() != null) {
            return Verdict.refused(RejectReason.INVALID_MARKET, 1);
        }
        final MarketSpec old = market.spec;
        if (!spec.coin().equals(old.coin()) || spec.assetClass() != old.assetClass()
            || spec.sizeDecimals() != old.sizeDecimals() || spec.maxLeverage() != old.maxLeverage()
            || spec.defaultLeverage() != old.defaultLeverage()
            || old.allowsNonPositive() && !spec.allowsNonPositive()) {
            return Verdict.refused(RejectReason.INVALID_MARKET, 2);
        }
        final long largest = Math.max(market.largestMaxPositionLots, spec.maxPositionLots());
        final BigInteger product = BigInteger.valueOf(spec.maxPriceTicks()).multiply(BigInteger.valueOf(largest));
        if (spec.maxPriceTicks() < old.maxPriceTicks() || product.compareTo(NOTIONAL_MAX_MICROS) > 0) {
            return Verdict.refused(RejectReason.INVALID_MARKET, 3);
        }
        market.spec = spec;
        market.largestMaxPositionLots = largest;
        out.add(new Event.MarketChanged(out.header(), spec, command.remark()));
        return Verdict.ACCEPTED;
    }

    Verdict deposit(final Command.Deposit command) {
        final long amountMax = state.parameter(Parameter.DEPOSIT_MAX_MICROS);
        if (command.amountMicros() < 1 || command.amountMicros() > amountMax) {
            return Verdict.refused(RejectReason.INVALID_AMOUNT, amountMax);
        }
        final long last = state.lastDepositNumbers.getOrDefault(command.sourceId(), 0L);
        if (command.number() <= last) {
            return Verdict.refused(RejectReason.DEPOSIT_ALREADY_APPLIED, command.number(), last);
        }
        final Account found = state.account(command.address());
        if (command.address().isZero() || found != null && found.kind() == AccountKind.HOUSE
            || found == null && Funds.isReserved(command.address())) {
            return Verdict.refused(RejectReason.HOUSE_ADDRESS);
        }
        final long accountsMax = state.parameter(Parameter.ACCOUNTS_MAX);
        if (found == null && state.accounts.size() >= accountsMax) {
            return Verdict.refused(RejectReason.LIMIT_REACHED, accountsMax);
        }
        final BigInteger together =
            BigInteger.valueOf(state.depositedMicros).add(BigInteger.valueOf(command.amountMicros()));
        if (together.compareTo(BigInteger.valueOf(DEPOSITS_MAX_MICROS)) > 0) {
            return Verdict.refused(RejectReason.LIMIT_REACHED, DEPOSITS_MAX_MICROS);
        }
        final int accountId = found != null ? found.id() : createAccount(command.address(), AccountKind.USER);
        state.lastDepositNumbers.put(command.sourceId(), command.number());
        state.depositedMicros = Math.addExact(state.depositedMicros, command.amountMicros());
        state.addCash(accountId, command.amountMicros());
        out.add(new Event.Deposited(
            out.header(), command.number(), command.amountMicros(), state.account(accountId).cashMicros(),
            accountId, command.sourceId(), command.remark()));
        return Verdict.ACCEPTED;
    }

    private void changeParameter(final int parameterId, final long value, final Remark remark) {
        state.parameters.put(Parameter.of(parameterId), value);
        out.add(new Event.ParameterChanged(out.header(), value, parameterId, remark));
    }

    private void list(final MarketSpec spec, final int marketState, final Remark remark) {
        final Market market = new Market(spec, MarketState.of(marketState));
        state.markets.add(market);
        out.add(new Event.MarketListed(out.header(), spec, marketState, remark));
        if (market.state == MarketState.AUCTION) {
            floor.auctions.begin(market, 0);
        }
    }

    private int createAccount(final Address address, final AccountKind kind) {
        final int id = state.accounts.size();
        state.add(Account.created(id, address, kind));
        out.add(new Event.AccountCreated(out.header(), id, id, address, kind.code()));
        return id;
    }

    private static Address houseAddress(final int id) {
        final byte[] bytes = new byte[Address.LENGTH];
        bytes[0] = (byte) 0xfe;
        bytes[Address.LENGTH - 1] = (byte) id;
        return Address.of(bytes);
    }
}
