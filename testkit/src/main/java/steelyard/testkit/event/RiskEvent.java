package steelyard.testkit.event;

import java.util.List;
import steelyard.protocol.Address;
import steelyard.testkit.codec.RecordCodec;
import steelyard.testkit.command.Command.Remark;
import steelyard.testkit.command.RiskCommand;
import steelyard.testkit.command.RiskCommand.ScenarioColumn;

/** The events of {@code docs/risk-rules.md}. Fields are those of the schema, in its order. */
public final class RiskEvent {
    /** All of them. */
    public static final List<Class<? extends Event>> TYPES = List.of(
        MarketParameterChanged.class, AccountClassChanged.class, LeverageCapChanged.class, AccountFrozen.class,
        IsolatedMarginChanged.class, FundingRateFixed.class, FundingPaid.class, HouseTransferred.class,
        MarginLevelChanged.class, LiquidationStep.class, PositionTransferred.class, InsurancePaid.class,
        LiquidationFeePaid.class, MarginModeChanged.class, ScenariosLoaded.class, ScenariosActivated.class,
        ScenariosPhased.class, FeeScheduleChanged.class, HouseCashTransferred.class, InsuranceMoved.class,
        BackstopUnwound.class, DebtSocialized.class, CalendarChanged.class, SessionChanged.class,
        BuilderFeeApproved.class, MultiSigChanged.class, AgentLimited.class, ReferrerRegistered.class, ReferrerSet.class,
        RewardsClaimed.class, RequestsReserved.class);

    private RiskEvent() {
    }

    /** The type of the event with this template id, or {@code null}. */
    public static Class<? extends Event> type(final int templateId) {
        return TYPES.stream().filter(type -> RecordCodec.templateId(type) == templateId).findAny().orElse(null);
    }

    /** A number of a market has a value from now on. */
    public record MarketParameterChanged(
        EventHeader header, long value, int marketId, int parameterId, Remark remark) implements Event.OfRisk {
    }

    /** Class and fee group of an account were set. */
    public record AccountClassChanged(
        EventHeader header, int accountId, int accountClass, int feeGroup, Remark remark) implements Event.OfRisk {
    }

    /** The largest leverage of a class of accounts in a class of markets was set. */
    public record LeverageCapChanged(
        EventHeader header, int leverageMax, int accountClass, int leverageClass, int closeOutPercent, Remark remark)
        implements Event.OfRisk {
    }

    /** Money came to the insurance fund from outside, or left it. */
    public record InsuranceMoved(
        EventHeader header, long number, long amountMicros, long fundCashMicros, int sourceId, String secondOperator,
        Remark remark) implements Event.OfRisk {
    }

    /** An operator moved cash between two house accounts. */
    public record HouseCashTransferred(
        EventHeader header, long amountMicros, long fromCashMicros, long toCashMicros, int fromAccountId,
        int toAccountId, Remark remark) implements Event.OfRisk {
    }

    /** The backstop sent a slice to the book. */
    public record BackstopUnwound(EventHeader header, long lots, long limitPriceTicks, int marketId)
        implements Event.OfRisk {
    }

    /** A debt of the house is shared. */
    public record DebtSocialized(EventHeader header, long debtMicros, Remark remark) implements Event.OfRisk {
    }

    /** An account approved a builder up to this fee, in tenths of a basis point; 0: no more. */
    public record BuilderFeeApproved(EventHeader header, int accountId, int builderAccountId, int maxTenths)
        implements Event.OfRisk {
    }

    /** An account has a code. */
    public record ReferrerRegistered(EventHeader header, int accountId, String code) implements Event.OfRisk {
    }

    /** An account was referred. */
    public record ReferrerSet(EventHeader header, int accountId, int referrerAccountId) implements Event.OfRisk {
    }

    /** A referrer took what it has earned. */
    public record RewardsClaimed(EventHeader header, long amountMicros, long cashMicros, int accountId)
        implements Event.OfRisk {
    }

    /** An account paid for requests. */
    public record RequestsReserved(
        EventHeader header, long requests, long costMicros, long reservedRequests, long cashMicros, int accountId,
        int destinationAccountId) implements Event.OfRisk {
    }

    /** A user of a multi-sig account. */
    public record MultiSigUser(int accountId) {
    }

    /** Who must sign for an account besides others; nobody: its own key alone. */
    public record MultiSigChanged(EventHeader header, int accountId, int threshold, List<MultiSigUser> users)
        implements Event.OfRisk {
    }

    /** What an agent may do, and from where. */
    public record AgentLimited(
        EventHeader header, int accountId, Address agentAddress, int permission,
        List<RiskCommand.AgentNetwork> networks) implements Event.OfRisk {
    }

    /** A calendar was replaced. */
    public record CalendarChanged(EventHeader header, int calendarId, int count, Remark remark)
        implements Event.OfRisk {
    }

    /** Margins of a market are multiplied by these percents. */
    public record SessionChanged(EventHeader header, int marketId, int closePercent, int initialPercent)
        implements Event.OfRisk {
    }

    /** What a fee group pays was set. */
    public record FeeScheduleChanged(
        EventHeader header, int feeGroup, List<RiskCommand.FeeTier> tiers, List<RiskCommand.MakerTier> makerTiers,
        Remark remark) implements Event.OfRisk {
    }

    /** An account was frozen or let go. */
    public record AccountFrozen(EventHeader header, int accountId, boolean frozen, Remark remark)
        implements Event.OfRisk {
    }

    /** Margin moved between cash and an isolated position; what is there afterwards. */
    public record IsolatedMarginChanged(
        EventHeader header, long amountMicros, long isolatedMicros, long cashMicros, int accountId, int marketId)
        implements Event.OfRisk {
    }

    /** A market's funding rate is fixed for the hour that ended. */
    public record FundingRateFixed(
        EventHeader header, long intervalEndNanos, long rateNanos, long premiumNanos, long samples,
        long oraclePriceTicks, int marketId) implements Event.OfRisk {
    }

    /** A position paid funding, or received it if the amount is negative. */
    public record FundingPaid(
        EventHeader header, long interval, long rateNanos, long oraclePriceTicks, long quantityLots,
        long amountMicros, long isolatedMicros, long cashMicros, int accountId, int marketId, long allTimeMicros,
        long sinceOpenMicros, long sinceChangeMicros) implements Event.OfRisk {
    }

    /** Cash moved between house accounts. */
    public record HouseTransferred(
        EventHeader header, long amountMicros, long fromCashMicros, long toCashMicros, int fromAccountId,
        int toAccountId) implements Event.OfRisk {
    }

    /** A margin set has another level. */
    public record MarginLevelChanged(
        EventHeader header, long equityMicros, long maintenanceMicros, int accountId, int marketId, int level)
        implements Event.OfRisk {
    }

    /** A part of a position is to be closed on the book. */
    public record LiquidationStep(
        EventHeader header, long equityMicros, long maintenanceMicros, long lots, long limitPriceTicks, long rounds,
        int accountId, int setMarketId, int marketId, long markPriceTicks, Address address)
        implements Event.OfRisk {
    }

    /** A position, or a part of it, went to a house account. */
    public record PositionTransferred(
        EventHeader header, long lots, long priceTicks, long marginMicros, long fromCashMicros, long toPositionLots,
        long toQuoteMicros, long toEntryMicros, long toIsolatedMicros, long toCashMicros, int fromAccountId,
        int toAccountId, int marketId, long fromPositionLots, long fromQuoteMicros, long fromEntryMicros,
        long fromIsolatedMicros, long fromClosedPnlMicros, int reason, boolean isIsolated, long equityMicros,
        Address fromAddress) implements Event.OfRisk {
    }

    /** A set in liquidation paid the insurance fund for a slice. */
    public record LiquidationFeePaid(
        EventHeader header, long amountMicros, long isolatedMicros, long cashMicros, long fundCashMicros,
        int accountId, int marketId) implements Event.OfRisk {
    }

    /** The insurance fund paid what an account owed. */
    public record InsurancePaid(
        EventHeader header, long amountMicros, long fundCashMicros, long cashMicros, int accountId)
        implements Event.OfRisk {
    }

    /** How the cross positions of an account are margined from now on. */
    public record MarginModeChanged(EventHeader header, int accountId, int mode) implements Event.OfRisk {
    }

    /** Columns of a scenario matrix were staged. */
    public record ScenariosLoaded(EventHeader header, int version, List<ScenarioColumn> columns, Remark remark)
        implements Event.OfRisk {
    }

    /** What was staged waits from now on. */
    public record ScenariosActivated(
        EventHeader header, long fromSequence, int version, int columns, String sha256, Remark remark)
        implements Event.OfRisk {
    }

    /** A scenario matrix took effect, or counts for more from now on. */
    public record ScenariosPhased(EventHeader header, int version, int step, int steps) implements Event.OfRisk {
    }
}
