package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import steelyard.model.MarketSpec;
import steelyard.protocol.Address;
import steelyard.protocol.sbe.ApproveAgentEncoder;
import steelyard.protocol.sbe.CancelOrdersByClientIdEncoder;
import steelyard.protocol.sbe.CancelOrdersEncoder;
import steelyard.protocol.sbe.CreateSubAccountEncoder;
import steelyard.protocol.sbe.ModifyOrdersEncoder;
import steelyard.protocol.sbe.MoveSubAccountCashEncoder;
import steelyard.protocol.sbe.NoopEncoder;
import steelyard.protocol.sbe.PlaceOrdersEncoder;
import steelyard.protocol.sbe.RenameSubAccountEncoder;
import steelyard.protocol.sbe.RequestWithdrawalEncoder;
import steelyard.protocol.sbe.SetAgentLimitsEncoder;
import steelyard.protocol.sbe.SetMarginModeEncoder;
import steelyard.protocol.sbe.TopUpIsolatedMarginEncoder;
import steelyard.protocol.sbe.TransferCashEncoder;
import steelyard.protocol.sbe.UpdateIsolatedMarginEncoder;
import steelyard.protocol.sbe.UpdateLeverageEncoder;

/**
 * An exchange under test with the commands as methods, each of which returns the events of that command as lines. One
 * node numbers everything; nonces count up from log time; time stands still unless told to go on.
 */
final class Rig extends OperatorRig {
    /** An exchange whose node has opened its epoch. */
    static Rig empty() {
        final Rig rig = new Rig();
        rig.openEpoch(77);
        return rig;
    }

    /** An exchange with two markets at 60,000 and 70 USDC. */
    static Rig open() {
        final Rig rig = empty();
        rig.genesis(btc(), oil());
        rig.price(BTC, 600_000);
        rig.price(OIL, 700_000);
        return rig;
    }

    static String text(final List<String> events) {
        return String.join("\n", events) + "\n";
    }

    /** What became of the first entry or of the whole command: a reason with its details, or the event's first word. */
    static String outcome(final List<String> events) {
        final String[] words = events.getFirst().replaceAll(", ", ",").split(" ");
        return switch (words[0]) {
            case "refused" -> words[1];
            case "rejected", "request" -> words[2];
            default -> words[0];
        };
    }

    /** Compares the events of a command with a text block. */
    void expect(final List<String> events, final String expected) {
        assertEquals(expected, text(events));
    }

    List<String> place(final int user, final Entry... entries) {
        final PlaceOrdersEncoder encoder = start(new PlaceOrdersEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        final PlaceOrdersEncoder.OrdersEncoder group = encoder.ordersCount(entries.length);
        for (final Entry entry : entries) {
            final MarketSpec spec = spec(entry.marketId());
            group.next()
                .priceE8(entry.priceTicks() * spec.e8PerTick())
                .sizeE8(entry.lots() * spec.e8PerLot())
                .clientOrderIdHigh(0)
                .clientOrderIdLow(entry.clientId())
                .marketId(entry.marketId())
                .side(entry.side().code())
                .timeInForce(entry.timeInForce().code())
                .flags(entry.flags());
        }
        encoder.putProof(new byte[] {1, 2, 3}, 0, 3);
        return apply(encoder);
    }

    /** One entry with every field as it stands on the wire. */
    List<String> placeRaw(
        final int user, final int market, final int side, final long priceE8, final long sizeE8, final int tif,
        final int flags) {
        final PlaceOrdersEncoder encoder = start(new PlaceOrdersEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        encoder.ordersCount(1).next().priceE8(priceE8).sizeE8(sizeE8).clientOrderIdHigh(0).clientOrderIdLow(0)
            .marketId(market).side((short) side).timeInForce((short) tif).flags(flags);
        encoder.putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    List<String> modify(final int user, final Entry... entries) {
        final ModifyOrdersEncoder encoder = start(new ModifyOrdersEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        final ModifyOrdersEncoder.ModifiesEncoder group = encoder.modifiesCount(entries.length);
        for (final Entry entry : entries) {
            final MarketSpec spec = spec(entry.marketId());
            group.next()
                .targetOrderId(entry.target())
                .targetClientOrderIdHigh(0)
                .targetClientOrderIdLow(entry.targetClientId())
                .priceE8(entry.priceTicks() * spec.e8PerTick())
                .sizeE8(entry.lots() * spec.e8PerLot())
                .clientOrderIdHigh(0)
                .clientOrderIdLow(entry.clientId())
                .marketId(entry.marketId())
                .side(entry.side().code())
                .timeInForce(entry.timeInForce().code())
                .flags(entry.flags());
        }
        encoder.putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    List<String> cancel(final int user, final int market, final long... orderIds) {
        final CancelOrdersEncoder encoder = start(new CancelOrdersEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        final CancelOrdersEncoder.CancelsEncoder group = encoder.cancelsCount(orderIds.length);
        for (final long orderId : orderIds) {
            group.next().orderId(orderId).marketId(market);
        }
        encoder.putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    List<String> cancelByClientId(final int user, final int market, final long... ids) {
        final CancelOrdersByClientIdEncoder encoder = start(new CancelOrdersByClientIdEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        final CancelOrdersByClientIdEncoder.CancelsEncoder group = encoder.cancelsCount(ids.length);
        for (final long id : ids) {
            group.next().clientOrderIdHigh(0).clientOrderIdLow(id).marketId(market);
        }
        encoder.putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    List<String> leverage(final int user, final int market, final int leverage, final boolean cross) {
        final UpdateLeverageEncoder encoder = start(new UpdateLeverageEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        encoder.marketId(market).leverage(leverage).isCross((short) (cross ? 1 : 0));
        encoder.putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    List<String> approve(final int user, final Address agent, final String name, final long validUntil) {
        final ApproveAgentEncoder encoder = start(new ApproveAgentEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        encoder.validUntilMillis(validUntil);
        agent.write(command, encoder.offset() + ApproveAgentEncoder.agentAddressEncodingOffset());
        for (int i = 0; i < 64; i++) {
            encoder.agentName(i, (short) (i < name.length() ? name.charAt(i) : 0));
        }
        encoder.putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    /** Each network is its two halves and the length of its prefix. */
    List<String> limitAgent(final int user, final Address agent, final int permission, final long[]... networks) {
        final SetAgentLimitsEncoder encoder = start(new SetAgentLimitsEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        agent.write(command, encoder.offset() + SetAgentLimitsEncoder.agentAddressEncodingOffset());
        encoder.permission((short) permission);
        final SetAgentLimitsEncoder.NetworksEncoder group = encoder.networksCount(networks.length);
        for (final long[] network : networks) {
            group.next().high(network[0]).low(network[1]).prefixLength((short) network[2]);
        }
        encoder.putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    List<String> isolatedMargin(final int user, final int market, final long amountMicros) {
        final UpdateIsolatedMarginEncoder encoder = start(new UpdateIsolatedMarginEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        encoder.amountMicros(amountMicros).marketId(market).putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    List<String> topUp(final int user, final int market, final long leverageE6) {
        final TopUpIsolatedMarginEncoder encoder = start(new TopUpIsolatedMarginEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        encoder.leverageE6(leverageE6).marketId(market).putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    List<String> marginMode(final int user, final int mode) {
        final SetMarginModeEncoder encoder = start(new SetMarginModeEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        encoder.mode((short) mode).putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    List<String> createSub(final int user, final String name) {
        final CreateSubAccountEncoder encoder = start(new CreateSubAccountEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        name(encoder.offset() + CreateSubAccountEncoder.nameEncodingOffset(), name);
        encoder.putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    List<String> renameSub(final int user, final Address subAccount, final String name) {
        final RenameSubAccountEncoder encoder = start(new RenameSubAccountEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        subAccount.write(command, encoder.offset() + RenameSubAccountEncoder.addressEncodingOffset());
        name(encoder.offset() + RenameSubAccountEncoder.nameEncodingOffset(), name);
        encoder.putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    List<String> moveSub(final int user, final Address subAccount, final long micros, final boolean isDeposit) {
        final MoveSubAccountCashEncoder encoder = start(new MoveSubAccountCashEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        subAccount.write(command, encoder.offset() + MoveSubAccountCashEncoder.addressEncodingOffset());
        encoder.amountMicros(micros).isDeposit((short) (isDeposit ? 1 : 0)).putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    List<String> transfer(final int user, final Address to, final long micros, final Address from) {
        final TransferCashEncoder encoder = start(new TransferCashEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        to.write(command, encoder.offset() + TransferCashEncoder.destinationEncodingOffset());
        from.write(command, encoder.offset() + TransferCashEncoder.fromSubAccountEncodingOffset());
        encoder.amountMicros(micros).putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    List<String> withdraw(final int user, final Address to, final long micros) {
        final RequestWithdrawalEncoder encoder = start(new RequestWithdrawalEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        to.write(command, encoder.offset() + RequestWithdrawalEncoder.destinationEncodingOffset());
        encoder.amountMicros(micros).putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    List<String> noop(final int user) {
        final NoopEncoder encoder = start(new NoopEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        encoder.putProof(new byte[0], 0, 0);
        return apply(encoder);
    }
}
