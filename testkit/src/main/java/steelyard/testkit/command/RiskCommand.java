package steelyard.testkit.command;

import java.util.List;
import steelyard.protocol.Address;
import steelyard.testkit.codec.RecordCodec;
import steelyard.testkit.command.Command.Remark;

/** The commands of {@code docs/risk-rules.md}, and of builders, limits and referrals in {@code docs/account-rules.md}. Fields are those of the schema, in its order. */
public final class RiskCommand {
    /** All of them. */
    public static final List<Class<? extends Command>> TYPES = List.of(
        ChangeMarketRisk.class, UpdateIsolatedMargin.class, TopUpIsolatedMargin.class, SetAccountClass.class,
        SetLeverageCap.class, FreezeAccount.class, SetMarginMode.class, LoadScenarios.class, ActivateScenarios.class,
        SetFeeSchedule.class, TransferHouseCash.class, MoveInsurance.class, SocializeDebt.class, SetCalendar.class,
        ApproveBuilderFee.class, SetAgentLimits.class, RegisterReferrer.class, SetReferrer.class, ClaimRewards.class,
        ReserveRequests.class);

    private RiskCommand() {
    }

    /** The type of the command with this template id, or {@code null}. */
    public static Class<? extends Command> type(final int templateId) {
        return TYPES.stream().filter(type -> RecordCodec.templateId(type) == templateId).findAny().orElse(null);
    }

    /** One number of a market. */
    public record MarketValue(long value, int parameterId) {
    }

    /** Changes numbers of a market. */
    public record ChangeMarketRisk(int marketId, List<MarketValue> values, Remark remark) implements Command.OfRisk {
    }

    /** From where an agent may be used. */
    public record AgentNetwork(long high, long low, int prefixLength) {
    }

    /** Sets what an agent may do, and from where. */
    public record SetAgentLimits(
        Authority authority, Address agentAddress, int permission, List<AgentNetwork> networks)
        implements Command.SignedOfRisk {
        @Override
        public SetAgentLimits withAuthority(final Authority other) {
            return new SetAgentLimits(other, agentAddress, permission, networks);
        }
    }

    /** Moves margin into an isolated position; below zero out of it. */
    public record UpdateIsolatedMargin(Authority authority, long amountMicros, int marketId)
        implements Command.SignedOfRisk {
        @Override
        public UpdateIsolatedMargin withAuthority(final Authority other) {
            return new UpdateIsolatedMargin(other, amountMicros, marketId);
        }
    }

    /** Moves margin into an isolated position until it has this leverage. */
    public record TopUpIsolatedMargin(Authority authority, long leverageE6, int marketId)
        implements Command.SignedOfRisk {
        @Override
        public TopUpIsolatedMargin withAuthority(final Authority other) {
            return new TopUpIsolatedMargin(other, leverageE6, marketId);
        }
    }

    /** Chooses how the cross positions of an account are margined. */
    public record SetMarginMode(Authority authority, int mode) implements Command.SignedOfRisk {
        @Override
        public SetMarginMode withAuthority(final Authority other) {
            return new SetMarginMode(other, mode);
        }
    }

    /** The directions of a market in a scenario matrix. */
    public record ScenarioColumn(int marketId, Shorts directions) {
    }

    /** Stages columns of a scenario matrix. */
    public record LoadScenarios(int version, List<ScenarioColumn> columns, Remark remark) implements Command.OfRisk {
    }

    /** What is staged takes effect later. */
    public record ActivateScenarios(long fromSequence, int version, int columns, String sha256, Remark remark)
        implements Command.OfRisk {
    }

    /** Sets class and fee group of an account. */
    public record SetAccountClass(Address address, int accountClass, int feeGroup, Remark remark)
        implements Command.OfRisk {
    }

    /** Sets the largest leverage of a class of accounts in a class of markets. */
    public record SetLeverageCap(
        int leverageMax, int accountClass, int leverageClass, int closeOutPercent, Remark remark)
        implements Command.OfRisk {
    }

    /** Moves cash between two house accounts. */
    public record TransferHouseCash(long amountMicros, int fromAccountId, int toAccountId, Remark remark)
        implements Command.OfRisk {
    }

    /** Shares a debt of the house. */
    public record SocializeDebt(Remark remark) implements Command.OfRisk {
    }

    /** Two operators bring money to the insurance fund, or take it. */
    public record MoveInsurance(long number, long amountMicros, int sourceId, String secondOperator, Remark remark)
        implements Command.OfRisk {
    }

    /** A time in which underlyings are closed. */
    public record Closure(long closesSeconds, long opensSeconds) {
    }

    /** Replaces a calendar. */
    public record SetCalendar(int calendarId, List<Closure> closures, Remark remark) implements Command.OfRisk {
    }

    /** A tier of a fee schedule. */
    public record FeeTier(long volumeFromUsdc, int takerNanos, int makerNanos) {
    }

    /** A tier of a fee schedule for makers with a large share. */
    public record MakerTier(int shareFromE6, int makerNanos) {
    }

    /** Sets what a fee group pays. */
    public record SetFeeSchedule(int feeGroup, List<FeeTier> tiers, List<MakerTier> makerTiers, Remark remark)
        implements Command.OfRisk {
    }

    /** Approves a builder's fee up to this, in tenths of a basis point; 0: no more. */
    public record ApproveBuilderFee(Authority authority, Address builder, int maxTenths)
        implements Command.SignedOfRisk {
        @Override
        public ApproveBuilderFee withAuthority(final Authority other) {
            return new ApproveBuilderFee(other, builder, maxTenths);
        }
    }

    /** Takes a code by which others are referred. */
    public record RegisterReferrer(Authority authority, String code) implements Command.SignedOfRisk {
        @Override
        public RegisterReferrer withAuthority(final Authority other) {
            return new RegisterReferrer(other, code);
        }
    }

    /** Says by whose code the signer was referred. */
    public record SetReferrer(Authority authority, String code) implements Command.SignedOfRisk {
        @Override
        public SetReferrer withAuthority(final Authority other) {
            return new SetReferrer(other, code);
        }
    }

    /** Takes what a referrer has earned. */
    public record ClaimRewards(Authority authority) implements Command.SignedOfRisk {
        @Override
        public ClaimRewards withAuthority(final Authority other) {
            return new ClaimRewards(other);
        }
    }

    /** Pays for requests of the signer, or of another account. */
    public record ReserveRequests(Authority authority, long requests, Address destination)
        implements Command.SignedOfRisk {
        @Override
        public ReserveRequests withAuthority(final Authority other) {
            return new ReserveRequests(other, requests, destination);
        }
    }

    /** Freezes an account or lets it go. */
    public record FreezeAccount(Address address, boolean frozen, Remark remark) implements Command.OfRisk {
    }
}
