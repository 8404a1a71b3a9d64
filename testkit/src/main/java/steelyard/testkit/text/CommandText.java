package steelyard.testkit.text;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import steelyard.protocol.Address;
import steelyard.testkit.command.AdvancedOrderEntry;
import steelyard.testkit.codec.RecordCodec;
import steelyard.testkit.command.Authority;
import steelyard.testkit.command.ClientOrderId;
import steelyard.testkit.command.Command.Remark;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.OrderEntry;
import steelyard.testkit.log.Step;

/** Commands as lines that {@link CommandParser} reads back. */
public final class CommandText {
    private final Markets markets;
    private final Fields fields;

    /** Texts with the names of these markets. */
    public CommandText(final Markets markets) {
        this.markets = markets;
        this.fields = new Fields(markets);
    }

    /** The step: its time, its number as far as it is not the expected one, and the command. */
    public String line(final Step step) {
        return Words.time(step.timestampNanos())
            + (step.nodeId() == CommandParser.DEFAULT_NODE_ID ? "" : " node=" + step.nodeId())
            + (step.epochOffset() == 0 ? "" : " epoch=" + step.epochOffset())
            + (step.seqOffset() == 0 ? "" : " seq=" + step.seqOffset())
            + ' ' + line(step.command());
    }

    /** The command alone. */
    public String line(final Command command) {
        return command.getClass().getSimpleName() + switch (command) {
            case Command.OpenEpoch c -> " token=" + c.token();
            case Command.Tick c -> "";
            case Command.ApplyGenesis c -> genesis(c);
            case Command.ListMarket c -> ' ' + SpecText.line(c.spec(), c.state()) + remark(c.remark());
            case Command.ChangeMarketState c ->
                ' ' + markets.name(c.marketId()) + ' ' + SpecText.state(c.state())
                    + (c.endsMillis() == 0 ? "" : " ends=" + c.endsMillis()) + remark(c.remark());
            case Command.SetParameter c ->
                ' ' + Words.parameter(c.parameterId()) + ' ' + c.value() + remark(c.remark());
            case Command.Deposit c ->
                ' ' + Words.address(c.address()) + ' ' + Words.usdc(c.amountMicros())
                    + " source=" + c.sourceId() + " number=" + c.number() + remark(c.remark());
            case Command.SubmitPrices c -> " source=" + c.sourceId() + entries(c.prices(), this::price);
            case Command.AnnounceNode c -> " versions=" + c.behaviourMin() + ".." + c.behaviourMax()
                + (c.skipListHash().equals(CommandParser.NO_HASH) ? "" : " skips=" + c.skipListHash());
            case Command.SwitchBehaviour c -> " " + c.behaviourVersion() + remark(c.remark());
            case Command.RetireNode c -> " " + c.retiredNodeId() + remark(c.remark());
            case Command.TakeCheckpoint c -> "";
            case Command.ReportCheckpoint c -> " sequence=" + c.checkpointSequence()
                + " position=" + c.checkpointPosition() + " term=" + c.term() + " state=" + c.stateHash()
                + " chain=" + c.chainHash() + " signature=" + c.signature();
            case Command.SetKillSwitch c -> ' ' + scope(c.scope()) + (c.on() ? " on" : " off") + remark(c.remark());
            case Command.SweepOrders c -> ' ' + scope(c.scope()) + remark(c.remark());
            case Command.PlaceOrders c -> envelope(c.authority()) + entries(c.orders(), this::order);
            case Command.CancelOrders c -> envelope(c.authority()) + fast(c.fast()) + entries(c.cancels(),
                entry -> markets.name(entry.marketId()) + " #" + entry.orderId());
            case Command.CancelOrdersByClientId c -> envelope(c.authority()) + fast(c.fast()) + entries(c.cancels(),
                entry -> markets.name(entry.marketId()) + ' ' + Words.clientOrderId(entry.clientOrderId()));
            case Command.ModifyOrders c -> envelope(c.authority()) + entries(c.modifies(), this::modify);
            case Command.UpdateLeverage c -> envelope(c.authority())
                + ' ' + markets.name(c.marketId()) + ' ' + c.leverage() + "x " + (c.isCross() ? "cross" : "isolated");
            case Command.CreateSubAccount c -> envelope(c.authority()) + ' ' + Words.quoted(c.name());
            case Command.RenameSubAccount c -> envelope(c.authority())
                + ' ' + Words.address(c.address()) + ' ' + Words.quoted(c.name());
            case Command.MoveSubAccountCash c -> envelope(c.authority()) + ' ' + Words.address(c.address())
                + ' ' + Words.usdc(c.amountMicros()) + (c.isDeposit() ? " in" : " out");
            case Command.TransferCash c -> envelope(c.authority()) + ' ' + Words.address(c.destination())
                + ' ' + Words.usdc(c.amountMicros())
                + (c.fromSubAccount().isZero() ? "" : " from=" + Words.address(c.fromSubAccount()));
            case Command.RequestWithdrawal c -> envelope(c.authority())
                + ' ' + Words.address(c.destination()) + ' ' + Words.usdc(c.amountMicros());
            case Command.ResolveWithdrawal c -> " " + c.withdrawalId() + ' ' + (c.outcome() == 1 ? "completed"
                : c.outcome() == 2 ? "rejected" : "outcome=" + c.outcome()) + remark(c.remark());
            case Command.Noop c -> envelope(c.authority());
            case Command.ConvertToMultiSig c -> envelope(c.authority())
                + " threshold=" + c.threshold() + addresses(" users=", c.users());
            case Command.MultiSig c -> envelope(c.authority()) + " user=" + Words.address(c.user())
                + addresses(" signers=", c.signers()) + " : " + line(c.action());
            case Command.ApproveAgent c -> envelope(c.authority())
                + ' ' + Words.address(c.agentAddress()) + ' ' + Words.quoted(c.agentName())
                + " until=" + c.validUntilMillis();
            case Command.ChangeMarket c -> ' ' + SpecText.line(c.spec()) + remark(c.remark());
            case Command.PlaceAdvancedOrders c -> envelope(c.authority()) + " grouping=" + c.grouping()
                + (c.builder().isZero() ? "" : " builder=" + Words.address(c.builder()) + " tenths=" + c.builderTenths())
                + entries(c.orders(), this::advanced);
            case Command.ModifyAdvancedOrders c -> envelope(c.authority())
                + (c.alwaysPlace() ? " always-place" : "") + entries(c.modifies(), this::modify);
            case Command.MassQuote c -> envelope(c.authority()) + " group=" + c.quoteGroup()
                + entries(c.entries(), this::quote);
            case Command.CancelAll c -> envelope(c.authority()) + fields.words(c);
            case Command.ScheduleCancel c -> envelope(c.authority()) + fields.words(c);
            case Command.ChooseSelfTradeMode c -> envelope(c.authority()) + fields.words(c);
            case Command.PlaceTwap c -> envelope(c.authority()) + fields.words(c);
            case Command.CancelTwap c -> envelope(c.authority()) + fields.words(c);
            case Command.SetProtection c -> envelope(c.authority()) + fields.words(c);
            case Command.ResetProtection c -> envelope(c.authority()) + fields.words(c);
            case Command.SignedOfRisk c -> envelope(c.authority()) + ' ' + new RecordText(markets).line(c);
            case Command.OfRisk c -> ' ' + new RecordText(markets).line(c) + remark(remarkOf(c));
        };
    }

    private static String addresses(final String key, final List<Address> addresses) {
        return addresses.isEmpty()
            ? "" : key + addresses.stream().map(Words::address).collect(Collectors.joining(","));
    }

    private String scope(final Command.Scope scope) {
        return switch (scope.code()) {
            case Command.Scope.ALL -> "all";
            case Command.Scope.MARKET -> "market " + markets.name(scope.marketId());
            case Command.Scope.ACCOUNT -> "account " + Words.address(scope.address());
            default -> "scope=" + scope.code();
        };
    }

    private static Remark remarkOf(final Command command) {
        for (final var component : command.getClass().getRecordComponents()) {
            if (RecordCodec.get(command, component) instanceof Remark remark) {
                return remark;
            }
        }
        return Remark.NONE;
    }

    private static String genesis(final Command.ApplyGenesis command) {
        return " hash=" + command.genesisHash()
            + entries(command.parameters(), each -> Words.parameter(each.parameterId()) + ' ' + each.value())
            + " ; markets"
            + entries(command.markets(), each -> SpecText.line(each.spec(), each.state()));
    }

    private static <T> String entries(final List<T> entries, final Function<T, String> text) {
        return entries.isEmpty() ? "" : entries.stream().map(text).collect(Collectors.joining(" ; ", " ", ""));
    }

    private static String remark(final Remark remark) {
        return remark.equals(Remark.NONE)
            ? ""
            : " by=" + Words.quoted(remark.operatorName()) + " reason=" + Words.quoted(remark.reason());
    }

    private static String envelope(final Authority authority) {
        return ' ' + Words.address(authority.signer())
            + " nonce=" + authority.nonceMillis()
            + (authority.alternateSigner().equals(Address.ZERO)
                ? "" : " alternate=" + Words.address(authority.alternateSigner()))
            + (authority.vaultAddress().equals(Address.ZERO)
                ? "" : " vault=" + Words.address(authority.vaultAddress()))
            + (authority.expiresAfterMillis() == 0 ? "" : " expires=" + authority.expiresAfterMillis());
    }

    private String price(final Command.PriceEntry entry) {
        return markets.name(entry.marketId()) + ' ' + Words.e8(entry.priceE8())
            + " at=" + Words.time(entry.publishTimeNanos())
            + (entry.confidenceE8() == 0 ? "" : " confidence=" + Words.e8(entry.confidenceE8()));
    }

    private String order(final OrderEntry entry) {
        return markets.name(entry.marketId()) + ' ' + Words.side(entry.side()) + ' ' + Words.e8(entry.sizeE8())
            + " @ " + Words.e8(entry.priceE8()) + Words.timeInForce(entry.timeInForce())
            + Words.flags(entry.flags(), entry.clientOrderId());
    }

    private String advanced(final AdvancedOrderEntry entry) {
        final String rest = fields.words(entry);
        return order(entry.order()) + (rest.isEmpty() ? "" : " with" + rest);
    }

    private String quote(final Command.QuoteEntry entry) {
        return markets.name(entry.marketId()) + ' ' + Words.side(entry.side()) + ' ' + Words.e8(entry.sizeE8())
            + " @ " + Words.e8(entry.priceE8());
    }

    private String modify(final Command.ModifyEntry entry) {
        return target(entry.targetOrderId(), entry.targetClientOrderId()) + order(entry.order());
    }

    private String modify(final Command.AdvancedModifyEntry entry) {
        return target(entry.targetOrderId(), entry.targetClientOrderId()) + advanced(entry.order());
    }

    private static String target(final long orderId, final ClientOrderId clientOrderId) {
        final boolean isNamed = orderId == 0 || !clientOrderId.equals(ClientOrderId.NONE);
        return (orderId == 0 ? "" : "#" + orderId + ' ')
            + (isNamed ? Words.clientOrderId(clientOrderId) + ' ' : "") + "-> ";
    }

    private static String fast(final boolean fast) {
        return fast ? " fast" : "";
    }
}
