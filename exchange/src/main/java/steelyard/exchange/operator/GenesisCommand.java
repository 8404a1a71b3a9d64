package steelyard.exchange.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.command.Remark;
import steelyard.exchange.event.FeeEvents;
import steelyard.exchange.event.OperatorEvents;
import steelyard.exchange.event.RiskOperatorEvents;
import steelyard.exchange.order.AuctionWork;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.Sessions;
import steelyard.model.AccountKind;
import steelyard.model.HouseAccount;
import steelyard.model.MarketParameter;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.protocol.MarketSpecCodec;
import steelyard.protocol.sbe.ApplyGenesisDecoder;
import steelyard.risk.fee.FeeSchedule;
import steelyard.risk.fee.FeeSchedules;
import steelyard.risk.market.MarketRisk;

/** The first command that changes anything: house accounts, parameters, markets …, all or nothing. */
public final class GenesisCommand {
    private static final long HOUSE_ADDRESS_HIGH = 0xFE00_0000_0000_0000L;

    private final RiskOperatorEvents riskEvents;
    private final FeeEvents feeEvents;
    private final List<MarketRisk> risks = new ArrayList<>();
    private final FeeSchedule[] fees = new FeeSchedule[FeeSchedules.GROUPS];
    private final Closures[] calendars = new Closures[Sessions.CALENDARS];
    private long takerNanos;
    private long makerNanos;
    private final ExchangeState state;
    private final OperatorEvents events;
    private final MarketListing listing;
    private final ApplyGenesisDecoder genesis = new ApplyGenesisDecoder();
    private final Remark remark = new Remark();

    /** Applies to this state. */
    public GenesisCommand(
        final ExchangeState state, final OperatorEvents events, final RiskOperatorEvents riskEvents,
        final FeeEvents feeEvents, final AuctionWork auctions) {
        this.riskEvents = riskEvents;
        this.feeEvents = feeEvents;
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
        if (checkParameters(refusal) != RejectReason.NONE || checkMarkets(refusal) != RejectReason.NONE
            || checkValues(refusal) != RejectReason.NONE || checkFees(refusal) != RejectReason.NONE
            || checkCalendars(refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        genesis.sbeRewind();
        genesis.getGenesisHash(state.genesis().hash(), 0, state.genesis().hash().length);
        state.genesis().applied(true);
        events.genesisApplied(state.genesis().hash());
        createHouseAccounts();
        setParameters(command);
        listMarkets(command);
        setValues(command);
        setFees(command);
        setCalendars(command);
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
        takerNanos = takerFee;
        makerNanos = makerFee;
        return takerFee + makerFee >= 0
            ? RejectReason.NONE
            : refusal.because(RejectReason.INVALID_PARAMETER, Parameter.MAKER_FEE_NANOS.id(), 0);
    }

    private RejectReason checkMarkets(final Refusal refusal) {
        listing.clearNames();
        risks.clear();
        int index = 0;
        for (final var entry : genesis.markets()) {
            final MarketSpec spec = MarketSpecCodec.decode(entry.spec());
            final boolean valid = spec.violation() == null && spec.marketId() == index
                && listing.addName(spec.coin()) && MarketState.of(entry.state()) != null;
            if (!valid) {
                return refusal.because(RejectReason.INVALID_MARKET, index, 0);
            }
            risks.add(new MarketRisk(spec));
            index++;
        }
        return RejectReason.NONE;
    }

    private RejectReason checkValues(final Refusal refusal) {
        for (final var entry : genesis.marketValues()) {
            if (entry.marketId() < 0 || entry.marketId() >= risks.size()) {
                return refusal.because(RejectReason.INVALID_MARKET, entry.marketId(), 0);
            }
            final MarketParameter parameter = MarketParameter.of(entry.parameterId());
            if (parameter == null || !parameter.allows(entry.value())) {
                return refusal.because(RejectReason.INVALID_PARAMETER, entry.parameterId(), 0);
            }
            risks.get(entry.marketId()).value(parameter, entry.value());
        }
        for (final MarketRisk risk : risks) {
            final MarketParameter violation = risk.violation(risk.values());
            if (violation != null) {
                return refusal.because(RejectReason.INVALID_MARKET_RISK, violation.id(), 0);
            }
        }
        return RejectReason.NONE;
    }

    private RejectReason checkFees(final Refusal refusal) {
        final FeeSchedules schedules = new FeeSchedules();
        Arrays.setAll(fees, group -> new FeeSchedule());
        for (final var tier : genesis.feeTiers()) {
            if (tier.feeGroup() >= FeeSchedules.GROUPS) {
                return refusal.because(RejectReason.INVALID_CLASS);
            }
            fees[tier.feeGroup()].addTier(tier.volumeFromUsdc(), tier.takerNanos(), tier.makerNanos());
        }
        for (final var tier : genesis.makerTiers()) {
            if (tier.feeGroup() >= FeeSchedules.GROUPS) {
                return refusal.because(RejectReason.INVALID_CLASS);
            }
            fees[tier.feeGroup()].addMakerTier(tier.shareFromE6(), tier.makerNanos());
        }
        boolean valid = true;
        for (int group = 0; group < FeeSchedules.GROUPS; group++) {
            valid &= fees[group].isValid();
            schedules.set(group, fees[group]);
        }
        return valid && schedules.paysForItself(-1, null, takerNanos, makerNanos)
            ? RejectReason.NONE
            : refusal.because(RejectReason.INVALID_FEES);
    }

    private RejectReason checkCalendars(final Refusal refusal) {
        Arrays.setAll(calendars, calendarId -> new Closures());
        for (final var closure : genesis.closures()) {
            if (!Closures.isCalendar(closure.calendarId())) {
                return refusal.because(RejectReason.INVALID_CALENDAR);
            }
            calendars[closure.calendarId()].add(closure.closesSeconds(), closure.opensSeconds());
        }
        for (final Closures closures : calendars) {
            if (!closures.isValid()) {
                return refusal.because(RejectReason.INVALID_CALENDAR);
            }
        }
        return RejectReason.NONE;
    }

    private void setValues(final CommandFrame command) {
        for (final var entry : genesis.marketValues()) {
            state.markets().parameter(entry.marketId(), MarketParameter.of(entry.parameterId()), entry.value());
            state.sessions().parameterChanged(MarketParameter.of(entry.parameterId()));
            riskEvents.marketParameterChanged(
                entry.marketId(), entry.parameterId(), entry.value(), remark.empty(command));
        }
    }

    private void setFees(final CommandFrame command) {
        for (int group = 0; group < FeeSchedules.GROUPS; group++) {
            if (fees[group].tiers() > 0) {
                state.feeSchedules().set(group, fees[group]);
                feeEvents.scheduleChanged(group, fees[group], remark.empty(command));
            }
        }
    }

    private void setCalendars(final CommandFrame command) {
        for (int calendarId = 1; calendarId < Sessions.CALENDARS; calendarId++) {
            final Closures closures = calendars[calendarId];
            if (closures.count() > 0) {
                state.sessions().calendar(calendarId, closures.closes(), closures.opens());
                riskEvents.calendarChanged(calendarId, closures.count(), remark.empty(command));
            }
        }
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
