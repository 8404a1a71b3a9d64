package steelyard.exchange.event;

import steelyard.exchange.command.Remark;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.protocol.MarketSpecCodec;
import steelyard.protocol.sbe.AccountCreatedEncoder;
import steelyard.protocol.sbe.DepositedEncoder;
import steelyard.protocol.sbe.GenesisAppliedEncoder;
import steelyard.protocol.sbe.MarketChangedEncoder;
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
    private final MarketChangedEncoder marketChanged = new MarketChangedEncoder();
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
        genesisApplied.wrap(stage.buffer(), stage.begin(GenesisAppliedEncoder.TEMPLATE_ID,
            GenesisAppliedEncoder.BLOCK_LENGTH));
        genesisApplied.putGenesisHash(hash, 0, hash.length);
        stage.end(genesisApplied.encodedLength());
    }

    /** A parameter has a value from now on. */
    public void parameterChanged(final int parameterId, final long value, final Remark remark) {
        parameterChanged.wrap(stage.buffer(), stage.begin(ParameterChangedEncoder.TEMPLATE_ID,
            ParameterChangedEncoder.BLOCK_LENGTH));
        parameterChanged
            .value(value)
            .parameterId(parameterId)
            .putOperatorName(remark.buffer(), remark.nameOffset(), remark.nameLength())
            .putReason(remark.buffer(), remark.reasonOffset(), remark.reasonLength());
        stage.end(parameterChanged.encodedLength());
    }

    /** A market was added. */
    public void marketListed(final MarketSpec spec, final MarketState marketState, final Remark remark) {
        marketListed.wrap(stage.buffer(), stage.begin(MarketListedEncoder.TEMPLATE_ID,
            MarketListedEncoder.BLOCK_LENGTH));
        MarketSpecCodec.encode(spec, marketListed.spec());
        marketListed
            .state(marketState.code())
            .putOperatorName(remark.buffer(), remark.nameOffset(), remark.nameLength())
            .putReason(remark.buffer(), remark.reasonOffset(), remark.reasonLength());
        stage.end(marketListed.encodedLength());
    }

    /** What a market accepts was set. */
    public void marketStateChanged(
        final int marketId, final MarketState marketState, final long endsMillis, final Remark remark) {
        marketStateChanged.wrap(stage.buffer(), stage.begin(MarketStateChangedEncoder.TEMPLATE_ID,
            MarketStateChangedEncoder.BLOCK_LENGTH));
        marketStateChanged
            .marketId(marketId)
            .state(marketState.code())
            .endsMillis(endsMillis)
            .putOperatorName(remark.buffer(), remark.nameOffset(), remark.nameLength())
            .putReason(remark.buffer(), remark.reasonOffset(), remark.reasonLength());
        stage.end(marketStateChanged.encodedLength());
    }

    /** A market has another specification from now on. */
    public void marketChanged(final MarketSpec spec, final Remark remark) {
        marketChanged.wrap(stage.buffer(), stage.begin(MarketChangedEncoder.TEMPLATE_ID,
            MarketChangedEncoder.BLOCK_LENGTH));
        MarketSpecCodec.encode(spec, marketChanged.spec());
        marketChanged
            .putOperatorName(remark.buffer(), remark.nameOffset(), remark.nameLength())
            .putReason(remark.buffer(), remark.reasonOffset(), remark.reasonLength());
        stage.end(marketChanged.encodedLength());
    }

    /** An account exists from now on. */
    public void accountCreated(final int accountId) {
        accountCreated.wrap(stage.buffer(), stage.begin(AccountCreatedEncoder.TEMPLATE_ID,
            AccountCreatedEncoder.BLOCK_LENGTH));
        accountCreated
            .accountId(accountId)
            .ownerId(state.accounts().ownerId(accountId))
            .kind(state.accounts().kind(accountId).code());
        state.addresses().write(
            state.addresses().ofAccount(accountId),
            accountCreated.buffer(), accountCreated.offset() + AccountCreatedEncoder.addressEncodingOffset());
        stage.end(accountCreated.encodedLength());
    }

    /** Cash came in from a source. */
    public void deposited(
        final int accountId, final int sourceId, final long number, final long amountMicros, final Remark remark) {
        deposited.wrap(stage.buffer(), stage.begin(DepositedEncoder.TEMPLATE_ID, DepositedEncoder.BLOCK_LENGTH));
        deposited
            .number(number)
            .amountMicros(amountMicros)
            .cashMicros(state.accounts().cashMicros(accountId))
            .accountId(accountId)
            .sourceId(sourceId)
            .putOperatorName(remark.buffer(), remark.nameOffset(), remark.nameLength())
            .putReason(remark.buffer(), remark.reasonOffset(), remark.reasonLength());
        stage.end(deposited.encodedLength());
    }

    /** A market's prices are now these. */
    public void priceChanged(final int marketId) {
        priceChanged.wrap(stage.buffer(), stage.begin(PriceChangedEncoder.TEMPLATE_ID,
            PriceChangedEncoder.BLOCK_LENGTH));
        priceChanged
            .oraclePriceTicks(state.markets().oraclePriceTicks(marketId))
            .markPriceTicks(state.markets().markPriceTicks(marketId))
            .marketId(marketId)
            .rampNanos(state.markets().risk(marketId).rampNanos());
        stage.end(priceChanged.encodedLength());
    }
}
