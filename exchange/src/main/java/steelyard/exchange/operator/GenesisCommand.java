package steelyard.exchange.operator;

import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.command.Remark;
import steelyard.exchange.event.OperatorEvents;
import steelyard.exchange.order.AuctionWork;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.AccountKind;
import steelyard.model.HouseAccount;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.protocol.MarketSpecCodec;
import steelyard.protocol.sbe.ApplyGenesisDecoder;

/** The first command that changes anything: house accounts, parameters and markets, all or nothing. */
public final class GenesisCommand {
    private static final long HOUSE_ADDRESS_HIGH = 0xFE00_0000_0000_0000L;

    private final ExchangeState state;
    private final OperatorEvents events;
    private final MarketListing listing;
    private final ApplyGenesisDecoder genesis = new ApplyGenesisDecoder();
    private final Remark remark = new Remark();

    /** Applies to this state. */
    public GenesisCommand(
        final ExchangeState state, final OperatorEvents events, final AuctionWork auctions) {
        this.state = state;
        this.events = events;
        this.listing = new MarketListing(state, events, auctions);
    }

    /** Applies it, or says why not. */
    public RejectReason apply(final CommandFrame command, final Refusal refusal) {
        if (state.genesis().isApplied()) {
            return refusal.because(RejectReason.GENESIS_ALREADY_APPLIED);
        }
        command.decode(genesis);
        if (checkParameters(refusal) != RejectReason.NONE || checkMarkets(refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        genesis.sbeRewind();
        genesis.getGenesisHash(state.genesis().hash(), 0, state.genesis().hash().length);
        state.genesis().applied(true);
        events.genesisApplied(state.genesis().hash());
        createHouseAccounts();
        setParameters(command);
        listMarkets(command);
        return RejectReason.NONE;
    }

    private RejectReason checkParameters(final Refusal refusal) {
        long takerFee = Parameter.TAKER_FEE_NANOS.defaultValue();
        long makerFee = Parameter.MAKER_FEE_NANOS.defaultValue();
        for (final var entry : genesis.parameters()) {
            final Parameter parameter = Parameter.of(entry.parameterId());
            if (parameter == null || !parameter.allows(entry.value())) {
                return refusal.because(RejectReason.INVALID_PARAMETER, entry.parameterId(), 0);
            }
            takerFee = parameter == Parameter.TAKER_FEE_NANOS ? entry.value() : takerFee;
            makerFee = parameter == Parameter.MAKER_FEE_NANOS ? entry.value() : makerFee;
        }
        return takerFee + makerFee >= 0
            ? RejectReason.NONE
            : refusal.because(RejectReason.INVALID_PARAMETER, Parameter.MAKER_FEE_NANOS.id(), 0);
    }

    private RejectReason checkMarkets(final Refusal refusal) {
        listing.clearNames();
        int index = 0;
        for (final var entry : genesis.markets()) {
            final MarketSpec spec = MarketSpecCodec.decode(entry.spec());
            final boolean valid = spec.violation() == null && spec.marketId() == index
                && listing.addName(spec.coin()) && MarketState.of(entry.state()) != null;
            if (!valid) {
                return refusal.because(RejectReason.INVALID_MARKET, index, 0);
            }
            index++;
        }
        return RejectReason.NONE;
    }

    private void createHouseAccounts() {
        for (int id = 0; id < HouseAccount.ID_LIMIT; id++) {
            final int accountId = state.accounts().create(AccountKind.HOUSE, id);
            state.addresses().accountId(state.addresses().open(HOUSE_ADDRESS_HIGH, 0, id), accountId);
            events.accountCreated(accountId);
        }
    }

    private void setParameters(final CommandFrame command) {
        for (final var entry : genesis.parameters()) {
            state.parameters().value(Parameter.of(entry.parameterId()), entry.value());
            events.parameterChanged(entry.parameterId(), entry.value(), remark.empty(command));
        }
    }

    private void listMarkets(final CommandFrame command) {
        for (final var entry : genesis.markets()) {
            listing.list(MarketSpecCodec.decode(entry.spec()), MarketState.of(entry.state()), remark.empty(command));
        }
    }
}
