package steelyard.exchange.operator;

import org.agrona.DirectBuffer;
import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.command.Remark;
import steelyard.exchange.event.OperatorEvents;
import steelyard.exchange.order.AuctionWork;
import steelyard.exchange.identity.AddressBytes;
import steelyard.exchange.identity.AddressTable;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.AccountKind;
import steelyard.model.FixedPoint;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.protocol.MarketSpecCodec;
import steelyard.protocol.sbe.ChangeMarketDecoder;
import steelyard.protocol.sbe.ChangeMarketStateDecoder;
import steelyard.protocol.sbe.DepositDecoder;
import steelyard.protocol.sbe.ListMarketDecoder;
import steelyard.protocol.sbe.SetParameterDecoder;
import steelyard.risk.margin.Accounts;

/** What operators do once there is a genesis. Each method applies one command, or says why not. */
public final class OperatorCommands {
    private final ExchangeState state;
    private final OperatorEvents events;
    private final MarketListing listing;
    private final AuctionWork auctions;
    private final ListMarketDecoder listMarket = new ListMarketDecoder();
    private final ChangeMarketStateDecoder changeMarketState = new ChangeMarketStateDecoder();
    private final ChangeMarketDecoder changeMarket = new ChangeMarketDecoder();
    private final SetParameterDecoder setParameter = new SetParameterDecoder();
    private final DepositDecoder deposit = new DepositDecoder();
    private final Remark remark = new Remark();

    /** Applies to this state. */
    public OperatorCommands(
        final ExchangeState state, final OperatorEvents events, final AuctionWork auctions) {
        this.state = state;
        this.events = events;
        this.auctions = auctions;
        this.listing = new MarketListing(state, events, auctions);
    }

    /** {@code ListMarket}. */
    public RejectReason listMarket(final CommandFrame command, final Refusal refusal) {
        command.decode(listMarket);
        final long marketsMax = state.parameters().value(Parameter.MARKETS_MAX);
        if (state.markets().count() >= marketsMax) {
            return refusal.because(RejectReason.LIMIT_REACHED, marketsMax, 0);
        }
        final MarketSpec spec = MarketSpecCodec.decode(listMarket.spec());
        final MarketState marketState = MarketState.of(listMarket.state());
        if (spec.violation() != null || marketState == null || spec.marketId() != state.markets().count()) {
            return refusal.because(RejectReason.INVALID_MARKET);
        }
        if (listing.isListed(spec.coin())) {
            return refusal.because(RejectReason.MARKET_ALREADY_LISTED);
        }
        listing.list(spec, marketState, remark.wrap(command));
        return RejectReason.NONE;
    }

    /** {@code ChangeMarketState}. */
    public RejectReason changeMarketState(final CommandFrame command, final Refusal refusal) {
        command.decode(changeMarketState);
        final int marketId = changeMarketState.marketId();
        if (!state.markets().exists(marketId)) {
            return refusal.because(RejectReason.UNKNOWN_MARKET, marketId, 0);
        }
        final MarketState marketState = MarketState.of(changeMarketState.state());
        final long endsMillis = changeMarketState.endsMillis();
        final boolean reopens = state.books().state(marketId) == MarketState.SETTLING
            && marketState != MarketState.SETTLING;
        final boolean wrongEnd = endsMillis != 0
            && (marketState != MarketState.AUCTION || endsMillis <= state.counters().nowMillis());
        if (marketState == null || reopens || wrongEnd) {
            return refusal.because(RejectReason.INVALID_STATE);
        }
        events.marketStateChanged(marketId, marketState, endsMillis, remark.wrap(command));
        if (state.books().state(marketId) == MarketState.HALTED && marketState != MarketState.HALTED) {
            state.oracle().awaitPrice(marketId);
        }
        auctions.change(marketId, marketState, endsMillis);
        return RejectReason.NONE;
    }

    /** {@code ChangeMarket}. */
    public RejectReason changeMarket(final CommandFrame command, final Refusal refusal) {
        command.decode(changeMarket);
        final MarketSpec spec = MarketSpecCodec.decode(changeMarket.spec());
        final int marketId = spec.marketId();
        if (!state.markets().exists(marketId)) {
            return refusal.because(RejectReason.UNKNOWN_MARKET, marketId, 0);
        }
        final int wrong = wrongChange(state.markets().spec(marketId), spec);
        if (wrong != 0) {
            return refusal.because(RejectReason.INVALID_MARKET, wrong, 0);
        }
        state.markets().change(spec);
        state.books().change(spec);
        state.oracle().dropDerived();
        events.marketChanged(spec, remark.wrap(command));
        return RejectReason.NONE;
    }

    /** What is wrong with a change: 1 the specification, 2 what must stay, 3 the largest price; 0: nothing. */
    private int wrongChange(final MarketSpec old, final MarketSpec spec) {
        if (spec.violation() != null) {
            return 1;
        }
        if (!spec.coin().equals(old.coin()) || spec.assetClass() != old.assetClass()
            || spec.sizeDecimals() != old.sizeDecimals() || spec.maxLeverage() != old.maxLeverage()
            || spec.defaultLeverage() != old.defaultLeverage()
            || old.allowsNonPositive() && !spec.allowsNonPositive()) {
            return 2;
        }
        final long largest =
            Math.max(spec.maxPositionLots(), state.books().largestMaxPositionLots(spec.marketId()));
        return spec.maxPriceTicks() < old.maxPriceTicks()
            || FixedPoint.compareProducts(spec.maxPriceTicks(), largest, MarketSpec.NOTIONAL_LIMIT_MICROS, 1) > 0
            ? 3
            : 0;
    }

    /** {@code SetParameter}. */
    public RejectReason setParameter(final CommandFrame command, final Refusal refusal) {
        command.decode(setParameter);
        final Parameter parameter = Parameter.of(setParameter.parameterId());
        final long value = setParameter.value();
        if (parameter == null || !parameter.allows(value) || feesWouldBeNegative(parameter, value)) {
            return refusal.because(RejectReason.INVALID_PARAMETER, setParameter.parameterId(), 0);
        }
        state.parameters().value(parameter, value);
        if (parameter == Parameter.LIQUIDATION || parameter == Parameter.WARN_E4
            || parameter == Parameter.PORTFOLIO_KEPT_E4) {
            state.riskQueues().sweepAll(state.accounts().count());
        }
        events.parameterChanged(parameter.id(), value, remark.wrap(command));
        return RejectReason.NONE;
    }

    /** {@code Deposit}. */
    public RejectReason deposit(final CommandFrame command, final Refusal refusal) {
        command.decode(deposit);
        final int addressOffset = command.blockOffset() + DepositDecoder.addressEncodingOffset();
        final int row = state.addresses().find(command.buffer(), addressOffset);
        if (checkDeposit(command.buffer(), addressOffset, row, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final int known = row == AddressTable.NONE ? -1 : state.addresses().accountId(row);
        final int accountId = known >= 0 ? known : createUser(command.buffer(), addressOffset);
        state.depositSources().lastNumber(deposit.sourceId(), deposit.number());
        state.accounts().deposit(accountId, deposit.amountMicros());
        command.accountId(accountId);
        events.deposited(
            accountId, deposit.sourceId(), deposit.number(), deposit.amountMicros(), remark.wrap(command));
        return RejectReason.NONE;
    }

    private boolean feesWouldBeNegative(final Parameter parameter, final long value) {
        return switch (parameter) {
            case TAKER_FEE_NANOS ->
                !state.feeSchedules().paysForItself(-1, null, value, state.parameters().makerNanos());
            case MAKER_FEE_NANOS ->
                !state.feeSchedules().paysForItself(-1, null, state.parameters().takerNanos(), value);
            default -> false;
        };
    }

    private RejectReason checkDeposit(
        final DirectBuffer buffer, final int addressOffset, final int row, final Refusal refusal) {
        final long amount = deposit.amountMicros();
        final long amountMax = state.parameters().value(Parameter.DEPOSIT_MAX_MICROS);
        if (amount < 1 || amount > amountMax) {
            return refusal.because(RejectReason.INVALID_AMOUNT, amountMax, 0);
        }
        final long lastNumber = state.depositSources().lastNumber(deposit.sourceId());
        if (deposit.number() <= lastNumber) {
            return refusal.because(RejectReason.DEPOSIT_ALREADY_APPLIED, deposit.number(), lastNumber);
        }
        final int accountId = row == AddressTable.NONE ? -1 : state.addresses().accountId(row);
        if (AddressBytes.isZero(buffer, addressOffset)
            || accountId < 0 && AddressBytes.isReserved(buffer, addressOffset)
            || accountId >= 0 && state.accounts().kind(accountId) == AccountKind.HOUSE) {
            return refusal.because(RejectReason.HOUSE_ADDRESS);
        }
        final long accountsMax = state.parameters().value(Parameter.ACCOUNTS_MAX);
        if (accountId < 0 && state.accounts().count() >= accountsMax) {
            return refusal.because(RejectReason.LIMIT_REACHED, accountsMax, 0);
        }
        if (state.accounts().depositsMicros() > Accounts.DEPOSITS_LIMIT_MICROS - amount) {
            return refusal.because(RejectReason.LIMIT_REACHED, Accounts.DEPOSITS_LIMIT_MICROS, 0);
        }
        return RejectReason.NONE;
    }

    private int createUser(final DirectBuffer buffer, final int addressOffset) {
        final int accountId = state.accounts().create(AccountKind.USER, state.accounts().count());
        state.addresses().accountId(state.addresses().open(buffer, addressOffset), accountId);
        events.accountCreated(accountId);
        return accountId;
    }
}
