package steelyard.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import steelyard.model.Side;
import steelyard.signing.CanonicalAction;

/** Actions as they are sent: what the server hashes is what was signed. */
class ActionsTest {
    private static OrderRequest order(final OrderType type) {
        return OrderRequest.of(0, Side.SELL, "90000", "0.5", type);
    }

    static Stream<ObjectNode> actions() {
        return Stream.of(
            Actions.order(order(OrderType.limit("Fok")).withSelfTrade("both")),
            Actions.order(order(OrderType.until(1_999_999_999_999L)).showing("0.1")
                .withCloid("0x" + "a1".repeat(16)).withSelfTrade("maker")),
            Actions.order(order(new OrderType.Trigger(false, "91000", true, "oracle", 5))),
            Actions.order(order(new OrderType.Trail(false, "12.5", 0, "last", 5))),
            Actions.order(order(OrderType.trail(50))),
            Actions.bracket(List.of(order(OrderType.limit("Gtc")), order(OrderType.stop("91000")).reducing())),
            Actions.protect(List.of(order(OrderType.takeProfit("80000")).reducing())),
            Actions.cancelAll(), Actions.cancelAll(3), Actions.scheduleCancel(0), Actions.scheduleCancel(7),
            Actions.twap(0, Side.BUY, "1", true, 30, false), Actions.cancelTwap(0, 7),
            Actions.massQuote(2, List.of(new Actions.Quote(0, Side.BUY, "1", "0"))),
            Actions.setProtection(2, 1_000, 5), Actions.resetProtection(2), Actions.selfTradeMode("taker"));
    }

    @ParameterizedTest
    @MethodSource("actions")
    void shouldSignWhatTheServerHashes(final ObjectNode action) {
        assertEquals(CanonicalAction.of(action).toString(), action.toString());
    }

    @Test
    void shouldWordTriggersAndTrails() {
        assertEquals("{\"trigger\":{\"isMarket\":true,\"triggerPx\":\"91000\",\"tpsl\":\"sl\"}}",
            OrderType.stop("91000").json().toString());
        assertEquals("{\"trigger\":{\"isMarket\":false,\"triggerPx\":\"91000\",\"tpsl\":\"tp\",\"src\":\"oracle\","
            + "\"exp\":5}}", new OrderType.Trigger(false, "91000", true, "oracle", 5).json().toString());
        assertEquals("{\"trail\":{\"isMarket\":true,\"bps\":50}}", OrderType.trail(50).json().toString());
        assertEquals("{\"limit\":{\"tif\":\"Gtt\",\"exp\":7}}", OrderType.until(7).json().toString());
    }
}
