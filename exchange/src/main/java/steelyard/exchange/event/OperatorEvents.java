package steelyard.exchange.event;

import steelyard.exchange.command.Remark;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.protocol.MarketSpecCodec;
import steelyard.protocol.sbe.AccountCreatedEncoder;
import steelyard.protocol.sbe.DepositedEncoder;
import steelyard.protocol.sbe.GenesisAppliedEncoder;
import steelyard.protocol.sbe.MarketListedEncoder;
import steelyard.protocol.sbe.MarketStateChangedEncoder;
import steelyard.protocol.sbe.ParameterChangedEncoder;
import steelyard.protocol.sbe.PriceChangedEncoder;

/** Events of what operators and price sources do. */
public final class OperatorEvents {
    private final GenesisAppliedEncoder genesisApplied = new GenesisAppliedEncoder();
    private final ParameterChangedEncoder parameterChanged = new ParameterChangedEncoder();
    private final MarketListedEncoder marketListed = new MarketListedEncoder();
    private final MarketStateChangedEncoder marketStateChanged = new MarketStateChangedEncoder();
    private final AccountCreatedEncoder accountCreated = new AccountCreatedEncoder();
    private final DepositedEncoder deposited = new DepositedEncoder();
    private final PriceChangedEncoder priceChanged = new PriceChangedEncoder();
    private final ExchangeState state;
    private final EventStage stage;

    /** Tells of this state on this stage. */
    public OperatorEvents(final ExchangeState state, final EventStage stage) {
        this.state = state;
        this.stage = stage;
    }

    /** The first parameters and markets come. */
    public void genesisApplied(final byte[] hash) {
        stage.begin(genesisApplied);
        stage.stamp(genesisApplied.header());
        genesisApplied.putGenesisHash(hash, 0, hash.length);
        stage.end(genesisApplied);
    }

    /** A parameter has a value from now on. */
    public void parameterChanged(final int parameterId, final long value, final Remark remark) {
        stage.begin(parameterChanged);
        stage.stamp(parameterChanged.header());
        parameterChanged
            .value(value)
            .parameterId(parameterId)
            .putOperatorName(remark.buffer(), remark.nameOffset(), remark.nameLength())
            .putReason(remark.buffer(), remark.reasonOffset(), remark.reasonLength());
        stage.end(parameterChanged);
    }

    /** A market was added. */
    public void marketListed(final MarketSpec spec, final MarketState marketState, final Remark remark) {
        stage.begin(marketListed);
        stage.stamp(marketListed.header());
        MarketSpecCodec.encode(spec, marketListed.spec());
        marketListed
            .state(marketState.code())
            .putOperatorName(remark.buffer(), remark.nameOffset(), remark.nameLength())
            .putReason(remark.buffer(), remark.reasonOffset(), remark.reasonLength());
        stage.end(marketListed);
    }

    /** What a market accepts was set. */
    public void marketStateChanged(final int marketId, final MarketState marketState, final Remark remark) {
        stage.begin(marketStateChanged);
        stage.stamp(marketStateChanged.header());
        marketStateChanged
            .marketId(marketId)
            .state(marketState.code())
            .putOperatorName(remark.buffer(), remark.nameOffset(), remark.nameLength())
            .putReason(remark.buffer(), remark.reasonOffset(), remark.reasonLength());
        stage.end(marketStateChanged);
    }

    /** An account exists from now on. */
    public void accountCreated(final int accountId) {
        stage.begin(accountCreated);
        stage.stamp(accountCreated.header());
        accountCreated
            .accountId(accountId)
            .ownerId(state.accounts().ownerId(accountId))
            .kind(state.accounts().kind(accountId).code());
        state.addresses().write(
            state.addresses().ofAccount(accountId),
            accountCreated.buffer(), accountCreated.offset() + AccountCreatedEncoder.addressEncodingOffset());
        stage.end(accountCreated);
    }

    /** Cash came in from a source. */
    public void deposited(
        final int accountId, final int sourceId, final long number, final long amountMicros, final Remark remark) {
        stage.begin(deposited);
        stage.stamp(deposited.header());
        deposited
            .number(number)
            .amountMicros(amountMicros)
            .cashMicros(state.accounts().cashMicros(accountId))
            .accountId(accountId)
            .sourceId(sourceId)
            .putOperatorName(remark.buffer(), remark.nameOffset(), remark.nameLength())
            .putReason(remark.buffer(), remark.reasonOffset(), remark.reasonLength());
        stage.end(deposited);
    }

    /** A market's prices are now these. */
    public void priceChanged(final int marketId) {
        stage.begin(priceChanged);
        stage.stamp(priceChanged.header());
        priceChanged
            .oraclePriceTicks(state.markets().oraclePriceTicks(marketId))
            .markPriceTicks(state.markets().markPriceTicks(marketId))
            .marketId(marketId);
        stage.end(priceChanged);
    }
}
