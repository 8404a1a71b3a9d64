package steelyard.testkit.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import steelyard.protocol.Address;
import steelyard.protocol.MarketSpecCodec;
import steelyard.protocol.sbe.AnnounceNodeDecoder;
import steelyard.protocol.sbe.ApplyGenesisDecoder;
import steelyard.protocol.sbe.ApproveAgentDecoder;
import steelyard.protocol.sbe.AuthorityDecoder;
import steelyard.protocol.sbe.CancelOrdersByClientIdDecoder;
import steelyard.protocol.sbe.CancelOrdersDecoder;
import steelyard.protocol.sbe.ChangeMarketStateDecoder;
import steelyard.protocol.sbe.ConvertToMultiSigDecoder;
import steelyard.protocol.sbe.CreateSubAccountDecoder;
import steelyard.protocol.sbe.DepositDecoder;
import steelyard.protocol.sbe.ListMarketDecoder;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.ModifyOrdersDecoder;
import steelyard.protocol.sbe.MoveSubAccountCashDecoder;
import steelyard.protocol.sbe.MultiSigDecoder;
import steelyard.protocol.sbe.NoopDecoder;
import steelyard.protocol.sbe.OpenEpochDecoder;
import steelyard.protocol.sbe.OriginDecoder;
import steelyard.protocol.sbe.PlaceOrdersDecoder;
import steelyard.protocol.sbe.RenameSubAccountDecoder;
import steelyard.protocol.sbe.ReportCheckpointDecoder;
import steelyard.protocol.sbe.RequestWithdrawalDecoder;
import steelyard.protocol.sbe.ResolveWithdrawalDecoder;
import steelyard.protocol.sbe.RetireNodeDecoder;
import steelyard.protocol.sbe.SetKillSwitchDecoder;
import steelyard.protocol.sbe.SetParameterDecoder;
import steelyard.protocol.sbe.SubmitPricesDecoder;
import steelyard.protocol.sbe.SweepOrdersDecoder;
import steelyard.protocol.sbe.SwitchBehaviourDecoder;
import steelyard.protocol.sbe.TakeCheckpointDecoder;
import steelyard.protocol.sbe.TickDecoder;
import steelyard.protocol.sbe.TransferCashDecoder;
import steelyard.protocol.sbe.UpdateLeverageDecoder;
import steelyard.testkit.codec.RecordCodec;

/** Reads commands written as SBE messages; a proof is skipped. Reusable; belongs to one thread. */
public final class CommandDecoder {
    private static final HexFormat HEX = HexFormat.of();

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final AdvancedCommandDecoder advanced = new AdvancedCommandDecoder();

    /** The number of the command whose message starts at {@code offset}. */
    public Origin origin(final DirectBuffer buffer, final int offset) {
        final OriginDecoder origin = new OriginDecoder().wrap(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH);
        return new Origin(origin.nodeId(), origin.epoch(), origin.seq());
    }

    /** The command whose message starts at {@code offset}; throws {@link IllegalArgumentException} for another. */
    public Command decode(final DirectBuffer buffer, final int offset) {
        header.wrap(buffer, offset);
        return switch (header.templateId()) {
            case OpenEpochDecoder.TEMPLATE_ID -> new Command.OpenEpoch(
                new OpenEpochDecoder().wrapAndApplyHeader(buffer, offset, header).token());
            case TickDecoder.TEMPLATE_ID -> new Command.Tick();
            case ApplyGenesisDecoder.TEMPLATE_ID -> applyGenesis(buffer, offset);
            case ListMarketDecoder.TEMPLATE_ID -> listMarket(buffer, offset);
            case ChangeMarketStateDecoder.TEMPLATE_ID -> changeMarketState(buffer, offset);
            case SetParameterDecoder.TEMPLATE_ID -> setParameter(buffer, offset);
            case DepositDecoder.TEMPLATE_ID -> deposit(buffer, offset);
            case SubmitPricesDecoder.TEMPLATE_ID -> submitPrices(buffer, offset);
            case AnnounceNodeDecoder.TEMPLATE_ID -> announceNode(buffer, offset);
            case SwitchBehaviourDecoder.TEMPLATE_ID -> switchBehaviour(buffer, offset);
            case RetireNodeDecoder.TEMPLATE_ID -> retireNode(buffer, offset);
            case TakeCheckpointDecoder.TEMPLATE_ID -> new Command.TakeCheckpoint();
            case ReportCheckpointDecoder.TEMPLATE_ID -> reportCheckpoint(buffer, offset);
            case SetKillSwitchDecoder.TEMPLATE_ID -> setKillSwitch(buffer, offset);
            case SweepOrdersDecoder.TEMPLATE_ID -> sweepOrders(buffer, offset);
            case PlaceOrdersDecoder.TEMPLATE_ID -> placeOrders(buffer, offset);
            case CancelOrdersDecoder.TEMPLATE_ID -> cancelOrders(buffer, offset);
            case CancelOrdersByClientIdDecoder.TEMPLATE_ID -> cancelOrdersByClientId(buffer, offset);
            case ModifyOrdersDecoder.TEMPLATE_ID -> modifyOrders(buffer, offset);
            case UpdateLeverageDecoder.TEMPLATE_ID -> updateLeverage(buffer, offset);
            case ApproveAgentDecoder.TEMPLATE_ID -> approveAgent(buffer, offset);
            case CreateSubAccountDecoder.TEMPLATE_ID -> createSubAccount(buffer, offset);
            case RenameSubAccountDecoder.TEMPLATE_ID -> renameSubAccount(buffer, offset);
            case MoveSubAccountCashDecoder.TEMPLATE_ID -> moveSubAccountCash(buffer, offset);
            case TransferCashDecoder.TEMPLATE_ID -> transferCash(buffer, offset);
            case RequestWithdrawalDecoder.TEMPLATE_ID -> requestWithdrawal(buffer, offset);
            case ResolveWithdrawalDecoder.TEMPLATE_ID -> resolveWithdrawal(buffer, offset);
            case NoopDecoder.TEMPLATE_ID -> noop(buffer, offset);
            case ConvertToMultiSigDecoder.TEMPLATE_ID -> convertToMultiSig(buffer, offset);
            case MultiSigDecoder.TEMPLATE_ID -> multiSig(buffer, offset);
            default -> RiskCommand.type(header.templateId()) != null
                ? RecordCodec.decode(RiskCommand.type(header.templateId()), buffer, offset)
                : advanced.decode(buffer, offset);
        };
    }

    private Command applyGenesis(final DirectBuffer buffer, final int offset) {
        final ApplyGenesisDecoder decoder = new ApplyGenesisDecoder().wrapAndApplyHeader(buffer, offset, header);
        final byte[] hash = new byte[ApplyGenesisDecoder.genesisHashLength()];
        decoder.getGenesisHash(hash, 0, hash.length);
        final List<Command.ParameterValue> parameters = new ArrayList<>();
        for (final ApplyGenesisDecoder.ParametersDecoder parameter : decoder.parameters()) {
            parameters.add(new Command.ParameterValue(parameter.parameterId(), parameter.value()));
        }
        final List<Command.MarketListing> markets = new ArrayList<>();
        for (final ApplyGenesisDecoder.MarketsDecoder market : decoder.markets()) {
            markets.add(new Command.MarketListing(MarketSpecCodec.decode(market.spec()), market.state()));
        }
        return new Command.ApplyGenesis(HEX.formatHex(hash), parameters, markets);
    }

    private Command listMarket(final DirectBuffer buffer, final int offset) {
        final ListMarketDecoder decoder = new ListMarketDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Command.ListMarket(
            MarketSpecCodec.decode(decoder.spec()),
            decoder.state(),
            new Command.Remark(decoder.operatorName(), decoder.reason()));
    }

    private Command changeMarketState(final DirectBuffer buffer, final int offset) {
        final ChangeMarketStateDecoder decoder =
            new ChangeMarketStateDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Command.ChangeMarketState(
            decoder.marketId(),
            decoder.state(),
            decoder.endsMillis(),
            new Command.Remark(decoder.operatorName(), decoder.reason()));
    }

    private Command setParameter(final DirectBuffer buffer, final int offset) {
        final SetParameterDecoder decoder = new SetParameterDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Command.SetParameter(
            decoder.parameterId(), decoder.value(), new Command.Remark(decoder.operatorName(), decoder.reason()));
    }

    private Command deposit(final DirectBuffer buffer, final int offset) {
        final DepositDecoder decoder = new DepositDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Command.Deposit(
            Address.from(decoder.buffer(), decoder.offset() + DepositDecoder.addressEncodingOffset()),
            decoder.amountMicros(),
            decoder.sourceId(),
            decoder.number(),
            new Command.Remark(decoder.operatorName(), decoder.reason()));
    }

    private Command submitPrices(final DirectBuffer buffer, final int offset) {
        final SubmitPricesDecoder decoder = new SubmitPricesDecoder().wrapAndApplyHeader(buffer, offset, header);
        final List<Command.PriceEntry> prices = new ArrayList<>();
        for (final SubmitPricesDecoder.PricesDecoder price : decoder.prices()) {
            prices.add(new Command.PriceEntry(
                price.marketId(), price.priceE8(), price.confidenceE8(), price.publishTimeNanos()));
        }
        return new Command.SubmitPrices(decoder.sourceId(), prices);
    }

    private Command announceNode(final DirectBuffer buffer, final int offset) {
        final AnnounceNodeDecoder decoder = new AnnounceNodeDecoder().wrapAndApplyHeader(buffer, offset, header);
        final byte[] hash = new byte[AnnounceNodeDecoder.skipListHashLength()];
        decoder.getSkipListHash(hash, 0, hash.length);
        return new Command.AnnounceNode(decoder.behaviourMin(), decoder.behaviourMax(), HEX.formatHex(hash));
    }

    private Command switchBehaviour(final DirectBuffer buffer, final int offset) {
        final SwitchBehaviourDecoder decoder =
            new SwitchBehaviourDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Command.SwitchBehaviour(
            decoder.behaviourVersion(), new Command.Remark(decoder.operatorName(), decoder.reason()));
    }

    private Command retireNode(final DirectBuffer buffer, final int offset) {
        final RetireNodeDecoder decoder = new RetireNodeDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Command.RetireNode(
            decoder.retiredNodeId(), new Command.Remark(decoder.operatorName(), decoder.reason()));
    }

    private Command reportCheckpoint(final DirectBuffer buffer, final int offset) {
        final ReportCheckpointDecoder decoder =
            new ReportCheckpointDecoder().wrapAndApplyHeader(buffer, offset, header);
        final byte[] chain = new byte[ReportCheckpointDecoder.chainHashLength()];
        decoder.getChainHash(chain, 0, chain.length);
        final byte[] signature = new byte[ReportCheckpointDecoder.signatureLength()];
        decoder.getSignature(signature, 0, signature.length);
        return new Command.ReportCheckpoint(
            decoder.checkpointSequence(), decoder.checkpointPosition(), decoder.term(), decoder.stateHash(),
            HEX.formatHex(chain), HEX.formatHex(signature));
    }

    private Command setKillSwitch(final DirectBuffer buffer, final int offset) {
        final SetKillSwitchDecoder decoder = new SetKillSwitchDecoder().wrapAndApplyHeader(buffer, offset, header);
        final Address address =
            Address.from(decoder.buffer(), decoder.offset() + SetKillSwitchDecoder.addressEncodingOffset());
        return new Command.SetKillSwitch(
            new Command.Scope(decoder.scope(), decoder.marketId(), address), decoder.on() != 0,
            new Command.Remark(decoder.operatorName(), decoder.reason()));
    }

    private Command sweepOrders(final DirectBuffer buffer, final int offset) {
        final SweepOrdersDecoder decoder = new SweepOrdersDecoder().wrapAndApplyHeader(buffer, offset, header);
        final Address address =
            Address.from(decoder.buffer(), decoder.offset() + SweepOrdersDecoder.addressEncodingOffset());
        return new Command.SweepOrders(
            new Command.Scope(decoder.scope(), decoder.marketId(), address),
            new Command.Remark(decoder.operatorName(), decoder.reason()));
    }

    private Command placeOrders(final DirectBuffer buffer, final int offset) {
        final PlaceOrdersDecoder decoder = new PlaceOrdersDecoder().wrapAndApplyHeader(buffer, offset, header);
        final Authority authority = authority(decoder.authority());
        final List<OrderEntry> orders = new ArrayList<>();
        for (final PlaceOrdersDecoder.OrdersDecoder order : decoder.orders()) {
            orders.add(new OrderEntry(
                order.marketId(),
                order.side(),
                order.priceE8(),
                order.sizeE8(),
                order.timeInForce(),
                order.flags(),
                new ClientOrderId(order.clientOrderIdHigh(), order.clientOrderIdLow())));
        }
        return new Command.PlaceOrders(authority, orders);
    }

    private Command cancelOrders(final DirectBuffer buffer, final int offset) {
        final CancelOrdersDecoder decoder = new CancelOrdersDecoder().wrapAndApplyHeader(buffer, offset, header);
        final Authority authority = authority(decoder.authority());
        final boolean fast = decoder.fast() != 0;
        final List<Command.CancelEntry> cancels = new ArrayList<>();
        for (final CancelOrdersDecoder.CancelsDecoder cancel : decoder.cancels()) {
            cancels.add(new Command.CancelEntry(cancel.marketId(), cancel.orderId()));
        }
        return new Command.CancelOrders(authority, cancels, fast);
    }

    private Command cancelOrdersByClientId(final DirectBuffer buffer, final int offset) {
        final CancelOrdersByClientIdDecoder decoder =
            new CancelOrdersByClientIdDecoder().wrapAndApplyHeader(buffer, offset, header);
        final Authority authority = authority(decoder.authority());
        final boolean fast = decoder.fast() != 0;
        final List<Command.CancelByClientIdEntry> cancels = new ArrayList<>();
        for (final CancelOrdersByClientIdDecoder.CancelsDecoder cancel : decoder.cancels()) {
            cancels.add(new Command.CancelByClientIdEntry(
                cancel.marketId(), new ClientOrderId(cancel.clientOrderIdHigh(), cancel.clientOrderIdLow())));
        }
        return new Command.CancelOrdersByClientId(authority, cancels, fast);
    }

    private Command modifyOrders(final DirectBuffer buffer, final int offset) {
        final ModifyOrdersDecoder decoder = new ModifyOrdersDecoder().wrapAndApplyHeader(buffer, offset, header);
        final Authority authority = authority(decoder.authority());
        final List<Command.ModifyEntry> modifies = new ArrayList<>();
        for (final ModifyOrdersDecoder.ModifiesDecoder modify : decoder.modifies()) {
            modifies.add(new Command.ModifyEntry(
                modify.targetOrderId(),
                new ClientOrderId(modify.targetClientOrderIdHigh(), modify.targetClientOrderIdLow()),
                new OrderEntry(
                    modify.marketId(),
                    modify.side(),
                    modify.priceE8(),
                    modify.sizeE8(),
                    modify.timeInForce(),
                    modify.flags(),
                    new ClientOrderId(modify.clientOrderIdHigh(), modify.clientOrderIdLow()))));
        }
        return new Command.ModifyOrders(authority, modifies);
    }

    private Command updateLeverage(final DirectBuffer buffer, final int offset) {
        final UpdateLeverageDecoder decoder = new UpdateLeverageDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Command.UpdateLeverage(
            authority(decoder.authority()), decoder.marketId(), decoder.leverage(), decoder.isCross() != 0);
    }

    private Command approveAgent(final DirectBuffer buffer, final int offset) {
        final ApproveAgentDecoder decoder = new ApproveAgentDecoder().wrapAndApplyHeader(buffer, offset, header);
        final byte[] name = new byte[ApproveAgentDecoder.agentNameLength()];
        decoder.getAgentName(name, 0, name.length);
        return new Command.ApproveAgent(
            authority(decoder.authority()),
            Address.from(decoder.buffer(), decoder.offset() + ApproveAgentDecoder.agentAddressEncodingOffset()),
            agentName(name),
            decoder.validUntilMillis());
    }

    /** An agent's name without the zeros that fill its field. */
    public static String agentName(final byte[] padded) {
        int length = padded.length;
        while (length > 0 && padded[length - 1] == 0) {
            length--;
        }
        return new String(padded, 0, length, UTF_8);
    }

    static Authority authority(final AuthorityDecoder decoder) {
        final DirectBuffer buffer = decoder.buffer();
        final int offset = decoder.offset();
        return new Authority(
            Address.from(buffer, offset + AuthorityDecoder.signerEncodingOffset()),
            Address.from(buffer, offset + AuthorityDecoder.alternateSignerEncodingOffset()),
            Address.from(buffer, offset + AuthorityDecoder.vaultAddressEncodingOffset()),
            decoder.nonceMillis(),
            decoder.expiresAfterMillis());
    }

    private Command createSubAccount(final DirectBuffer buffer, final int offset) {
        final CreateSubAccountDecoder decoder = new CreateSubAccountDecoder().wrapAndApplyHeader(buffer, offset, header);
        final byte[] name = new byte[CreateSubAccountDecoder.nameLength()];
        decoder.getName(name, 0, name.length);
        return new Command.CreateSubAccount(
            authority(decoder.authority()),
            agentName(name));
    }

    private Command renameSubAccount(final DirectBuffer buffer, final int offset) {
        final RenameSubAccountDecoder decoder = new RenameSubAccountDecoder().wrapAndApplyHeader(buffer, offset, header);
        final byte[] name = new byte[RenameSubAccountDecoder.nameLength()];
        decoder.getName(name, 0, name.length);
        return new Command.RenameSubAccount(
            authority(decoder.authority()),
            Address.from(decoder.buffer(), decoder.offset() + RenameSubAccountDecoder.addressEncodingOffset()),
            agentName(name));
    }

    private Command moveSubAccountCash(final DirectBuffer buffer, final int offset) {
        final MoveSubAccountCashDecoder decoder = new MoveSubAccountCashDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Command.MoveSubAccountCash(
            authority(decoder.authority()),
            Address.from(decoder.buffer(), decoder.offset() + MoveSubAccountCashDecoder.addressEncodingOffset()),
            decoder.amountMicros(),
            decoder.isDeposit() == 1);
    }

    private Command transferCash(final DirectBuffer buffer, final int offset) {
        final TransferCashDecoder decoder = new TransferCashDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Command.TransferCash(
            authority(decoder.authority()),
            Address.from(decoder.buffer(), decoder.offset() + TransferCashDecoder.destinationEncodingOffset()),
            decoder.amountMicros(),
            Address.from(decoder.buffer(), decoder.offset() + TransferCashDecoder.fromSubAccountEncodingOffset()));
    }

    private Command requestWithdrawal(final DirectBuffer buffer, final int offset) {
        final RequestWithdrawalDecoder decoder = new RequestWithdrawalDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Command.RequestWithdrawal(
            authority(decoder.authority()),
            Address.from(decoder.buffer(), decoder.offset() + RequestWithdrawalDecoder.destinationEncodingOffset()),
            decoder.amountMicros());
    }

    private Command resolveWithdrawal(final DirectBuffer buffer, final int offset) {
        final ResolveWithdrawalDecoder decoder = new ResolveWithdrawalDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Command.ResolveWithdrawal(
            decoder.withdrawalId(),
            decoder.outcome(),
            new Command.Remark(decoder.operatorName(), decoder.reason()));
    }

    private Command noop(final DirectBuffer buffer, final int offset) {
        final NoopDecoder decoder = new NoopDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Command.Noop(
            authority(decoder.authority()));
    }

    private Command convertToMultiSig(final DirectBuffer buffer, final int offset) {
        final ConvertToMultiSigDecoder decoder =
            new ConvertToMultiSigDecoder().wrapAndApplyHeader(buffer, offset, header);
        final Authority authority = authority(decoder.authority());
        final int threshold = decoder.threshold();
        final List<Address> users = new ArrayList<>();
        for (final ConvertToMultiSigDecoder.UsersDecoder user : decoder.users()) {
            users.add(new Address(user.high(), user.mid(), user.low()));
        }
        return new Command.ConvertToMultiSig(authority, threshold, users);
    }

    private Command multiSig(final DirectBuffer buffer, final int offset) {
        final MultiSigDecoder decoder = new MultiSigDecoder().wrapAndApplyHeader(buffer, offset, header);
        final Authority authority = authority(decoder.authority());
        final Address user = Address.from(decoder.buffer(), decoder.offset() + MultiSigDecoder.userEncodingOffset());
        final List<Address> signers = new ArrayList<>();
        for (final MultiSigDecoder.SignersDecoder signer : decoder.signers()) {
            signers.add(new Address(signer.high(), signer.mid(), signer.low()));
        }
        final byte[] action = new byte[decoder.actionLength()];
        decoder.getAction(action, 0, action.length);
        return new Command.MultiSig(authority, user, signers,
            (Command.Signed) new CommandDecoder().decode(new UnsafeBuffer(action), 0));
    }
}
