package steelyard.exchange.event;

import steelyard.exchange.command.Remark;
import steelyard.exchange.state.ExchangeState;
import steelyard.protocol.sbe.AccountClassChangedEncoder;
import steelyard.protocol.sbe.AccountFrozenEncoder;
import steelyard.protocol.sbe.CalendarChangedEncoder;
import steelyard.protocol.sbe.LeverageCapChangedEncoder;
import steelyard.protocol.sbe.MarketParameterChangedEncoder;
import steelyard.protocol.sbe.SessionChangedEncoder;

/** Events of what operators set for the risk rules. */
public final class RiskOperatorEvents {
    private final MarketParameterChangedEncoder marketParameterChanged = new MarketParameterChangedEncoder();
    private final AccountClassChangedEncoder accountClassChanged = new AccountClassChangedEncoder();
    private final LeverageCapChangedEncoder leverageCapChanged = new LeverageCapChangedEncoder();
    private final AccountFrozenEncoder accountFrozen = new AccountFrozenEncoder();
    private final SessionChangedEncoder sessionChanged = new SessionChangedEncoder();
    private final CalendarChangedEncoder calendarChanged = new CalendarChangedEncoder();
    private final ExchangeState state;
    private final EventStage stage;

    /** Tells of this state on this stage. */
    public RiskOperatorEvents(final ExchangeState state, final EventStage stage) {
        this.state = state;
        this.stage = stage;
    }

    /** A number of a market has a value from now on. */
    public void marketParameterChanged(
        final int marketId, final int parameterId, final long value, final Remark remark) {
        marketParameterChanged.wrap(stage.buffer(),
            stage.begin(MarketParameterChangedEncoder.TEMPLATE_ID, MarketParameterChangedEncoder.BLOCK_LENGTH));
        marketParameterChanged
            .value(value)
            .marketId(marketId)
            .parameterId(parameterId)
            .putOperatorName(remark.buffer(), remark.nameOffset(), remark.nameLength())
            .putReason(remark.buffer(), remark.reasonOffset(), remark.reasonLength());
        stage.end(marketParameterChanged.encodedLength());
    }

    /** An account's class and fee group were set. */
    public void accountClassChanged(final int accountId, final Remark remark) {
        accountClassChanged.wrap(stage.buffer(),
            stage.begin(AccountClassChangedEncoder.TEMPLATE_ID, AccountClassChangedEncoder.BLOCK_LENGTH));
        accountClassChanged
            .accountId(accountId)
            .accountClass((short) state.accounts().accountClass(accountId))
            .feeGroup((short) state.accounts().feeGroup(accountId))
            .putOperatorName(remark.buffer(), remark.nameOffset(), remark.nameLength())
            .putReason(remark.buffer(), remark.reasonOffset(), remark.reasonLength());
        stage.end(accountClassChanged.encodedLength());
    }

    /** The largest leverage of a class of accounts in a class of markets was set. */
    public void leverageCapChanged(
        final int accountClass, final int leverageClass, final int leverageMax, final int closeOutPercent,
        final Remark remark) {
        leverageCapChanged.wrap(stage.buffer(),
            stage.begin(LeverageCapChangedEncoder.TEMPLATE_ID, LeverageCapChangedEncoder.BLOCK_LENGTH));
        leverageCapChanged
            .leverageMax(leverageMax)
            .accountClass((short) accountClass)
            .leverageClass((short) leverageClass)
            .closeOutPercent((short) closeOutPercent)
            .putOperatorName(remark.buffer(), remark.nameOffset(), remark.nameLength())
            .putReason(remark.buffer(), remark.reasonOffset(), remark.reasonLength());
        stage.end(leverageCapChanged.encodedLength());
    }

    /** Margins of a market are multiplied by these percents from now on. */
    public void sessionChanged(final int marketId, final int closePercent, final int initialPercent) {
        sessionChanged.wrap(stage.buffer(),
            stage.begin(SessionChangedEncoder.TEMPLATE_ID, SessionChangedEncoder.BLOCK_LENGTH));
        sessionChanged.marketId(marketId).closePercent(closePercent).initialPercent(initialPercent);
        stage.end(sessionChanged.encodedLength());
        stage.exempt(1);
    }

    /** A calendar has so many closures from now on. */
    public void calendarChanged(final int calendarId, final int count, final Remark remark) {
        calendarChanged.wrap(stage.buffer(),
            stage.begin(CalendarChangedEncoder.TEMPLATE_ID, CalendarChangedEncoder.BLOCK_LENGTH));
        calendarChanged.calendarId(calendarId).count(count)
            .putOperatorName(remark.buffer(), remark.nameOffset(), remark.nameLength())
            .putReason(remark.buffer(), remark.reasonOffset(), remark.reasonLength());
        stage.end(calendarChanged.encodedLength());
    }

    /** An account may only cancel and reduce from now on, or is free again. */
    public void accountFrozen(final int accountId, final Remark remark) {
        accountFrozen.wrap(stage.buffer(),
            stage.begin(AccountFrozenEncoder.TEMPLATE_ID, AccountFrozenEncoder.BLOCK_LENGTH));
        accountFrozen
            .accountId(accountId)
            .frozen((short) (state.accounts().isFrozen(accountId) ? 1 : 0))
            .putOperatorName(remark.buffer(), remark.nameOffset(), remark.nameLength())
            .putReason(remark.buffer(), remark.reasonOffset(), remark.reasonLength());
        stage.end(accountFrozen.encodedLength());
    }
}
