package steelyard.testkit.command;

import java.util.List;
import steelyard.protocol.Address;
import steelyard.testkit.codec.RecordCodec;
import steelyard.testkit.command.Command.Remark;

/** The commands of {@code docs/risk-rules.md}. Fields are those of the schema, in its order. */
public final class RiskCommand {
    /** All of them. */
    public static final List<Class<? extends Command>> TYPES = List.of(
        ChangeMarketRisk.class, UpdateIsolatedMargin.class, TopUpIsolatedMargin.class, SetAccountClass.class,
        SetLeverageCap.class, FreezeAccount.class);

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

    /** Sets class and fee group of an account. */
    public record SetAccountClass(Address address, int accountClass, int feeGroup, Remark remark)
        implements Command.OfRisk {
    }

    /** Sets the largest leverage of a class of accounts in a class of markets. */
    public record SetLeverageCap(
        int leverageMax, int accountClass, int leverageClass, int closeOutPercent, Remark remark)
        implements Command.OfRisk {
    }

    /** Freezes an account or lets it go. */
    public record FreezeAccount(Address address, boolean frozen, Remark remark) implements Command.OfRisk {
    }
}
