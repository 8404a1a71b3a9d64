package steelyard.admin;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import steelyard.model.AccountKind;
import steelyard.model.AssetClass;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.PriceGrid;
import steelyard.model.RejectReason;
import steelyard.node.AccountView;
import steelyard.node.AgentLimits;
import steelyard.node.BookOrderView;
import steelyard.node.CommandCallback;
import steelyard.node.CommandPort;
import steelyard.node.MarginView;
import steelyard.node.MarketView;
import steelyard.node.NodeQueries;
import steelyard.node.NodeState;
import steelyard.node.NodeStatus;
import steelyard.node.WithdrawalView;
import steelyard.protocol.Address;
import steelyard.protocol.EventBatch;
import steelyard.protocol.EventBatchWriter;
import steelyard.protocol.MarketSpecCodec;
import steelyard.protocol.sbe.AccountCreatedEncoder;
import steelyard.protocol.sbe.ActivateScenariosDecoder;
import steelyard.protocol.sbe.ChangeMarketDecoder;
import steelyard.protocol.sbe.ChangeMarketRiskDecoder;
import steelyard.protocol.sbe.ChangeMarketStateDecoder;
import steelyard.protocol.sbe.CommandDoneEncoder;
import steelyard.protocol.sbe.DepositDecoder;
import steelyard.protocol.sbe.DepositedEncoder;
import steelyard.protocol.sbe.FreezeAccountDecoder;
import steelyard.protocol.sbe.LoadScenariosDecoder;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.MoveInsuranceDecoder;
import steelyard.protocol.sbe.OrdersSweptEncoder;
import steelyard.protocol.sbe.ResolveWithdrawalDecoder;
import steelyard.protocol.sbe.RetireNodeDecoder;
import steelyard.protocol.sbe.SetAccountClassDecoder;
import steelyard.protocol.sbe.SetCalendarDecoder;
import steelyard.protocol.sbe.SetFeeScheduleDecoder;
import steelyard.protocol.sbe.SetKillSwitchDecoder;
import steelyard.protocol.sbe.SetLeverageCapDecoder;
import steelyard.protocol.sbe.SetParameterDecoder;
import steelyard.protocol.sbe.SocializeDebtDecoder;
import steelyard.protocol.sbe.SweepOrdersDecoder;
import steelyard.protocol.sbe.SwitchBehaviourDecoder;
import steelyard.protocol.sbe.TransferHouseCashDecoder;

/** A node of one thread that has the market BTC, applies deposits as the exchange does and records what it is told. */
final class FakeNode implements CommandPort, NodeQueries, AutoCloseable {
    final List<String> commands = new ArrayList<>();
    final Map<Integer, Long> lastNumbers = new LinkedHashMap<>();
    final Map<Address, Long> cashMicros = new LinkedHashMap<>();
    volatile NodeStatus status = new NodeStatus(true, false, true, 12, 34);
    volatile boolean full;
    volatile boolean fallsBusy;
    volatile boolean staysSilent;
    volatile int resting;
    volatile RejectReason refusal = RejectReason.NONE;
    volatile CompletableFuture<SnapshotTaken> snapshot =
        CompletableFuture.completedFuture(new SnapshotTaken(96, 12, 0xabc, 5_000));

    volatile List<BookOrderView> bookOrders = List.of();
    volatile List<WithdrawalView> withdrawals = List.of();

    private static final MarketSpec SPEC = new MarketSpec(3, "BTC", AssetClass.CRYPTO, 4, PriceGrid.SIGNIFICANT_5, 1,
        false, 40, 20, 10_000_000, 1_000_000_000, 10_000_000, 20_000_000, 1_000_000_000, 1);

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final EventBatchWriter writer = new EventBatchWriter();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private long eventSequence = 100;

    @Override
    public boolean submit(
        final DirectBuffer command, final int offset, final int length, final CommandCallback callback) {
        if (full) {
            return false;
        }
        final byte[] copy = new byte[length];
        command.getBytes(offset, copy);
        thread.execute(() -> {
            if (fallsBusy) {
                callback.onBusy();
            } else if (staysSilent) {
                callback.onOutcomeUnknown();
            } else {
                callback.onDone(apply(new UnsafeBuffer(copy)));
            }
        });
        return true;
    }

    private EventBatch apply(final DirectBuffer command) {
        final MessageHeaderDecoder commandHeader = new MessageHeaderDecoder().wrap(command, 0);
        writer.clear();
        if (commandHeader.templateId() == DepositDecoder.TEMPLATE_ID) {
            applyDeposit(new DepositDecoder().wrapAndApplyHeader(command, 0, commandHeader));
        } else if (commandHeader.templateId() == SweepOrdersDecoder.TEMPLATE_ID) {
            sweep(new SweepOrdersDecoder().wrapAndApplyHeader(command, 0, commandHeader));
        } else if (commandHeader.templateId() == SetKillSwitchDecoder.TEMPLATE_ID) {
            final SetKillSwitchDecoder set = new SetKillSwitchDecoder().wrapAndApplyHeader(command, 0, commandHeader);
            commands.add("kill switch " + set.scope() + " market " + set.marketId() + " account " + Address.from(
                set.buffer(), set.offset() + SetKillSwitchDecoder.addressEncodingOffset()) + " on " + set.on()
                + " by " + set.operatorName() + ": " + set.reason());
            done(refusal, 0, 0);
        } else if (commandHeader.templateId() == RetireNodeDecoder.TEMPLATE_ID) {
            commands.add("retire "
                + new RetireNodeDecoder().wrapAndApplyHeader(command, 0, commandHeader).retiredNodeId());
            done(refusal, 0, 0);
        } else if (commandHeader.templateId() == ResolveWithdrawalDecoder.TEMPLATE_ID) {
            final ResolveWithdrawalDecoder resolve =
                new ResolveWithdrawalDecoder().wrapAndApplyHeader(command, 0, commandHeader);
            commands.add("withdrawal " + resolve.withdrawalId() + " outcome " + resolve.outcome()
                + " by " + resolve.operatorName() + ": " + resolve.reason());
            done(refusal, 0, 0);
        } else if (commandHeader.templateId() == SwitchBehaviourDecoder.TEMPLATE_ID) {
            commands.add("behaviour "
                + new SwitchBehaviourDecoder().wrapAndApplyHeader(command, 0, commandHeader).behaviourVersion());
            done(refusal, 0, 0);
        } else if (commandHeader.templateId() != ChangeMarketStateDecoder.TEMPLATE_ID) {
            applyRule(command, commandHeader);
        } else {
            final ChangeMarketStateDecoder change =
                new ChangeMarketStateDecoder().wrapAndApplyHeader(command, 0, commandHeader);
            commands.add("market " + change.marketId() + " state " + change.state()
                + (change.endsMillis() == 0 ? "" : " until " + change.endsMillis())
                + " by " + change.operatorName() + ": " + change.reason());
            done(refusal, 0, 0);
        }
        writer.end();
        return new EventBatch().wrap(writer.buffer(), 0);
    }

    private void applyRule(final DirectBuffer command, final MessageHeaderDecoder commandHeader) {
        switch (commandHeader.templateId()) {
            case ChangeMarketDecoder.TEMPLATE_ID -> {
                final ChangeMarketDecoder change =
                    new ChangeMarketDecoder().wrapAndApplyHeader(command, 0, commandHeader);
                commands.add(MarketSpecCodec.decode(change.spec())
                    + " by " + change.operatorName() + ": " + change.reason());
            }
            case ChangeMarketRiskDecoder.TEMPLATE_ID -> {
                final ChangeMarketRiskDecoder change =
                    new ChangeMarketRiskDecoder().wrapAndApplyHeader(command, 0, commandHeader);
                final StringBuilder values = new StringBuilder("risk of market " + change.marketId());
                change.values().forEach(value ->
                    values.append(' ').append(value.parameterId()).append('=').append(value.value()));
                commands.add(values + " by " + change.operatorName() + ": " + change.reason());
            }
            case SetParameterDecoder.TEMPLATE_ID -> {
                final SetParameterDecoder set = new SetParameterDecoder().wrapAndApplyHeader(command, 0, commandHeader);
                commands.add("parameter " + set.parameterId() + "=" + set.value()
                    + " by " + set.operatorName() + ": " + set.reason());
            }
            case SetAccountClassDecoder.TEMPLATE_ID -> {
                final SetAccountClassDecoder set =
                    new SetAccountClassDecoder().wrapAndApplyHeader(command, 0, commandHeader);
                commands.add("class " + set.accountClass() + ", fees " + set.feeGroup() + " of " + Address.from(
                    set.buffer(), set.offset() + SetAccountClassDecoder.addressEncodingOffset())
                    + " by " + set.operatorName() + ": " + set.reason());
            }
            case SetLeverageCapDecoder.TEMPLATE_ID -> {
                final SetLeverageCapDecoder set =
                    new SetLeverageCapDecoder().wrapAndApplyHeader(command, 0, commandHeader);
                commands.add("cap " + set.accountClass() + "/" + set.leverageClass() + " " + set.leverageMax() + "x "
                    + set.closeOutPercent() + "% by " + set.operatorName() + ": " + set.reason());
            }
            case TransferHouseCashDecoder.TEMPLATE_ID -> {
                final TransferHouseCashDecoder transfer =
                    new TransferHouseCashDecoder().wrapAndApplyHeader(command, 0, commandHeader);
                commands.add("house " + transfer.fromAccountId() + "->" + transfer.toAccountId() + " "
                    + transfer.amountMicros() + " by " + transfer.operatorName() + ": " + transfer.reason());
            }
            case SetCalendarDecoder.TEMPLATE_ID -> {
                final SetCalendarDecoder set =
                    new SetCalendarDecoder().wrapAndApplyHeader(command, 0, commandHeader);
                final StringBuilder text = new StringBuilder("calendar " + set.calendarId());
                set.closures().forEach(closure -> text.append(' ').append(closure.closesSeconds()).append('-')
                    .append(closure.opensSeconds()));
                commands.add(text + " by " + set.operatorName() + ": " + set.reason());
            }
            case MoveInsuranceDecoder.TEMPLATE_ID -> {
                final MoveInsuranceDecoder move =
                    new MoveInsuranceDecoder().wrapAndApplyHeader(command, 0, commandHeader);
                final String second = move.secondOperator();
                commands.add("insurance " + move.amountMicros() + " as " + move.sourceId() + '/' + move.number()
                    + " by " + move.operatorName() + " and " + second + ": " + move.reason());
            }
            case SocializeDebtDecoder.TEMPLATE_ID -> {
                final SocializeDebtDecoder debt =
                    new SocializeDebtDecoder().wrapAndApplyHeader(command, 0, commandHeader);
                commands.add("debt by " + debt.operatorName() + ": " + debt.reason());
            }
            case SetFeeScheduleDecoder.TEMPLATE_ID -> {
                final SetFeeScheduleDecoder set =
                    new SetFeeScheduleDecoder().wrapAndApplyHeader(command, 0, commandHeader);
                final StringBuilder text = new StringBuilder("fees of " + set.feeGroup());
                set.tiers().forEach(tier -> text.append(' ').append(tier.volumeFromUsdc()).append(':')
                    .append(tier.takerNanos()).append('/').append(tier.makerNanos()));
                set.makerTiers().forEach(tier -> text.append(" >").append(tier.shareFromE6()).append(':')
                    .append(tier.makerNanos()));
                commands.add(text + " by " + set.operatorName() + ": " + set.reason());
            }
            case FreezeAccountDecoder.TEMPLATE_ID -> {
                final FreezeAccountDecoder freeze =
                    new FreezeAccountDecoder().wrapAndApplyHeader(command, 0, commandHeader);
                commands.add("freeze " + freeze.frozen() + " " + Address.from(
                    freeze.buffer(), freeze.offset() + FreezeAccountDecoder.addressEncodingOffset())
                    + " by " + freeze.operatorName() + ": " + freeze.reason());
            }
            case LoadScenariosDecoder.TEMPLATE_ID -> {
                final LoadScenariosDecoder load = new LoadScenariosDecoder().wrapAndApplyHeader(command, 0, commandHeader);
                final StringBuilder columns = new StringBuilder("scenarios " + load.version());
                load.columns().forEach(column -> columns.append(" of market ").append(column.marketId()).append(": ")
                    .append(column.directions(0)).append(' ').append(column.directions(1)));
                commands.add(columns + " by " + load.operatorName() + ": " + load.reason());
            }
            case ActivateScenariosDecoder.TEMPLATE_ID -> {
                final ActivateScenariosDecoder activate =
                    new ActivateScenariosDecoder().wrapAndApplyHeader(command, 0, commandHeader);
                commands.add("activate scenarios " + activate.version() + " with " + activate.columns() + " from "
                    + activate.fromSequence() + " " + activate.sha256(0)
                    + " by " + activate.operatorName() + ": " + activate.reason());
            }
            default -> throw new IllegalArgumentException("command " + commandHeader.templateId());
        }
        done(refusal, 0, 0);
    }

    private void sweep(final SweepOrdersDecoder sweep) {
        final int canceled = Math.min(2, resting);
        resting -= canceled;
        commands.add("sweep " + sweep.scope() + " market " + sweep.marketId() + ": " + canceled);
        final OrdersSweptEncoder swept = new OrdersSweptEncoder()
            .wrapAndApplyHeader(writer.buffer(), writer.eventOffset(), header);
        swept.header().eventSequence(++eventSequence);
        swept.canceledCount(canceled).remainingCount(resting).operatorName("").reason("");
        writer.endEvent(MessageHeaderEncoder.ENCODED_LENGTH + swept.encodedLength());
        done(RejectReason.NONE, 0, 0);
    }

    private void applyDeposit(final DepositDecoder deposit) {
        final Address address = Address.from(
            deposit.buffer(), deposit.offset() + DepositDecoder.addressEncodingOffset());
        commands.add("deposit " + deposit.amountMicros() + " to " + address + " as " + deposit.sourceId() + "/"
            + deposit.number() + " by " + deposit.operatorName() + ": " + deposit.reason());
        final long last = lastNumbers.getOrDefault(deposit.sourceId(), 0L);
        if (refusal != RejectReason.NONE) {
            done(refusal, 77, 88);
            return;
        }
        if (deposit.number() <= last) {
            done(RejectReason.DEPOSIT_ALREADY_APPLIED, deposit.number(), last);
            return;
        }
        lastNumbers.put(deposit.sourceId(), deposit.number());
        if (!cashMicros.containsKey(address)) {
            final AccountCreatedEncoder created = new AccountCreatedEncoder()
                .wrapAndApplyHeader(writer.buffer(), writer.eventOffset(), header);
            created.header().eventSequence(++eventSequence);
            created.accountId(16);
            writer.endEvent(MessageHeaderEncoder.ENCODED_LENGTH + created.encodedLength());
        }
        final long cash = cashMicros.merge(address, deposit.amountMicros(), Long::sum);
        final DepositedEncoder deposited = new DepositedEncoder()
            .wrapAndApplyHeader(writer.buffer(), writer.eventOffset(), header);
        deposited.header().eventSequence(++eventSequence);
        deposited.amountMicros(deposit.amountMicros()).cashMicros(cash).accountId(16).operatorName("").reason("");
        writer.endEvent(MessageHeaderEncoder.ENCODED_LENGTH + deposited.encodedLength());
        done(RejectReason.NONE, 0, 0);
    }

    private void done(final RejectReason reason, final long detail1, final long detail2) {
        final CommandDoneEncoder done = new CommandDoneEncoder()
            .wrapAndApplyHeader(writer.buffer(), writer.eventOffset(), header);
        done.header().eventSequence(++eventSequence);
        done.rejectReason(reason.code()).detail1(detail1).detail2(detail2);
        writer.endEvent(MessageHeaderEncoder.ENCODED_LENGTH + done.encodedLength());
    }

    @Override
    public boolean submit(final Query query) {
        if (full) {
            return false;
        }
        thread.execute(() -> query.run(state()));
        return true;
    }

    private NodeState state() {
        return (NodeState) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {NodeState.class}, (proxy, method, arguments) ->
                switch (method.getName()) {
                    case "marketId" -> arguments[0].equals("BTC") ? 3 : NodeState.NONE;
                    case "marketCount" -> 1;
                    case "openOrders" -> List.of();
                    case "accountId" -> cashMicros.containsKey(arguments[0]) ? 16 : NodeState.NONE;
                    case "account" -> account();
                    case "margin" -> MARGIN;
                    case "market" -> new MarketView(
                        SPEC, MarketState.ACTIVE, false, 0, 0, 0, 0, 0, 0, 0, false, 0, false, 0,
                        MarketView.Funding.NONE);
                    case "bookOrders" -> bookOrders;
                    case "withdrawals" -> withdrawals;
                    case "eventSequence" -> 12L;
                    case "logTimeNanos" -> 34L;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static final MarginView MARGIN = new MarginView(true, 2, 1, 24, 20_000_000_000L, 0, 9_600_000_000L,
        24_000_000_000L, 24_000_000_000L, 6_000_000_000L,
        new MarginView.Requirement(0, 96_000_000_000L, 0, 0, 0, 0, 0, 1, 9_600_000_000L, 16_800_000_000L),
        new MarginView.Requirement(1, 96_000_000_000L, 0, 0, 0, 0, 0, 1, 9_600_000_000L, 16_800_010_000L),
        List.of(new MarginView.Part(
            3, 200_000, 120_000_000, 120_000_000, 120_000_000, 2_000, true, -2_000, 240_000_000_000L, 24_000_000_000L, -1)));

    private AccountView account() {
        final Map.Entry<Address, Long> entry = cashMicros.entrySet().iterator().next();
        return new AccountView(16, entry.getKey(), AccountKind.USER, entry.getValue(), 0, 0, 0, 0, 0, 0, List.of());
    }

    @Override
    public AgentLimits agentLimits(final Address address) {
        return AgentLimits.NONE;
    }

    @Override
    public NodeStatus status() {
        return status;
    }

    /** What the node is besides commands and queries. */
    OperatorPort operator() {
        return new OperatorPort() {
            @Override
            public CompletionStage<ExchangeStatus> status() {
                final Map<String, Long> parts = new LinkedHashMap<>();
                parts.put("books", 1L);
                parts.put("accounts", -1L);
                return CompletableFuture.supplyAsync(() -> new ExchangeStatus(
                    "leader", 3, 96, 12, 34, 0x00c0_ffee_00c0_ffeeL, parts, Map.of("software", "0.1")), thread);
            }

            @Override
            public CompletionStage<SnapshotTaken> takeSnapshot() {
                return snapshot;
            }

            @Override
            public List<DataPart> dataParts() {
                return List.of(new DataPart("archive", "0-0.rec", 3, 8));
            }

            @Override
            public CompletionStage<byte[]> dataBytes(final String folder, final String name, final long offset) {
                return CompletableFuture.completedFuture(
                    name.equals("0-0.rec") ? new byte[] {1, 2, 3} : null);
            }

            @Override
            public ClusterStatus cluster() {
                return new ClusterStatus(0, 2, 3, 1, List.of(new ClusterStatus.Term(3, 2, 64)), 960, 928, null,
                    new ClusterStatus.Checkpoint(12, 96, 5, "00ff", 2),
                    List.of(new ClusterStatus.Member(
                            0, "10.0.0.10", 9100, "http://10.0.0.10:8081", new ClusterStatus.Report(12, 96, 0)),
                        new ClusterStatus.Member(1, "10.0.0.11", 9100, "", null)));
            }

            @Override
            public String metrics() {
                return "steelyard_up 1\n";
            }
        };
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
