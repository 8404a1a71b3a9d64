package steelyard.testkit.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HexFormat;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import steelyard.model.MarketSpec;
import steelyard.protocol.Address;
import steelyard.protocol.sbe.AnnounceNodeEncoder;
import steelyard.protocol.sbe.ApplyGenesisEncoder;
import steelyard.protocol.sbe.ApproveAgentEncoder;
import steelyard.protocol.sbe.AuthorityEncoder;
import steelyard.protocol.sbe.CancelOrdersByClientIdEncoder;
import steelyard.protocol.sbe.CancelOrdersEncoder;
import steelyard.protocol.sbe.ChangeMarketStateEncoder;
import steelyard.protocol.sbe.ConvertToMultiSigEncoder;
import steelyard.protocol.sbe.CreateSubAccountEncoder;
import steelyard.protocol.sbe.DepositEncoder;
import steelyard.protocol.sbe.ListMarketEncoder;
import steelyard.protocol.sbe.MarketSpecEncoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.ModifyOrdersEncoder;
import steelyard.protocol.sbe.MoveSubAccountCashEncoder;
import steelyard.protocol.sbe.MultiSigEncoder;
import steelyard.protocol.sbe.NoopEncoder;
import steelyard.protocol.sbe.OpenEpochEncoder;
import steelyard.protocol.sbe.OriginEncoder;
import steelyard.protocol.sbe.PlaceOrdersEncoder;
import steelyard.protocol.sbe.RenameSubAccountEncoder;
import steelyard.protocol.sbe.ReportCheckpointEncoder;
import steelyard.protocol.sbe.RequestWithdrawalEncoder;
import steelyard.protocol.sbe.ResolveWithdrawalEncoder;
import steelyard.protocol.sbe.RetireNodeEncoder;
import steelyard.protocol.sbe.SetKillSwitchEncoder;
import steelyard.protocol.sbe.SetParameterEncoder;
import steelyard.protocol.sbe.SubmitPricesEncoder;
import steelyard.protocol.sbe.SweepOrdersEncoder;
import steelyard.protocol.sbe.SwitchBehaviourEncoder;
import steelyard.protocol.sbe.TakeCheckpointEncoder;
import steelyard.protocol.sbe.TickEncoder;
import steelyard.protocol.sbe.TransferCashEncoder;
import steelyard.protocol.sbe.UpdateLeverageEncoder;
import steelyard.testkit.codec.RecordCodec;

/**
 * Writes commands as SBE messages. Signed actions get the proof given to {@link #proof}, none at first. Reusable;
 * belongs to one thread.
 */
public final class CommandEncoder {
    /** Bytes of an agent's name. */
    public static final int AGENT_NAME_LENGTH = 64;
    private static final int UNKNOWN_CODE = 255;
    private static final HexFormat HEX = HexFormat.of();

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final AdvancedCommandEncoder advanced = new AdvancedCommandEncoder();
    private byte[] proof = {};

    /** Sets the proof that the following signed actions carry. */
    public CommandEncoder proof(final byte[] bytes) {
        proof = bytes.clone();
        return this;
    }

    /** The command as a message of its own. */
    public byte[] encode(final Command command, final Origin origin) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
        final int length = encode(command, origin, buffer, 0);
        return Arrays.copyOf(buffer.byteArray(), length);
    }

    /** Writes the command, its header included, at {@code offset} and answers how many bytes that took. */
    public int encode(
        final Command command, final Origin origin, final MutableDirectBuffer buffer, final int offset) {
        final int bodyLength = switch (command) {
            case Command.OpenEpoch c -> openEpoch(c, origin, buffer, offset);
            case Command.Tick c -> tick(origin, buffer, offset);
            case Command.ApplyGenesis c -> applyGenesis(c, origin, buffer, offset);
            case Command.ListMarket c -> listMarket(c, origin, buffer, offset);
            case Command.ChangeMarketState c -> changeMarketState(c, origin, buffer, offset);
            case Command.SetParameter c -> setParameter(c, origin, buffer, offset);
            case Command.Deposit c -> deposit(c, origin, buffer, offset);
            case Command.SubmitPrices c -> submitPrices(c, origin, buffer, offset);
            case Command.AnnounceNode c -> announceNode(c, origin, buffer, offset);
            case Command.SwitchBehaviour c -> switchBehaviour(c, origin, buffer, offset);
            case Command.RetireNode c -> retireNode(c, origin, buffer, offset);
            case Command.TakeCheckpoint c -> takeCheckpoint(origin, buffer, offset);
            case Command.ReportCheckpoint c -> reportCheckpoint(c, origin, buffer, offset);
            case Command.SetKillSwitch c -> setKillSwitch(c, origin, buffer, offset);
            case Command.SweepOrders c -> sweepOrders(c, origin, buffer, offset);
            case Command.PlaceOrders c -> placeOrders(c, origin, buffer, offset);
            case Command.CancelOrders c -> cancelOrders(c, origin, buffer, offset);
            case Command.CancelOrdersByClientId c -> cancelOrdersByClientId(c, origin, buffer, offset);
            case Command.ModifyOrders c -> modifyOrders(c, origin, buffer, offset);
            case Command.UpdateLeverage c -> updateLeverage(c, origin, buffer, offset);
            case Command.ApproveAgent c -> approveAgent(c, origin, buffer, offset);
            case Command.OfRisk c -> RecordCodec.encode(c, origin, proof, buffer, offset);
            case Command.CreateSubAccount c -> createSubAccount(c, origin, buffer, offset);
            case Command.RenameSubAccount c -> renameSubAccount(c, origin, buffer, offset);
            case Command.MoveSubAccountCash c -> moveSubAccountCash(c, origin, buffer, offset);
            case Command.TransferCash c -> transferCash(c, origin, buffer, offset);
            case Command.RequestWithdrawal c -> requestWithdrawal(c, origin, buffer, offset);
            case Command.ResolveWithdrawal c -> resolveWithdrawal(c, origin, buffer, offset);
            case Command.Noop c -> noop(c, origin, buffer, offset);
            case Command.ConvertToMultiSig c -> convertToMultiSig(c, origin, buffer, offset);
            case Command.MultiSig c -> multiSig(c, origin, buffer, offset);
            default -> advanced.encode(command, origin, buffer, offset, proof);
        };
        return MessageHeaderEncoder.ENCODED_LENGTH + bodyLength;
    }

    private int openEpoch(
        final Command.OpenEpoch c, final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final OpenEpochEncoder encoder = new OpenEpochEncoder().wrapAndApplyHeader(buffer, offset, header);
        origin(encoder.origin(), o);
        return encoder.token(c.token()).encodedLength();
    }

    private int tick(final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final TickEncoder encoder = new TickEncoder().wrapAndApplyHeader(buffer, offset, header);
        origin(encoder.origin(), o);
        return encoder.encodedLength();
    }

    private int applyGenesis(
        final Command.ApplyGenesis c, final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final ApplyGenesisEncoder encoder = new ApplyGenesisEncoder().wrapAndApplyHeader(buffer, offset, header);
        origin(encoder.origin(), o);
        final byte[] hash = HEX.parseHex(c.genesisHash());
        encoder.putGenesisHash(hash, 0, hash.length);
        final ApplyGenesisEncoder.ParametersEncoder parameters = encoder.parametersCount(c.parameters().size());
        for (final Command.ParameterValue parameter : c.parameters()) {
            parameters.next().value(parameter.value()).parameterId(parameter.parameterId());
        }
        final ApplyGenesisEncoder.MarketsEncoder markets = encoder.marketsCount(c.markets().size());
        for (final Command.MarketListing market : c.markets()) {
            spec(markets.next().spec(), market.spec());
            markets.state((short) market.state());
        }
        encoder.marketValuesCount(0);
        encoder.feeTiersCount(0);
        encoder.makerTiersCount(0);
        encoder.closuresCount(0);
        return encoder.encodedLength();
    }

    private int listMarket(
        final Command.ListMarket c, final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final ListMarketEncoder encoder = new ListMarketEncoder().wrapAndApplyHeader(buffer, offset, header);
        origin(encoder.origin(), o);
        spec(encoder.spec(), c.spec());
        return encoder.state((short) c.state())
            .operatorName(c.remark().operatorName()).reason(c.remark().reason()).encodedLength();
    }

    private int changeMarketState(
        final Command.ChangeMarketState c, final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final ChangeMarketStateEncoder encoder =
            new ChangeMarketStateEncoder().wrapAndApplyHeader(buffer, offset, header);
        origin(encoder.origin(), o);
        return encoder.marketId(c.marketId()).state((short) c.state()).endsMillis(c.endsMillis())
            .operatorName(c.remark().operatorName()).reason(c.remark().reason()).encodedLength();
    }

    private int setParameter(
        final Command.SetParameter c, final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final SetParameterEncoder encoder = new SetParameterEncoder().wrapAndApplyHeader(buffer, offset, header);
        origin(encoder.origin(), o);
        return encoder.value(c.value()).parameterId(c.parameterId())
            .operatorName(c.remark().operatorName()).reason(c.remark().reason()).encodedLength();
    }

    private int deposit(
        final Command.Deposit c, final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final DepositEncoder encoder = new DepositEncoder().wrapAndApplyHeader(buffer, offset, header);
        origin(encoder.origin(), o);
        return encoder.number(c.number()).amountMicros(c.amountMicros()).sourceId(c.sourceId())
            .putAddress(c.address().bytes(), 0, Address.LENGTH)
            .operatorName(c.remark().operatorName()).reason(c.remark().reason()).encodedLength();
    }

    private int submitPrices(
        final Command.SubmitPrices c, final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final SubmitPricesEncoder encoder = new SubmitPricesEncoder().wrapAndApplyHeader(buffer, offset, header);
        origin(encoder.origin(), o);
        final SubmitPricesEncoder.PricesEncoder prices =
            encoder.sourceId(c.sourceId()).pricesCount(c.prices().size());
        for (final Command.PriceEntry price : c.prices()) {
            prices.next().priceE8(price.priceE8()).confidenceE8(price.confidenceE8())
                .publishTimeNanos(price.publishTimeNanos()).marketId(price.marketId());
        }
        return encoder.encodedLength();
    }

    private int placeOrders(
        final Command.PlaceOrders c, final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final PlaceOrdersEncoder encoder = new PlaceOrdersEncoder().wrapAndApplyHeader(buffer, offset, header);
        origin(encoder.origin(), o);
        authority(encoder.authority(), c.authority());
        final PlaceOrdersEncoder.OrdersEncoder orders = encoder.ordersCount(c.orders().size());
        for (final OrderEntry order : c.orders()) {
            orders.next().priceE8(order.priceE8()).sizeE8(order.sizeE8())
                .clientOrderIdHigh(order.clientOrderId().high()).clientOrderIdLow(order.clientOrderId().low())
                .marketId(order.marketId()).side((short) order.side())
                .timeInForce((short) order.timeInForce()).flags(order.flags());
        }
        return encoder.putProof(proof, 0, proof.length).encodedLength();
    }

    private int cancelOrders(
        final Command.CancelOrders c, final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final CancelOrdersEncoder encoder = new CancelOrdersEncoder().wrapAndApplyHeader(buffer, offset, header);
        origin(encoder.origin(), o);
        authority(encoder.authority(), c.authority());
        final CancelOrdersEncoder.CancelsEncoder cancels =
            encoder.fast((short) (c.fast() ? 1 : 0)).cancelsCount(c.cancels().size());
        for (final Command.CancelEntry cancel : c.cancels()) {
            cancels.next().orderId(cancel.orderId()).marketId(cancel.marketId());
        }
        return encoder.putProof(proof, 0, proof.length).encodedLength();
    }

    private int cancelOrdersByClientId(
        final Command.CancelOrdersByClientId c, final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final CancelOrdersByClientIdEncoder encoder =
            new CancelOrdersByClientIdEncoder().wrapAndApplyHeader(buffer, offset, header);
        origin(encoder.origin(), o);
        authority(encoder.authority(), c.authority());
        final CancelOrdersByClientIdEncoder.CancelsEncoder cancels =
            encoder.fast((short) (c.fast() ? 1 : 0)).cancelsCount(c.cancels().size());
        for (final Command.CancelByClientIdEntry cancel : c.cancels()) {
            cancels.next().clientOrderIdHigh(cancel.clientOrderId().high())
                .clientOrderIdLow(cancel.clientOrderId().low()).marketId(cancel.marketId());
        }
        return encoder.putProof(proof, 0, proof.length).encodedLength();
    }

    private int modifyOrders(
        final Command.ModifyOrders c, final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final ModifyOrdersEncoder encoder = new ModifyOrdersEncoder().wrapAndApplyHeader(buffer, offset, header);
        origin(encoder.origin(), o);
        authority(encoder.authority(), c.authority());
        final ModifyOrdersEncoder.ModifiesEncoder modifies = encoder.modifiesCount(c.modifies().size());
        for (final Command.ModifyEntry modify : c.modifies()) {
            final OrderEntry order = modify.order();
            modifies.next().targetOrderId(modify.targetOrderId())
                .targetClientOrderIdHigh(modify.targetClientOrderId().high())
                .targetClientOrderIdLow(modify.targetClientOrderId().low())
                .priceE8(order.priceE8()).sizeE8(order.sizeE8())
                .clientOrderIdHigh(order.clientOrderId().high()).clientOrderIdLow(order.clientOrderId().low())
                .marketId(order.marketId()).side((short) order.side())
                .timeInForce((short) order.timeInForce()).flags(order.flags());
        }
        return encoder.putProof(proof, 0, proof.length).encodedLength();
    }

    private int updateLeverage(
        final Command.UpdateLeverage c, final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final UpdateLeverageEncoder encoder = new UpdateLeverageEncoder().wrapAndApplyHeader(buffer, offset, header);
        origin(encoder.origin(), o);
        authority(encoder.authority(), c.authority());
        return encoder.marketId(c.marketId()).leverage(c.leverage()).isCross((short) (c.isCross() ? 1 : 0))
            .putProof(proof, 0, proof.length).encodedLength();
    }

    private int approveAgent(
        final Command.ApproveAgent c, final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final ApproveAgentEncoder encoder = new ApproveAgentEncoder().wrapAndApplyHeader(buffer, offset, header);
        origin(encoder.origin(), o);
        authority(encoder.authority(), c.authority());
        final byte[] name = Arrays.copyOf(c.agentName().getBytes(UTF_8), AGENT_NAME_LENGTH);
        return encoder.validUntilMillis(c.validUntilMillis())
            .putAgentAddress(c.agentAddress().bytes(), 0, Address.LENGTH)
            .putAgentName(name, 0, name.length)
            .putProof(proof, 0, proof.length).encodedLength();
    }

    private int announceNode(
        final Command.AnnounceNode c, final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final AnnounceNodeEncoder encoder = new AnnounceNodeEncoder().wrapAndApplyHeader(buffer, offset, header);
        origin(encoder.origin(), o);
        final byte[] hash = HEX.parseHex(c.skipListHash());
        return encoder.behaviourMin(c.behaviourMin()).behaviourMax(c.behaviourMax())
            .putSkipListHash(hash, 0, hash.length).encodedLength();
    }

    private int switchBehaviour(
        final Command.SwitchBehaviour c, final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final SwitchBehaviourEncoder encoder =
            new SwitchBehaviourEncoder().wrapAndApplyHeader(buffer, offset, header);
        origin(encoder.origin(), o);
        return encoder.behaviourVersion(c.behaviourVersion())
            .operatorName(c.remark().operatorName()).reason(c.remark().reason()).encodedLength();
    }

    private int retireNode(
        final Command.RetireNode c, final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final RetireNodeEncoder encoder = new RetireNodeEncoder().wrapAndApplyHeader(buffer, offset, header);
        origin(encoder.origin(), o);
        return encoder.retiredNodeId(c.retiredNodeId())
            .operatorName(c.remark().operatorName()).reason(c.remark().reason()).encodedLength();
    }

    private int takeCheckpoint(final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final TakeCheckpointEncoder encoder = new TakeCheckpointEncoder().wrapAndApplyHeader(buffer, offset, header);
        origin(encoder.origin(), o);
        return encoder.encodedLength();
    }

    private int reportCheckpoint(
        final Command.ReportCheckpoint c, final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final ReportCheckpointEncoder encoder =
            new ReportCheckpointEncoder().wrapAndApplyHeader(buffer, offset, header);
        origin(encoder.origin(), o);
        final byte[] chain = HEX.parseHex(c.chainHash());
        final byte[] signature = HEX.parseHex(c.signature());
        return encoder.checkpointSequence(c.checkpointSequence()).checkpointPosition(c.checkpointPosition())
            .term(c.term()).stateHash(c.stateHash())
            .putChainHash(chain, 0, chain.length).putSignature(signature, 0, signature.length).encodedLength();
    }

    private int setKillSwitch(
        final Command.SetKillSwitch c, final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final SetKillSwitchEncoder encoder = new SetKillSwitchEncoder().wrapAndApplyHeader(buffer, offset, header);
        origin(encoder.origin(), o);
        return encoder.marketId(c.scope().marketId()).putAddress(c.scope().address().bytes(), 0, Address.LENGTH)
            .scope((short) c.scope().code()).on((short) (c.on() ? 1 : 0))
            .operatorName(c.remark().operatorName()).reason(c.remark().reason()).encodedLength();
    }

    private int sweepOrders(
        final Command.SweepOrders c, final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final SweepOrdersEncoder encoder = new SweepOrdersEncoder().wrapAndApplyHeader(buffer, offset, header);
        origin(encoder.origin(), o);
        return encoder.marketId(c.scope().marketId()).putAddress(c.scope().address().bytes(), 0, Address.LENGTH)
            .scope((short) c.scope().code())
            .operatorName(c.remark().operatorName()).reason(c.remark().reason()).encodedLength();
    }

    static void origin(final OriginEncoder encoder, final Origin origin) {
        encoder.seq(origin.seq()).epoch(origin.epoch()).nodeId(origin.nodeId()).reserved(0);
    }

    static void authority(final AuthorityEncoder encoder, final Authority authority) {
        encoder.nonceMillis(authority.nonceMillis()).expiresAfterMillis(authority.expiresAfterMillis())
            .putSigner(authority.signer().bytes(), 0, Address.LENGTH)
            .putAlternateSigner(authority.alternateSigner().bytes(), 0, Address.LENGTH)
            .putVaultAddress(authority.vaultAddress().bytes(), 0, Address.LENGTH);
    }

    /** Unlike {@link steelyard.protocol.MarketSpecCodec} it writes an unknown asset class too. */
    static void spec(final MarketSpecEncoder encoder, final MarketSpec spec) {
        encoder.gridStepTicks(spec.gridStepTicks()).minNotionalMicros(spec.minNotionalMicros())
            .maxPriceTicks(spec.maxPriceTicks()).maxOrderLots(spec.maxOrderLots())
            .maxPositionLots(spec.maxPositionLots()).staleAfterNanos(spec.staleAfterNanos())
            .marketId(spec.marketId()).maxLeverage(spec.maxLeverage()).defaultLeverage(spec.defaultLeverage())
            .coin(spec.coin())
            .assetClass((short) (spec.assetClass() == null ? UNKNOWN_CODE : spec.assetClass().code()))
            .sizeDecimals((short) spec.sizeDecimals()).gridKind((short) spec.gridKind())
            .allowsNonPositive((short) (spec.allowsNonPositive() ? 1 : 0))
            .priceQuorum((short) spec.priceQuorum())
            .priceBandNanos(spec.priceBandNanos()).openInterestCapMicros(spec.openInterestCapMicros());
    }

    private int createSubAccount(
        final Command.CreateSubAccount c, final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final CreateSubAccountEncoder encoder = new CreateSubAccountEncoder().wrapAndApplyHeader(buffer, offset, header);
        origin(encoder.origin(), o);
        authority(encoder.authority(), c.authority());
        return encoder.putName(name(c.name()), 0, AGENT_NAME_LENGTH)
            .putProof(proof, 0, proof.length).encodedLength();
    }

    private int renameSubAccount(
        final Command.RenameSubAccount c, final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final RenameSubAccountEncoder encoder = new RenameSubAccountEncoder().wrapAndApplyHeader(buffer, offset, header);
        origin(encoder.origin(), o);
        authority(encoder.authority(), c.authority());
        return encoder.putAddress(c.address().bytes(), 0, Address.LENGTH)
            .putName(name(c.name()), 0, AGENT_NAME_LENGTH)
            .putProof(proof, 0, proof.length).encodedLength();
    }

    private int moveSubAccountCash(
        final Command.MoveSubAccountCash c, final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final MoveSubAccountCashEncoder encoder = new MoveSubAccountCashEncoder().wrapAndApplyHeader(buffer, offset, header);
        origin(encoder.origin(), o);
        authority(encoder.authority(), c.authority());
        return encoder.amountMicros(c.amountMicros())
            .putAddress(c.address().bytes(), 0, Address.LENGTH)
            .isDeposit((short) (c.isDeposit() ? 1 : 0))
            .putProof(proof, 0, proof.length).encodedLength();
    }

    private int transferCash(
        final Command.TransferCash c, final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final TransferCashEncoder encoder = new TransferCashEncoder().wrapAndApplyHeader(buffer, offset, header);
        origin(encoder.origin(), o);
        authority(encoder.authority(), c.authority());
        return encoder.amountMicros(c.amountMicros())
            .putDestination(c.destination().bytes(), 0, Address.LENGTH)
            .putFromSubAccount(c.fromSubAccount().bytes(), 0, Address.LENGTH)
            .putProof(proof, 0, proof.length).encodedLength();
    }

    private int requestWithdrawal(
        final Command.RequestWithdrawal c, final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final RequestWithdrawalEncoder encoder = new RequestWithdrawalEncoder().wrapAndApplyHeader(buffer, offset, header);
        origin(encoder.origin(), o);
        authority(encoder.authority(), c.authority());
        return encoder.amountMicros(c.amountMicros())
            .putDestination(c.destination().bytes(), 0, Address.LENGTH)
            .putProof(proof, 0, proof.length).encodedLength();
    }

    private int resolveWithdrawal(
        final Command.ResolveWithdrawal c, final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final ResolveWithdrawalEncoder encoder = new ResolveWithdrawalEncoder().wrapAndApplyHeader(buffer, offset, header);
        origin(encoder.origin(), o);
        return encoder.withdrawalId(c.withdrawalId()).outcome((short) c.outcome())
            .operatorName(c.remark().operatorName()).reason(c.remark().reason()).encodedLength();
    }

    private int noop(
        final Command.Noop c, final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final NoopEncoder encoder = new NoopEncoder().wrapAndApplyHeader(buffer, offset, header);
        origin(encoder.origin(), o);
        authority(encoder.authority(), c.authority());
        return encoder.putProof(proof, 0, proof.length).encodedLength();
    }

    private int convertToMultiSig(
        final Command.ConvertToMultiSig c, final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final ConvertToMultiSigEncoder encoder =
            new ConvertToMultiSigEncoder().wrapAndApplyHeader(buffer, offset, header);
        origin(encoder.origin(), o);
        authority(encoder.authority(), c.authority());
        encoder.threshold((short) c.threshold());
        final ConvertToMultiSigEncoder.UsersEncoder users = encoder.usersCount(c.users().size());
        for (final Address user : c.users()) {
            users.next().high(user.high()).mid(user.mid()).low(user.low());
        }
        return encoder.putProof(proof, 0, proof.length).encodedLength();
    }

    private int multiSig(
        final Command.MultiSig c, final Origin o, final MutableDirectBuffer buffer, final int offset) {
        final byte[] action = new CommandEncoder().encode(c.action(), new Origin(0, 0, 0));
        final MultiSigEncoder encoder = new MultiSigEncoder().wrapAndApplyHeader(buffer, offset, header);
        origin(encoder.origin(), o);
        authority(encoder.authority(), c.authority());
        encoder.putUser(c.user().bytes(), 0, Address.LENGTH);
        final MultiSigEncoder.SignersEncoder signers = encoder.signersCount(c.signers().size());
        for (final Address signer : c.signers()) {
            signers.next().high(signer.high()).mid(signer.mid()).low(signer.low());
        }
        return encoder.putAction(action, 0, action.length).putProof(proof, 0, proof.length).encodedLength();
    }

    private static byte[] name(final String text) {
        return Arrays.copyOf(text.getBytes(UTF_8), AGENT_NAME_LENGTH);
    }
}
