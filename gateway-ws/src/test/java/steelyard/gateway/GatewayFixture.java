package steelyard.gateway;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import steelyard.model.OrderFlags;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.node.AccountView.FundingPaid;
import steelyard.node.AccountView.PositionView;
import steelyard.node.AgentView;
import steelyard.node.BookView;
import steelyard.node.FeesView;
import steelyard.node.HistoryReader;
import steelyard.node.HistoryReader.Candle;
import steelyard.node.HistoryReader.CandleUnit;
import steelyard.node.HistoryReader.DayVolume;
import steelyard.node.HistoryReader.LedgerEntry;
import steelyard.node.HistoryReader.LedgerKind;
import steelyard.node.OrderView;
import steelyard.protocol.Address;
import steelyard.signing.SigningKey;

/** A gateway on a port of its own before a scripted node with two markets and two accounts. */
abstract class GatewayFixture {
    static final SigningKey KEY =
        SigningKey.of("0x0123456789012345678901234567890123456789012345678901234567890123");
    static final SigningKey AGENT_KEY =
        SigningKey.of("e908f86dbb4d55ac876378565aafeabc187f6690f046459397b17d9b9a19688e");
    static final Address USER = Address.of(KEY.address());
    static final Address AGENT = Address.of(AGENT_KEY.address());
    static final Address OTHER = Address.parse("0xe5ca49fb3bd9a581f0d1ef9cb5d7177da08bf901");
    static final int USER_ID = 16;
    static final int OTHER_ID = 17;
    /** BTC: sizes in 1e-5, prices in 1e-1. */
    static final int BTC = 0;
    /** ETH: sizes in 1e-4, prices in 1e-2. */
    static final int ETH = 1;

    private static final long NOW_MILLIS = FakeNode.NOW_NANOS / 1_000_000;
    private static final long DAY_MILLIS = 86_400_000;

    final FakeNode node = new FakeNode();
    GatewayServer server;
    Client client;

    GatewayConfig config() {
        return GatewayConfig.onLoopback(0);
    }

    @BeforeEach
    void start() {
        node.markets.add(FakeNode.market(FakeNode.spec(BTC, "BTC", 5, 50), 858_140, 858_110, 858_125));
        node.markets.add(FakeNode.market(FakeNode.spec(ETH, "ETH", 4, 25), 298_590, 0, 298_600));
        node.books.put(BTC, new BookView(BTC, 0, 0,
            new BookView.Levels(new long[] {858_110, 858_080, 857_990}, new long[] {96_592, 80_629, 100},
                new int[] {4, 1, 2}),
            new BookView.Levels(new long[] {858_125, 858_230}, new long[] {2_698_831, 442_262}, new int[] {71, 4})));
        node.account(USER_ID, USER,
            new PositionView(BTC, -14_136, 12_133_123_000L, 12_133_123_000L, 858_140, 20, 606_533_352, 121_306_670,
                -1, false, 0, new FundingPaid(514_085_417, -1_000_001, 0)),
            new PositionView(ETH, 335, 100_041_050, -100_041_050, 298_590, 20, 5_001_383, 2_000_553,
                286_626_936_529L));
        node.account(OTHER_ID, OTHER);
        node.agents.put(USER_ID, List.of(new AgentView(AGENT, "bot", 1_800_000_000_000L),
            new AgentView(Address.parse("0x1234567890123456789012345678901234567890"), "", 0)));
        node.orders.add(new OrderView(91, USER_ID, BTC, Side.BUY, 857_990, 1_000, 600,
            OrderFlags.HAS_CLIENT_ORDER_ID | OrderFlags.POST_ONLY, 0, 1, FakeNode.NOW_NANOS - 5_000_000_000L));
        node.orders.add(new OrderView(92, USER_ID, ETH, Side.SELL, 298_600, 300, 300, OrderFlags.REDUCE_ONLY, 0, 0,
            FakeNode.NOW_NANOS - 4_000_000_000L));
        node.fills.add(fill(501, 80, 7, Side.BUY, true, 858_100, 5_000, -14_136, 1));
        node.fills.add(fill(502, 80, 8, Side.BUY, true, 858_125, 2_905, -9_136, 1));
        node.fills.add(fill(503, 81, 9, Side.SELL, false, 858_130, 7_905, -6_231, 2));
        node.trades.add(new HistoryReader.Trade(500, Events.LOG_POSITION, 1, FakeNode.NOW_NANOS - 3_000_000, BTC, 7,
            Side.BUY, 858_100, 5_000, OTHER_ID, USER_ID));
        node.trades.add(new HistoryReader.Trade(510, Events.LOG_POSITION, 2, FakeNode.NOW_NANOS - 1_000_000, BTC, 9,
            Side.SELL, 858_130, 7_905, USER_ID, OTHER_ID));
        node.pastOrders.add(new HistoryReader.Order(80, USER_ID, BTC, Side.BUY, TimeInForce.IOC,
            OrderFlags.FRONTEND_MARKET, 860_000, 7_905, 0, 0, 0, FakeNode.NOW_NANOS - 3_000_000,
            HistoryReader.OrderStatus.FILLED, null, null, FakeNode.NOW_NANOS - 3_000_000));
        final long day = NOW_MILLIS / DAY_MILLIS;
        node.candles.put(CandleUnit.QUARTER_HOUR, List.of(
            new Candle(NOW_MILLIS / 900_000 * 900_000 - 1_800_000, 858_100, 858_200, 858_000, 858_150, 10, 2),
            new Candle(NOW_MILLIS / 900_000 * 900_000 - 900_000, 858_150, 858_160, 857_900, 857_950, 20, 3),
            new Candle(NOW_MILLIS / 900_000 * 900_000, 857_950, 858_300, 857_950, 858_130, 7_905, 4)));
        node.candles.put(CandleUnit.DAY, List.of(
            new Candle((day - 10) * DAY_MILLIS, 850_000, 859_000, 849_000, 857_000, 1_000_000, 99),
            new Candle(day * DAY_MILLIS, 858_100, 858_300, 857_900, 858_130, 7_935, 9)));
        node.volumes.put(USER_ID, List.of(new DayVolume(day - 20, 1_000_000, 0), new DayVolume(day, 0, 2_500_000)));
        node.fees = new FeesView(400_000, -10_000,
            List.of(new FeesView.Tier(0, 450_000, 150_000), new FeesView.Tier(5_000_000, 400_000, 120_000)),
            List.of(new FeesView.MakerTier(5_000, -10_000)),
            List.of(new FeesView.Day(day - 1, 0, 0, 0), new FeesView.Day(day, 0, 2_500_000, 5_000_000)),
            400, 400);
        node.ledger.add(new LedgerEntry(7, Events.LOG_POSITION, 0, FakeNode.NOW_NANOS - 9_000_000_000L,
            LedgerKind.DEPOSIT, 13_000_000_000L, 0, Address.ZERO, 1));
        node.fundingRates.add(new HistoryReader.FundingRate(8, FakeNode.NOW_NANOS, BTC, 12_500, -200_000, 720));
        node.fundingPayments.add(new HistoryReader.FundingPayment(
            9, FakeNode.NOW_NANOS, USER_ID, BTC, -33_500, 12_500, -287_356));
        server = new GatewayServer(config(), node, node, node);
        node.listener = server.events();
        server.start();
        client = new Client(server.port());
    }

    static HistoryReader.Fill fill(
        final long sequence, final long orderId, final long tradeId, final Side side, final boolean taker,
        final long price, final long lots, final long startPosition, final int commandIndex) {
        return new HistoryReader.Fill(sequence, Events.LOG_POSITION, commandIndex,
            FakeNode.NOW_NANOS - 1_000_000_000L * (10 - commandIndex), USER_ID, BTC, orderId, tradeId, side, taker,
            price, lots, taker ? 193_072 : -6_783, taker ? -2_600_745 : 0, startPosition,
            OrderFlags.HAS_CLIENT_ORDER_ID, 0x0, 0x65d2917ff6969L);
    }

    @AfterEach
    void stop() {
        server.close();
        node.close();
    }

}
