package steelyard.exchange.operator;

import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.command.Remark;
import steelyard.exchange.event.RiskOperatorEvents;
import steelyard.exchange.identity.AddressTable;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.MarketParameter;
import steelyard.model.MarketSpec;
import steelyard.model.RejectReason;
import steelyard.protocol.sbe.ChangeMarketRiskDecoder;
import steelyard.protocol.sbe.FreezeAccountDecoder;
import steelyard.protocol.sbe.SetAccountClassDecoder;
import steelyard.protocol.sbe.SetLeverageCapDecoder;
import steelyard.risk.market.LeverageCaps;
import steelyard.risk.market.MarketRisk;

/** What operators set for the risk rules: {@code docs/risk-rules.md}, 1 and 2. Each applies, or says why not. */
public final class RiskCommands {
    private static final int LEVERAGE_MAX = 1_000;
    private static final int PERCENT_MAX = 100;

    private final ExchangeState state;
    private final RiskOperatorEvents events;
    private final ChangeMarketRiskDecoder changeMarketRisk = new ChangeMarketRiskDecoder();
    private final SetAccountClassDecoder setAccountClass = new SetAccountClassDecoder();
    private final SetLeverageCapDecoder setLeverageCap = new SetLeverageCapDecoder();
    private final FreezeAccountDecoder freezeAccount = new FreezeAccountDecoder();
    private final Remark remark = new Remark();

    /** Applies to this state. */
    public RiskCommands(final ExchangeState state, final RiskOperatorEvents events) {
        this.state = state;
        this.events = events;
    }

    /** {@code ChangeMarketRisk}. */
    public RejectReason changeMarketRisk(final CommandFrame command, final Refusal refusal) {
        command.decode(changeMarketRisk);
        final int marketId = changeMarketRisk.marketId();
        if (!state.markets().exists(marketId)) {
            return refusal.because(RejectReason.UNKNOWN_MARKET, marketId, 0);
        }
        if (checkValues(marketId, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        changeMarketRisk.sbeRewind();
        for (final var entry : changeMarketRisk.values()) {
            state.markets().parameter(marketId, MarketParameter.of(entry.parameterId()), entry.value());
            state.sessions().parameterChanged(MarketParameter.of(entry.parameterId()));
        }
        state.riskQueues().sweepAll(state.accounts().count());
        remark.wrapAt(command, changeMarketRisk.limit());
        changeMarketRisk.sbeRewind();
        for (final var entry : changeMarketRisk.values()) {
            events.marketParameterChanged(marketId, entry.parameterId(), entry.value(), remark);
        }
        return RejectReason.NONE;
    }

    /** {@code SetAccountClass}. */
    public RejectReason setAccountClass(final CommandFrame command, final Refusal refusal) {
        command.decode(setAccountClass);
        final int accountId = account(command, SetAccountClassDecoder.addressEncodingOffset());
        if (accountId < 0) {
            return refusal.because(RejectReason.UNKNOWN_ACCOUNT);
        }
        if (setAccountClass.accountClass() >= LeverageCaps.CLASSES
            || setAccountClass.feeGroup() >= LeverageCaps.CLASSES) {
            return refusal.because(RejectReason.INVALID_CLASS);
        }
        state.margin().classify(accountId, setAccountClass.accountClass(), setAccountClass.feeGroup());
        state.accounts().changed().add(accountId);
        events.accountClassChanged(accountId, remark.wrap(command));
        return RejectReason.NONE;
    }

    /** {@code SetLeverageCap}. */
    public RejectReason setLeverageCap(final CommandFrame command, final Refusal refusal) {
        command.decode(setLeverageCap);
        final int accountClass = setLeverageCap.accountClass();
        final int leverageClass = setLeverageCap.leverageClass();
        final int leverageMax = setLeverageCap.leverageMax();
        final int closeOutPercent = setLeverageCap.closeOutPercent();
        if (accountClass >= LeverageCaps.CLASSES || leverageClass >= LeverageCaps.CLASSES) {
            return refusal.because(RejectReason.INVALID_CLASS);
        }
        if (leverageMax < 0 || leverageMax > LEVERAGE_MAX || closeOutPercent > PERCENT_MAX) {
            return refusal.because(RejectReason.INVALID_LEVERAGE);
        }
        state.margin().leverageCap(accountClass, leverageClass, leverageMax, closeOutPercent);
        state.riskQueues().sweepAll(state.accounts().count());
        events.leverageCapChanged(accountClass, leverageClass, leverageMax, closeOutPercent, remark.wrap(command));
        return RejectReason.NONE;
    }

    /** {@code FreezeAccount}. */
    public RejectReason freezeAccount(final CommandFrame command, final Refusal refusal) {
        command.decode(freezeAccount);
        final int accountId = account(command, FreezeAccountDecoder.addressEncodingOffset());
        if (accountId < 0) {
            return refusal.because(RejectReason.UNKNOWN_ACCOUNT);
        }
        state.accounts().frozen(accountId, freezeAccount.frozen() != 0);
        events.accountFrozen(accountId, remark.wrap(command));
        return RejectReason.NONE;
    }

    private RejectReason checkValues(final int marketId, final Refusal refusal) {
        final MarketRisk risk = state.markets().risk(marketId);
        final long[] candidates = risk.values();
        for (final var entry : changeMarketRisk.values()) {
            final MarketParameter parameter = MarketParameter.of(entry.parameterId());
            if (parameter == null || !parameter.allows(entry.value())) {
                return refusal.because(RejectReason.INVALID_PARAMETER, entry.parameterId(), 0);
            }
            candidates[parameter.id()] = entry.value();
        }
        final MarketParameter violation = risk.violation(candidates);
        if (violation != null) {
            return refusal.because(RejectReason.INVALID_MARKET_RISK, violation.id(), 0);
        }
        final boolean isolatedOnly = candidates[MarketParameter.ISOLATION.id()] != 0;
        return isolatedOnly != risk.isIsolatedOnly() && state.markets().openInterestLots(marketId) != 0
            ? refusal.because(RejectReason.INVALID_MARKET_RISK, MarketParameter.ISOLATION.id(), 0)
            : RejectReason.NONE;
    }

    /** The account of an address in the command's block, or a negative number. */
    private int account(final CommandFrame command, final int fieldOffset) {
        final int row = state.addresses().find(command.buffer(), command.blockOffset() + fieldOffset);
        return row == AddressTable.NONE ? -1 : state.addresses().accountId(row);
    }
}
