package steelyard.gateway.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import steelyard.gateway.json.ClientOrderId;
import steelyard.node.CommandPort;
import steelyard.node.IpNetwork;
import steelyard.protocol.Address;
import steelyard.protocol.sbe.ApproveAgentEncoder;
import steelyard.protocol.sbe.AuthorityEncoder;
import steelyard.protocol.sbe.CancelOrdersByClientIdEncoder;
import steelyard.protocol.sbe.CancelOrdersEncoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.ModifyOrdersEncoder;
import steelyard.protocol.sbe.MultiSigEncoder;
import steelyard.protocol.sbe.OriginEncoder;
import steelyard.protocol.sbe.PlaceOrdersEncoder;
import steelyard.protocol.sbe.SetAgentLimitsEncoder;
import steelyard.protocol.sbe.SetMarginModeEncoder;
import steelyard.protocol.sbe.TopUpIsolatedMarginEncoder;
import steelyard.protocol.sbe.UpdateIsolatedMarginEncoder;
import steelyard.protocol.sbe.UpdateLeverageEncoder;

/**
 * Writes actions as commands, into a buffer that is used again for the next one. Belongs to one thread. The largest
 * action, {@link ActionDecoder#ENTRIES_MAX} modifications, fits into {@link CommandPort#ACTION_LENGTH_MAX}.
 */
final class CommandEncoder {
    private static final byte[] NO_PROOF = {};

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[CommandPort.ACTION_LENGTH_MAX]);
    private final UnsafeBuffer address = new UnsafeBuffer(new byte[Address.LENGTH]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final PlaceOrdersEncoder placeOrders = new PlaceOrdersEncoder();
    private final CancelOrdersEncoder cancelOrders = new CancelOrdersEncoder();
    private final CancelOrdersByClientIdEncoder cancelByClientId = new CancelOrdersByClientIdEncoder();
    private final ModifyOrdersEncoder modifyOrders = new ModifyOrdersEncoder();
    private final UpdateIsolatedMarginEncoder updateIsolatedMargin = new UpdateIsolatedMarginEncoder();
    private final TopUpIsolatedMarginEncoder topUpIsolatedMargin = new TopUpIsolatedMarginEncoder();
    private final UpdateLeverageEncoder updateLeverage = new UpdateLeverageEncoder();
    private final ApproveAgentEncoder approveAgent = new ApproveAgentEncoder();
    private final TradingEncoder tradingEncoder = new TradingEncoder(buffer);
    private final SetMarginModeEncoder setMarginMode = new SetMarginModeEncoder();
    private final SetAgentLimitsEncoder setAgentLimits = new SetAgentLimitsEncoder();
    private final MultiSigEncoder multiSig = new MultiSigEncoder();
    private final FundsEncoder fundsEncoder = new FundsEncoder(buffer);

    /** Where the command was written. */
    DirectBuffer buffer() {
        return buffer;
    }

    /** Writes the command from the start of {@link #buffer()} and returns its length, header included. */
    int encode(final Action action, final Authority authority, final byte[] proof) {
        final int bodyLength = switch (action) {
            case Action.Place place -> place.isPlain()
                ? place(place, authority, proof) : tradingEncoder.place(place, authority, proof);
            case Action.Cancel cancel -> cancel(cancel, authority, proof);
            case Action.CancelByClientId cancel -> cancelByClientId(cancel, authority, proof);
            case Action.Modify modify -> modify.isPlain()
                ? modify(modify, authority, proof) : tradingEncoder.modify(modify, authority, proof);
            case Action.ChangeLeverage change -> changeLeverage(change, authority, proof);
            case Action.MoveIsolatedMargin move -> moveMargin(move, authority, proof);
            case Action.TopUpIsolatedMargin topUp -> topUpMargin(topUp, authority, proof);
            case Action.SetMarginMode mode -> setMarginMode(mode, authority, proof);
            case Action.Approve approve -> approve(approve, authority, proof);
            case Action.LimitAgent limit -> limitAgent(limit, authority, proof);
            case TradingAction trading -> tradingEncoder.encode(trading, authority, proof);
            case FundsAction funds -> fundsEncoder.encode(funds, authority, proof);
            case Action.MultiSig multiSig -> throw new IllegalArgumentException("it needs its signers");
        };
        return MessageHeaderEncoder.ENCODED_LENGTH + bodyLength;
    }

    /**
     * Writes an action for a multi-sig account; {@code outer} is the envelope as the leader sent it, of which the vault
     * address and the end belong to the action.
     */
    int encode(final Action.MultiSig action, final Authority outer, final Signers.Proven proven) {
        final Authority inner = new Authority(
            action.user(), Address.ZERO, outer.vaultAddress(), outer.nonceMillis(), outer.expiresAfterMillis());
        final byte[] command = new byte[encode(action.inner(), inner, NO_PROOF)];
        buffer.getBytes(0, command);
        multiSig.wrapAndApplyHeader(buffer, 0, header);
        envelope(multiSig.origin(), multiSig.authority(),
            new Authority(outer.signer(), Address.ZERO, Address.ZERO, outer.nonceMillis(), 0));
        multiSig.putUser(bytes(action.user()), 0, Address.LENGTH);
        final MultiSigEncoder.SignersEncoder signers = multiSig.signersCount(proven.agreeing().size());
        for (final Address signer : proven.agreeing()) {
            signers.next().high(signer.high()).mid(signer.mid()).low(signer.low());
        }
        multiSig.putAction(command, 0, command.length).putProof(proven.proof(), 0, proven.proof().length);
        return MessageHeaderEncoder.ENCODED_LENGTH + multiSig.encodedLength();
    }

    private int limitAgent(final Action.LimitAgent action, final Authority authority, final byte[] proof) {
        setAgentLimits.wrapAndApplyHeader(buffer, 0, header);
        envelope(setAgentLimits.origin(), setAgentLimits.authority(), authority);
        setAgentLimits.permission((short) (action.isReadOnly() ? 1 : 0))
            .putAgentAddress(bytes(action.agent()), 0, Address.LENGTH);
        final SetAgentLimitsEncoder.NetworksEncoder networks =
            setAgentLimits.networksCount(action.networks().size());
        for (final IpNetwork network : action.networks()) {
            networks.next().high(network.high()).low(network.low()).prefixLength((short) network.prefixLength());
        }
        setAgentLimits.putProof(proof, 0, proof.length);
        return setAgentLimits.encodedLength();
    }

    private int setMarginMode(final Action.SetMarginMode action, final Authority authority, final byte[] proof) {
        setMarginMode.wrapAndApplyHeader(buffer, 0, header);
        envelope(setMarginMode.origin(), setMarginMode.authority(), authority.of(action.user()));
        setMarginMode.mode((short) (action.isPortfolio() ? 1 : 0)).putProof(proof, 0, proof.length);
        return setMarginMode.encodedLength();
    }

    private int place(final Action.Place action, final Authority authority, final byte[] proof) {
        placeOrders.wrapAndApplyHeader(buffer, 0, header);
        envelope(placeOrders.origin(), placeOrders.authority(), authority);
        final PlaceOrdersEncoder.OrdersEncoder group = placeOrders.ordersCount(action.orders().size());
        for (final OrderEntry order : action.orders()) {
            group.next()
                .priceE8(order.priceE8())
                .sizeE8(order.sizeE8())
                .clientOrderIdHigh(ClientOrderId.high(order.clientOrderId()))
                .clientOrderIdLow(ClientOrderId.low(order.clientOrderId()))
                .marketId(order.marketId())
                .side(order.side().code())
                .timeInForce(order.timeInForce().code())
                .flags(order.flags());
        }
        placeOrders.putProof(proof, 0, proof.length);
        return placeOrders.encodedLength();
    }

    private int cancel(final Action.Cancel action, final Authority authority, final byte[] proof) {
        cancelOrders.wrapAndApplyHeader(buffer, 0, header);
        envelope(cancelOrders.origin(), cancelOrders.authority(), authority);
        cancelOrders.fast((short) (action.fast() ? 1 : 0));
        final CancelOrdersEncoder.CancelsEncoder group = cancelOrders.cancelsCount(action.cancels().size());
        for (final Action.Cancel.Entry cancel : action.cancels()) {
            group.next().orderId(cancel.orderId()).marketId(cancel.marketId());
        }
        cancelOrders.putProof(proof, 0, proof.length);
        return cancelOrders.encodedLength();
    }

    private int cancelByClientId(
        final Action.CancelByClientId action, final Authority authority, final byte[] proof) {
        cancelByClientId.wrapAndApplyHeader(buffer, 0, header);
        envelope(cancelByClientId.origin(), cancelByClientId.authority(), authority);
        cancelByClientId.fast((short) (action.fast() ? 1 : 0));
        final CancelOrdersByClientIdEncoder.CancelsEncoder group =
            cancelByClientId.cancelsCount(action.cancels().size());
        for (final Action.CancelByClientId.Entry cancel : action.cancels()) {
            group.next()
                .clientOrderIdHigh(cancel.clientOrderId().high())
                .clientOrderIdLow(cancel.clientOrderId().low())
                .marketId(cancel.marketId());
        }
        cancelByClientId.putProof(proof, 0, proof.length);
        return cancelByClientId.encodedLength();
    }

    private int modify(final Action.Modify action, final Authority authority, final byte[] proof) {
        modifyOrders.wrapAndApplyHeader(buffer, 0, header);
        envelope(modifyOrders.origin(), modifyOrders.authority(), authority);
        final ModifyOrdersEncoder.ModifiesEncoder group =
            modifyOrders.modifiesCount(action.modifications().size());
        for (final Action.Modify.Entry entry : action.modifications()) {
            final OrderEntry order = entry.order();
            group.next()
                .targetOrderId(entry.targetOrderId())
                .targetClientOrderIdHigh(ClientOrderId.high(entry.targetClientOrderId()))
                .targetClientOrderIdLow(ClientOrderId.low(entry.targetClientOrderId()))
                .priceE8(order.priceE8())
                .sizeE8(order.sizeE8())
                .clientOrderIdHigh(ClientOrderId.high(order.clientOrderId()))
                .clientOrderIdLow(ClientOrderId.low(order.clientOrderId()))
                .marketId(order.marketId())
                .side(order.side().code())
                .timeInForce(order.timeInForce().code())
                .flags(order.flags());
        }
        modifyOrders.putProof(proof, 0, proof.length);
        return modifyOrders.encodedLength();
    }

    private int changeLeverage(final Action.ChangeLeverage action, final Authority authority, final byte[] proof) {
        updateLeverage.wrapAndApplyHeader(buffer, 0, header);
        envelope(updateLeverage.origin(), updateLeverage.authority(), authority);
        updateLeverage
            .marketId(action.marketId())
            .leverage(action.leverage())
            .isCross((short) (action.isCross() ? 1 : 0))
            .putProof(proof, 0, proof.length);
        return updateLeverage.encodedLength();
    }

    private int moveMargin(
        final Action.MoveIsolatedMargin action, final Authority authority, final byte[] proof) {
        updateIsolatedMargin.wrapAndApplyHeader(buffer, 0, header);
        envelope(updateIsolatedMargin.origin(), updateIsolatedMargin.authority(), authority);
        updateIsolatedMargin
            .amountMicros(action.amountMicros())
            .marketId(action.marketId())
            .putProof(proof, 0, proof.length);
        return updateIsolatedMargin.encodedLength();
    }

    private int topUpMargin(
        final Action.TopUpIsolatedMargin action, final Authority authority, final byte[] proof) {
        topUpIsolatedMargin.wrapAndApplyHeader(buffer, 0, header);
        envelope(topUpIsolatedMargin.origin(), topUpIsolatedMargin.authority(), authority);
        topUpIsolatedMargin
            .leverageE6(action.leverageE6())
            .marketId(action.marketId())
            .putProof(proof, 0, proof.length);
        return topUpIsolatedMargin.encodedLength();
    }

    private int approve(final Action.Approve action, final Authority authority, final byte[] proof) {
        approveAgent.wrapAndApplyHeader(buffer, 0, header);
        envelope(approveAgent.origin(), approveAgent.authority(), authority);
        final byte[] name = Arrays.copyOf(action.name().getBytes(UTF_8), ApproveAgentEncoder.agentNameLength());
        approveAgent
            .validUntilMillis(action.validUntilMillis())
            .putAgentAddress(bytes(action.agent()), 0, Address.LENGTH)
            .putAgentName(name, 0, name.length)
            .putProof(proof, 0, proof.length);
        return approveAgent.encodedLength();
    }

    /** Fills in who signed; the origin is the node's to fill in. */
    static void envelope(final OriginEncoder origin, final AuthorityEncoder encoder, final Authority authority) {
        origin.seq(0).epoch(0).nodeId(0).reserved(0);
        encoder.nonceMillis(authority.nonceMillis()).expiresAfterMillis(authority.expiresAfterMillis());
        encoder.putSigner(authority.signer().bytes(), 0, Address.LENGTH);
        encoder.putAlternateSigner(authority.alternateSigner().bytes(), 0, Address.LENGTH);
        encoder.putVaultAddress(authority.vaultAddress().bytes(), 0, Address.LENGTH);
    }

    private DirectBuffer bytes(final Address value) {
        value.write(address, 0);
        return address;
    }
}
