package steelyard.client.bots;

import java.util.List;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import steelyard.client.Actions;
import steelyard.client.OrderRequest;
import steelyard.model.Side;

/**
 * Buys and sells at random moments and random sizes what makers offer, the more likely toward a flat position the
 * larger its position is. For the bots' thread.
 */
final class Taker {
    private static final int REACH_PPM = 5_000;
    private static final double SIZE_SIGMA = 0.8;

    private final BotSession session;
    private final List<BotMarket> markets;
    private final BotConfig config;
    private final Random random;

    Taker(final BotSession session, final List<BotMarket> markets, final BotConfig config, final Random random) {
        this.session = session;
        this.markets = markets;
        this.config = config;
        this.random = random;
    }

    /** Takes at random moments from now on, until the thread ends. */
    void start(final ScheduledExecutorService thread) {
        final double waitMillis = -Math.log(1 - random.nextDouble()) * config.takeMillis();
        thread.schedule(() -> {
            session.counters().guarding(this::take).run();
            start(thread);
        }, (long) waitMillis, TimeUnit.MILLISECONDS);
    }

    private void take() {
        final BotMarket market = markets.get(random.nextInt(markets.size()));
        if (!session.isReady() || market.referenceTicks() == 0) {
            return;
        }
        final double fullness = (double) session.inventoryMicros(market) / config.inventoryMaxMicros();
        final Side side = random.nextDouble() * 2 - 1 > fullness ? Side.BUY : Side.SELL;
        final double factor = Math.exp(random.nextGaussian() * SIZE_SIGMA);
        final long notionalMicros = (long) (config.levelNotionalMicros() * factor);
        final long limit = market.referenceTicks() + side.sign() * Math.max(1, market.share(REACH_PPM));
        session.counters().onOrders(1);
        session.send(Actions.order(OrderRequest.ioc(market.asset(), side,
            market.price(market.quotable(side, limit)),
            market.size(market.lots(Math.max(BotConfig.NOTIONAL_MIN_MICROS, notionalMicros))))), reply -> { });
    }
}
