package steelyard.testkit.command;

import java.util.List;
import steelyard.model.MarketSpec;
import steelyard.protocol.Address;
import steelyard.protocol.sbe.AnnounceNodeEncoder;
import steelyard.protocol.sbe.ApplyGenesisEncoder;
import steelyard.protocol.sbe.ApproveAgentEncoder;
import steelyard.protocol.sbe.CancelAllEncoder;
import steelyard.protocol.sbe.CancelOrdersByClientIdEncoder;
import steelyard.protocol.sbe.CancelOrdersEncoder;
import steelyard.protocol.sbe.CancelTwapEncoder;
import steelyard.protocol.sbe.ChangeMarketEncoder;
import steelyard.protocol.sbe.ChangeMarketStateEncoder;
import steelyard.protocol.sbe.ChooseSelfTradeModeEncoder;
import steelyard.protocol.sbe.ConvertToMultiSigEncoder;
import steelyard.protocol.sbe.CreateSubAccountEncoder;
import steelyard.protocol.sbe.DepositEncoder;
import steelyard.protocol.sbe.ListMarketEncoder;
import steelyard.protocol.sbe.MassQuoteEncoder;
import steelyard.protocol.sbe.ModifyAdvancedOrdersEncoder;
import steelyard.protocol.sbe.ModifyOrdersEncoder;
import steelyard.protocol.sbe.MoveSubAccountCashEncoder;
import steelyard.protocol.sbe.MultiSigEncoder;
import steelyard.protocol.sbe.NoopEncoder;
import steelyard.protocol.sbe.OpenEpochEncoder;
import steelyard.protocol.sbe.PlaceAdvancedOrdersEncoder;
import steelyard.protocol.sbe.PlaceOrdersEncoder;
import steelyard.protocol.sbe.PlaceTwapEncoder;
import steelyard.protocol.sbe.RenameSubAccountEncoder;
import steelyard.protocol.sbe.ReportCheckpointEncoder;
import steelyard.protocol.sbe.RequestWithdrawalEncoder;
import steelyard.protocol.sbe.ResetProtectionEncoder;
import steelyard.protocol.sbe.ResolveWithdrawalEncoder;
import steelyard.protocol.sbe.RetireNodeEncoder;
import steelyard.protocol.sbe.ScheduleCancelEncoder;
import steelyard.protocol.sbe.SetKillSwitchEncoder;
import steelyard.protocol.sbe.SetParameterEncoder;
import steelyard.protocol.sbe.SetProtectionEncoder;
import steelyard.protocol.sbe.SubmitPricesEncoder;
import steelyard.protocol.sbe.SweepOrdersEncoder;
import steelyard.protocol.sbe.SwitchBehaviourEncoder;
import steelyard.protocol.sbe.TakeCheckpointEncoder;
import steelyard.protocol.sbe.TickEncoder;
import steelyard.protocol.sbe.TransferCashEncoder;
import steelyard.protocol.sbe.UpdateLeverageEncoder;
import steelyard.testkit.codec.RecordCodec;

/**
 * What a command says, without its number and time. Fields are those of the schema; nothing is checked, so that invalid
 * commands can be built too.
 */
public sealed interface Command {
    /** Template id of the SBE message. */
    default int templateId() {
        return switch (this) {
            case OpenEpoch c -> OpenEpochEncoder.TEMPLATE_ID;
            case Tick c -> TickEncoder.TEMPLATE_ID;
            case ApplyGenesis c -> ApplyGenesisEncoder.TEMPLATE_ID;
            case ListMarket c -> ListMarketEncoder.TEMPLATE_ID;
            case ChangeMarketState c -> ChangeMarketStateEncoder.TEMPLATE_ID;
            case SetParameter c -> SetParameterEncoder.TEMPLATE_ID;
            case Deposit c -> DepositEncoder.TEMPLATE_ID;
            case SubmitPrices c -> SubmitPricesEncoder.TEMPLATE_ID;
            case AnnounceNode c -> AnnounceNodeEncoder.TEMPLATE_ID;
            case SwitchBehaviour c -> SwitchBehaviourEncoder.TEMPLATE_ID;
            case RetireNode c -> RetireNodeEncoder.TEMPLATE_ID;
            case TakeCheckpoint c -> TakeCheckpointEncoder.TEMPLATE_ID;
            case ReportCheckpoint c -> ReportCheckpointEncoder.TEMPLATE_ID;
            case SetKillSwitch c -> SetKillSwitchEncoder.TEMPLATE_ID;
            case SweepOrders c -> SweepOrdersEncoder.TEMPLATE_ID;
            case PlaceOrders c -> PlaceOrdersEncoder.TEMPLATE_ID;
            case CancelOrders c -> CancelOrdersEncoder.TEMPLATE_ID;
            case CancelOrdersByClientId c -> CancelOrdersByClientIdEncoder.TEMPLATE_ID;
            case ModifyOrders c -> ModifyOrdersEncoder.TEMPLATE_ID;
            case UpdateLeverage c -> UpdateLeverageEncoder.TEMPLATE_ID;
            case ApproveAgent c -> ApproveAgentEncoder.TEMPLATE_ID;
            case PlaceAdvancedOrders c -> PlaceAdvancedOrdersEncoder.TEMPLATE_ID;
            case ModifyAdvancedOrders c -> ModifyAdvancedOrdersEncoder.TEMPLATE_ID;
            case CancelAll c -> CancelAllEncoder.TEMPLATE_ID;
            case ScheduleCancel c -> ScheduleCancelEncoder.TEMPLATE_ID;
            case ChooseSelfTradeMode c -> ChooseSelfTradeModeEncoder.TEMPLATE_ID;
            case PlaceTwap c -> PlaceTwapEncoder.TEMPLATE_ID;
            case CancelTwap c -> CancelTwapEncoder.TEMPLATE_ID;
            case MassQuote c -> MassQuoteEncoder.TEMPLATE_ID;
            case SetProtection c -> SetProtectionEncoder.TEMPLATE_ID;
            case ResetProtection c -> ResetProtectionEncoder.TEMPLATE_ID;
            case ChangeMarket c -> ChangeMarketEncoder.TEMPLATE_ID;
            case OfRisk c -> RecordCodec.templateId(c.getClass());
            case CreateSubAccount c -> CreateSubAccountEncoder.TEMPLATE_ID;
            case RenameSubAccount c -> RenameSubAccountEncoder.TEMPLATE_ID;
            case MoveSubAccountCash c -> MoveSubAccountCashEncoder.TEMPLATE_ID;
            case TransferCash c -> TransferCashEncoder.TEMPLATE_ID;
            case RequestWithdrawal c -> RequestWithdrawalEncoder.TEMPLATE_ID;
            case ResolveWithdrawal c -> ResolveWithdrawalEncoder.TEMPLATE_ID;
            case Noop c -> NoopEncoder.TEMPLATE_ID;
            case ConvertToMultiSig c -> ConvertToMultiSigEncoder.TEMPLATE_ID;
            case MultiSig c -> MultiSigEncoder.TEMPLATE_ID;
        };
    }

    /** The name of the command with this template id, or the number if there is none. */
    static String name(final int templateId) {
        return switch (templateId) {
            case OpenEpochEncoder.TEMPLATE_ID -> "OpenEpoch";
            case TickEncoder.TEMPLATE_ID -> "Tick";
            case ApplyGenesisEncoder.TEMPLATE_ID -> "ApplyGenesis";
            case ListMarketEncoder.TEMPLATE_ID -> "ListMarket";
            case ChangeMarketStateEncoder.TEMPLATE_ID -> "ChangeMarketState";
            case SetParameterEncoder.TEMPLATE_ID -> "SetParameter";
            case DepositEncoder.TEMPLATE_ID -> "Deposit";
            case SubmitPricesEncoder.TEMPLATE_ID -> "SubmitPrices";
            case AnnounceNodeEncoder.TEMPLATE_ID -> "AnnounceNode";
            case SwitchBehaviourEncoder.TEMPLATE_ID -> "SwitchBehaviour";
            case RetireNodeEncoder.TEMPLATE_ID -> "RetireNode";
            case TakeCheckpointEncoder.TEMPLATE_ID -> "TakeCheckpoint";
            case ReportCheckpointEncoder.TEMPLATE_ID -> "ReportCheckpoint";
            case SetKillSwitchEncoder.TEMPLATE_ID -> "SetKillSwitch";
            case SweepOrdersEncoder.TEMPLATE_ID -> "SweepOrders";
            case PlaceOrdersEncoder.TEMPLATE_ID -> "PlaceOrders";
            case CancelOrdersEncoder.TEMPLATE_ID -> "CancelOrders";
            case CancelOrdersByClientIdEncoder.TEMPLATE_ID -> "CancelOrdersByClientId";
            case ModifyOrdersEncoder.TEMPLATE_ID -> "ModifyOrders";
            case UpdateLeverageEncoder.TEMPLATE_ID -> "UpdateLeverage";
            case ApproveAgentEncoder.TEMPLATE_ID -> "ApproveAgent";
            case PlaceAdvancedOrdersEncoder.TEMPLATE_ID -> "PlaceAdvancedOrders";
            case ModifyAdvancedOrdersEncoder.TEMPLATE_ID -> "ModifyAdvancedOrders";
            case CancelAllEncoder.TEMPLATE_ID -> "CancelAll";
            case ScheduleCancelEncoder.TEMPLATE_ID -> "ScheduleCancel";
            case ChooseSelfTradeModeEncoder.TEMPLATE_ID -> "ChooseSelfTradeMode";
            case PlaceTwapEncoder.TEMPLATE_ID -> "PlaceTwap";
            case CancelTwapEncoder.TEMPLATE_ID -> "CancelTwap";
            case MassQuoteEncoder.TEMPLATE_ID -> "MassQuote";
            case SetProtectionEncoder.TEMPLATE_ID -> "SetProtection";
            case ResetProtectionEncoder.TEMPLATE_ID -> "ResetProtection";
            case ChangeMarketEncoder.TEMPLATE_ID -> "ChangeMarket";
            case CreateSubAccountEncoder.TEMPLATE_ID -> "CreateSubAccount";
            case RenameSubAccountEncoder.TEMPLATE_ID -> "RenameSubAccount";
            case MoveSubAccountCashEncoder.TEMPLATE_ID -> "MoveSubAccountCash";
            case TransferCashEncoder.TEMPLATE_ID -> "TransferCash";
            case RequestWithdrawalEncoder.TEMPLATE_ID -> "RequestWithdrawal";
            case ResolveWithdrawalEncoder.TEMPLATE_ID -> "ResolveWithdrawal";
            case NoopEncoder.TEMPLATE_ID -> "Noop";
            case ConvertToMultiSigEncoder.TEMPLATE_ID -> "ConvertToMultiSig";
            case MultiSigEncoder.TEMPLATE_ID -> "MultiSig";
            default -> RiskCommand.type(templateId) == null
                ? "template=" + templateId
                : RiskCommand.type(templateId).getSimpleName();
        };
    }

    /** A command of the risk rules: {@link RiskCommand}. */
    non-sealed interface OfRisk extends Command {
    }

    /** A command of the risk rules that a trader signed. */
    non-sealed interface SignedOfRisk extends Signed, OfRisk {
    }

    /** A command that a trader signed. */
    sealed interface Signed extends Command {
        /** Who signed. */
        Authority authority();

        /** The same action in another envelope. */
        Signed withAuthority(Authority other);
    }

    /**
     * Who gave an operator's command, and why.
     *
     * @param operatorName the operator
     * @param reason       the reason, free text
     */
    record Remark(String operatorName, String reason) {
        /** No operator, no reason. */
        public static final Remark NONE = new Remark("", "");
    }

    /** A node starts numbering anew. */
    record OpenEpoch(long token) implements Command {
    }

    /** Lets log time pass. */
    record Tick() implements Command {
    }

    /** A parameter of genesis. */
    record ParameterValue(int parameterId, long value) {
    }

    /** A market of genesis; {@code state} is a wire code. */
    record MarketListing(MarketSpec spec, int state) {
    }

    /** The first parameters and markets; {@code genesisHash} is 64 hex digits. */
    record ApplyGenesis(String genesisHash, List<ParameterValue> parameters, List<MarketListing> markets)
        implements Command {
        /** Copies the lists. */
        public ApplyGenesis {
            parameters = List.copyOf(parameters);
            markets = List.copyOf(markets);
        }
    }

    /** Adds a market; {@code state} is a wire code. */
    record ListMarket(MarketSpec spec, int state, Remark remark) implements Command {
    }

    /** Changes what a market accepts; {@code state} is a wire code. */
    record ChangeMarketState(int marketId, int state, long endsMillis, Remark remark) implements Command {
        /** A state without an end. */
        public ChangeMarketState(final int marketId, final int state, final Remark remark) {
            this(marketId, state, 0, remark);
        }
    }

    /** Changes a parameter. */
    record SetParameter(int parameterId, long value, Remark remark) implements Command {
    }

    /** Credits an account. */
    record Deposit(Address address, long amountMicros, int sourceId, long number, Remark remark) implements Command {
    }

    /** One price of a source. */
    record PriceEntry(int marketId, long priceE8, long confidenceE8, long publishTimeNanos) {
    }

    /** Prices of one source as seen by the origin's node. */
    record SubmitPrices(int sourceId, List<PriceEntry> prices) implements Command {
        /** Copies the list. */
        public SubmitPrices {
            prices = List.copyOf(prices);
        }
    }

    /** Which behaviour versions the node's build can run, and its skip list's hash, 64 hex digits. */
    record AnnounceNode(int behaviourMin, int behaviourMax, String skipListHash) implements Command {
    }

    /** Switches the meaning of commands. */
    record SwitchBehaviour(int behaviourVersion, Remark remark) implements Command {
    }

    /** A node is a member no more. */
    record RetireNode(int retiredNodeId, Remark remark) implements Command {
    }

    /** Every node notes the hash of its state here. */
    record TakeCheckpoint() implements Command {
    }

    /** What a node has at a checkpoint; {@code chainHash} and {@code signature} are hex digits. */
    record ReportCheckpoint(
        long checkpointSequence, long checkpointPosition, long term, long stateHash, String chainHash,
        String signature) implements Command {
    }

    /** What an emergency command is about; market or address matter where the code says so. */
    record Scope(int code, int marketId, Address address) {
        /** Code of everything. */
        public static final int ALL = 0;
        /** Code of a market. */
        public static final int MARKET = 1;
        /** Code of an account. */
        public static final int ACCOUNT = 2;
    }

    /** Stops the entry of orders, or lets them in again. */
    record SetKillSwitch(Scope scope, boolean on, Remark remark) implements Command {
    }

    /** Cancels resting orders. */
    record SweepOrders(Scope scope, Remark remark) implements Command {
    }

    /** New orders. */
    record PlaceOrders(Authority authority, List<OrderEntry> orders) implements Signed {
        /** Copies the list. */
        public PlaceOrders {
            orders = List.copyOf(orders);
        }

        @Override
        public PlaceOrders withAuthority(final Authority other) {
            return new PlaceOrders(other, orders);
        }
    }

    /** One cancel by order id. */
    record CancelEntry(int marketId, long orderId) {
    }

    /** Cancels by order id. */
    record CancelOrders(Authority authority, List<CancelEntry> cancels, boolean fast) implements Signed {
        /** Copies the list. */
        public CancelOrders {
            cancels = List.copyOf(cancels);
        }

        /** Cancels orders of any kind. */
        public CancelOrders(final Authority authority, final List<CancelEntry> cancels) {
            this(authority, cancels, false);
        }

        @Override
        public CancelOrders withAuthority(final Authority other) {
            return new CancelOrders(other, cancels, fast);
        }
    }

    /** One cancel by client order id. */
    record CancelByClientIdEntry(int marketId, ClientOrderId clientOrderId) {
    }

    /** Cancels by client order id. */
    record CancelOrdersByClientId(Authority authority, List<CancelByClientIdEntry> cancels,
        boolean fast) implements Signed {
        /** Copies the list. */
        public CancelOrdersByClientId {
            cancels = List.copyOf(cancels);
        }

        /** Cancels orders of any kind. */
        public CancelOrdersByClientId(final Authority authority, final List<CancelByClientIdEntry> cancels) {
            this(authority, cancels, false);
        }

        @Override
        public CancelOrdersByClientId withAuthority(final Authority other) {
            return new CancelOrdersByClientId(other, cancels, fast);
        }
    }

    /** One modification; the target is named by its client order id if {@code targetOrderId} is 0. */
    record ModifyEntry(long targetOrderId, ClientOrderId targetClientOrderId, OrderEntry order) {
    }

    /** Modifications of resting orders. */
    record ModifyOrders(Authority authority, List<ModifyEntry> modifies) implements Signed {
        /** Copies the list. */
        public ModifyOrders {
            modifies = List.copyOf(modifies);
        }

        @Override
        public ModifyOrders withAuthority(final Authority other) {
            return new ModifyOrders(other, modifies);
        }
    }

    /** Chooses a leverage. */
    record UpdateLeverage(Authority authority, int marketId, int leverage, boolean isCross) implements Signed {
        @Override
        public UpdateLeverage withAuthority(final Authority other) {
            return new UpdateLeverage(other, marketId, leverage, isCross);
        }
    }

    /** Names an agent, or removes it if the address is zero. */
    record ApproveAgent(Authority authority, Address agentAddress, String agentName, long validUntilMillis)
        implements Signed {
        @Override
        public ApproveAgent withAuthority(final Authority other) {
            return new ApproveAgent(other, agentAddress, agentName, validUntilMillis);
        }
    }

    /**
     * New orders with everything that an order may have; {@code grouping} is a wire code, {@code builderTenths} what
     * they owe to the builder, zero for none, in tenths of a basis point.
     */
    record PlaceAdvancedOrders(
        Authority authority, int grouping, List<AdvancedOrderEntry> orders, Address builder, int builderTenths)
        implements Signed {
        /** Orders that owe nobody. */
        public PlaceAdvancedOrders(
            final Authority authority, final int grouping, final List<AdvancedOrderEntry> orders) {
            this(authority, grouping, orders, Address.ZERO, 0);
        }

        /** Copies the list. */
        public PlaceAdvancedOrders {
            orders = List.copyOf(orders);
        }

        @Override
        public PlaceAdvancedOrders withAuthority(final Authority other) {
            return new PlaceAdvancedOrders(other, grouping, orders, builder, builderTenths);
        }
    }

    /** One modification; the target is named by its client order id if {@code targetOrderId} is 0. */
    record AdvancedModifyEntry(long targetOrderId, ClientOrderId targetClientOrderId, AdvancedOrderEntry order) {
    }

    /** Modifications into such orders. */
    record ModifyAdvancedOrders(
        Authority authority, boolean alwaysPlace, List<AdvancedModifyEntry> modifies)
        implements Signed {
        /** Copies the list. */
        public ModifyAdvancedOrders {
            modifies = List.copyOf(modifies);
        }

        @Override
        public ModifyAdvancedOrders withAuthority(final Authority other) {
            return new ModifyAdvancedOrders(other, alwaysPlace, modifies);
        }
    }

    /** Cancels open orders; market −1: all, side 255: both, kind 0: all. */
    record CancelAll(Authority authority, int marketId, int side, int kind) implements Signed {
        @Override
        public CancelAll withAuthority(final Authority other) {
            return new CancelAll(other, marketId, side, kind);
        }
    }

    /** Cancels all open orders at a time; 0 takes the schedule back. */
    record ScheduleCancel(Authority authority, long timeMillis) implements Signed {
        @Override
        public ScheduleCancel withAuthority(final Authority other) {
            return new ScheduleCancel(other, timeMillis);
        }
    }

    /** Chooses the mode of orders that name none. */
    record ChooseSelfTradeMode(Authority authority, int mode) implements Signed {
        @Override
        public ChooseSelfTradeMode withAuthority(final Authority other) {
            return new ChooseSelfTradeMode(other, mode);
        }
    }

    /** Starts a TWAP; prices of 0: none. */
    record PlaceTwap(
        Authority authority, int marketId, int side, long sizeE8, int flags, int minutes, boolean randomize,
        long triggerPriceE8, boolean triggerAbove, long stopPriceE8)
        implements Signed {
        @Override
        public PlaceTwap withAuthority(final Authority other) {
            return new PlaceTwap(other, marketId, side, sizeE8, flags, minutes, randomize, triggerPriceE8,
                triggerAbove, stopPriceE8);
        }
    }

    /** Ends a TWAP. */
    record CancelTwap(Authority authority, int marketId, long twapId) implements Signed {
        @Override
        public CancelTwap withAuthority(final Authority other) {
            return new CancelTwap(other, marketId, twapId);
        }
    }

    /** One quote; a size of 0 only names the market. */
    record QuoteEntry(int marketId, int side, long priceE8, long sizeE8) {
    }

    /** Replaces the quotes in the markets that it names. */
    record MassQuote(Authority authority, int quoteGroup, List<QuoteEntry> entries) implements Signed {
        /** Copies the list. */
        public MassQuote {
            entries = List.copyOf(entries);
        }

        @Override
        public MassQuote withAuthority(final Authority other) {
            return new MassQuote(other, quoteGroup, entries);
        }
    }

    /** Says when the quotes of a group are taken back. */
    record SetProtection(
        Authority authority, int quoteGroup, long windowMillis, long frozenMillis, int countMax,
        long quantityMaxE8, long valueMaxMicros)
        implements Signed {
        @Override
        public SetProtection withAuthority(final Authority other) {
            return new SetProtection(other, quoteGroup, windowMillis, frozenMillis, countMax, quantityMaxE8,
                valueMaxMicros);
        }
    }

    /** Lets a frozen group quote again. */
    record ResetProtection(Authority authority, int quoteGroup) implements Signed {
        @Override
        public ResetProtection withAuthority(final Authority other) {
            return new ResetProtection(other, quoteGroup);
        }
    }

    /** Changes what may change of a market. */
    record ChangeMarket(MarketSpec spec, Remark remark) implements Command {
    }

    /** Makes a sub-account. */
    record CreateSubAccount(Authority authority, String name) implements Signed {
        @Override
        public CreateSubAccount withAuthority(final Authority other) {
            return new CreateSubAccount(other, name);
        }
    }

    /** Renames a sub-account. */
    record RenameSubAccount(Authority authority, Address address, String name) implements Signed {
        @Override
        public RenameSubAccount withAuthority(final Authority other) {
            return new RenameSubAccount(other, address, name);
        }
    }

    /** Moves cash between an account and its sub-account. */
    record MoveSubAccountCash(
        Authority authority, Address address, long amountMicros, boolean isDeposit)
        implements Signed {
        @Override
        public MoveSubAccountCash withAuthority(final Authority other) {
            return new MoveSubAccountCash(other, address, amountMicros, isDeposit);
        }
    }

    /** Moves cash to another account. */
    record TransferCash(
        Authority authority, Address destination, long amountMicros, Address fromSubAccount)
        implements Signed {
        @Override
        public TransferCash withAuthority(final Authority other) {
            return new TransferCash(other, destination, amountMicros, fromSubAccount);
        }
    }

    /** Asks for cash to leave the exchange. */
    record RequestWithdrawal(Authority authority, Address destination, long amountMicros) implements Signed {
        @Override
        public RequestWithdrawal withAuthority(final Authority other) {
            return new RequestWithdrawal(other, destination, amountMicros);
        }
    }

    /** Uses up a nonce. */
    record Noop(Authority authority) implements Signed {
        @Override
        public Noop withAuthority(final Authority other) {
            return new Noop(other);
        }
    }

    /** A withdrawal was paid out or will not be; {@code outcome} is a wire code. */
    record ResolveWithdrawal(long withdrawalId, int outcome, Remark remark) implements Command {
    }

    /** Lets an account act only when so many of these users agree; none: it acts alone again. */
    record ConvertToMultiSig(Authority authority, int threshold, List<Address> users) implements Signed {
        /** Copies the list. */
        public ConvertToMultiSig {
            users = List.copyOf(users);
        }

        @Override
        public ConvertToMultiSig withAuthority(final Authority other) {
            return new ConvertToMultiSig(other, threshold, users);
        }
    }

    /** An action for a multi-sig account; the envelope is of the leader, the signers have agreed. */
    record MultiSig(Authority authority, Address user, List<Address> signers, Signed action) implements Signed {
        /** Copies the list. */
        public MultiSig {
            signers = List.copyOf(signers);
        }

        @Override
        public MultiSig withAuthority(final Authority other) {
            return new MultiSig(other, user, signers, action);
        }
    }
}
