package steelyard.gateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import steelyard.model.AccountKind;
import steelyard.model.AssetClass;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.PriceGrid;
import steelyard.node.AccountView;
import steelyard.node.AccountView.FundingPaid;
import steelyard.node.AccountView.PositionView;
import steelyard.node.MarketView;
import steelyard.protocol.Address;

/** {@code activeAssetData}: numbers that the venue published, and what follows from them. */
class TradeRoomTest {
    private static final Address USER = new Address(1, 2, 3);

    private static MarketView market(final String coin, final int sizeDecimals, final int maxLeverage, final long ticks) {
        final MarketSpec spec = new MarketSpec(3, coin, AssetClass.CRYPTO, sizeDecimals, PriceGrid.TICK, 1, false,
            maxLeverage, maxLeverage, 0, 1L << 40, 1L << 40, 1L << 40, 1, 1);
        return new MarketView(spec, MarketState.ACTIVE, true, ticks, ticks, 0, 0, 0, 0, 0, false, 0, false, 0,
            MarketView.Funding.NONE);
    }

    /** An account with so much above its positions' margin, which resting orders take a part of. */
    private static AccountView account(final long freeMicros, final long orderMicros, final PositionView... positions) {
        long used = 0;
        for (final PositionView position : positions) {
            used += position.marginUsedMicros();
        }
        return new AccountView(16, USER, AccountKind.USER, 0, freeMicros + orderMicros + used, 0, used, 0, orderMicros, 0,
            List.of(positions));
    }

    private static String json(final TradeRoom room) throws IOException {
        final StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            room.write(json);
        }
        return text.toString().replaceFirst("\"user\":\"[^\"]*\",", "");
    }

    /** 37,019,438.028474 x 3 / 4.4716, cut to the decimals of a size. */
    @Test
    void shouldCutWhatTheLeverageBuys() throws IOException {
        assertEquals("{\"coin\":\"APT\",\"leverage\":{\"type\":\"cross\",\"value\":3},"
            + "\"maxTradeSzs\":[\"24836370.44\",\"24836370.44\"],"
            + "\"availableToTrade\":[\"37019438.028474\",\"37019438.028474\"],\"markPx\":\"4.4716\"}",
            json(new TradeRoom(USER, account(37_019_438_028_474L, 500), market("APT", 2, 10, 44_716), 3, false)));
    }

    /** Long 0.55919 at 85,970: against it twice its margin more, 2 x 48,073.5643 / 20, and twice its size. */
    @Test
    void shouldAddWhatThePositionTakesOnTheOtherSide() throws IOException {
        final PositionView btc = new PositionView(3, 55_919, 0, 0, 859_700, 20, 2_403_678_215L, 0, -1);
        assertEquals("{\"coin\":\"BTC\",\"leverage\":{\"type\":\"cross\",\"value\":20},"
            + "\"maxTradeSzs\":[\"683.30131\",\"684.41969\"],"
            + "\"availableToTrade\":[\"2937170.681035\",\"2941978.037465\"],\"markPx\":\"85970.0\"}",
            json(new TradeRoom(USER, account(2_937_170_681_035L, 0, btc), market("BTC", 5, 40, 859_700), 20, false)));
    }

    /** Short 1 at 1,000 from 1,100 with 210 left of its margin: it is closed for nothing, and 310 / 1,000 x 10 follow. */
    @Test
    void shouldGiveBackWhatIsLeftOfAnIsolatedPosition() throws IOException {
        final PositionView position = new PositionView(
            3, -100, 1_100_000_000, 1_100_000_000, 10_000_000, 10, 210_000_000, 0, -1, true, 110_000_000,
            FundingPaid.NOTHING);
        assertEquals("{\"coin\":\"ETH\",\"leverage\":{\"type\":\"isolated\",\"value\":10,\"rawUsd\":\"1210.0\"},"
            + "\"maxTradeSzs\":[\"4.1\",\"1.0\"],\"availableToTrade\":[\"410.0\",\"100.0\"],\"markPx\":\"1000.0\"}",
            json(new TradeRoom(USER, account(100_000_000, 0, position), market("ETH", 2, 25, 10_000_000), 10, true)));
    }

    @Test
    void shouldHaveNoRoomWithoutMoney() throws IOException {
        assertEquals("{\"coin\":\"EUR\",\"leverage\":{\"type\":\"isolated\",\"value\":20,\"rawUsd\":\"0.0\"},"
            + "\"maxTradeSzs\":[\"0.0\",\"0.0\"],\"availableToTrade\":[\"0.0\",\"0.0\"],\"markPx\":\"1.2\"}",
            json(new TradeRoom(USER, null, market("EUR", 2, 50, 12_000), 20, true)));
        assertEquals("{\"coin\":\"EUR\",\"leverage\":{\"type\":\"cross\",\"value\":20},"
            + "\"maxTradeSzs\":[\"0.0\",\"0.0\"],\"availableToTrade\":[\"0.0\",\"0.0\"],\"markPx\":\"1.2\"}",
            json(new TradeRoom(USER, account(-5_000_000, 0), market("EUR", 2, 50, 12_000), 20, false)));
    }
}
