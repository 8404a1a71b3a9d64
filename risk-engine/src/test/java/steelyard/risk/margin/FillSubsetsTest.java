package steelyard.risk.margin;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import steelyard.model.MarketParameter;
import steelyard.model.OrderFlags;
import steelyard.model.ScenarioMatrix;
import steelyard.model.Side;

/** Whatever of an account's resting orders is filled, at worst at their limits: it is margined no worse than before. */
class FillSubsetsTest {
    private static final int ORDERS = 6;
    private static final int MARKETS = 3;

    /** An account with positions and orders in markets of all kinds; the same for the same seed. */
    private static final class World {
        final RiskFixture risk = new RiskFixture();
        final List<TestOrders.Order> orders = new ArrayList<>();
        final int alice = risk.user(1_000_000_000_000L);
        final int bob = risk.user(1_000_000_000_000L);

        World(final long seed, final boolean isPortfolio) {
            final SplittableRandom random = new SplittableRandom(seed);
            if (isPortfolio) {
                matrix(random);
                risk.margin.portfolio().choose(alice, true);
            }
            for (int market = 0; market < MARKETS; market++) {
                terms(random, market);
                final long lots = random.nextLong(1, 300);
                final boolean buys = random.nextBoolean();
                risk.trade(buys ? alice : bob, buys ? bob : alice, market, lots, price(random, market));
            }
            for (int i = 0; i < ORDERS; i++) {
                final int market = random.nextInt(MARKETS);
                orders.add(risk.rest(alice, market, random.nextInt(8) == 0 ? OrderFlags.REDUCE_ONLY : 0,
                    Side.of(random.nextInt(2)), price(random, market), random.nextLong(1, 400)));
            }
        }

        private void terms(final SplittableRandom random, final int market) {
            risk.mark(market, price(random, market));
            if (random.nextBoolean()) {
                risk.markets.parameter(market, MarketParameter.TIER_1_FROM_USDC, random.nextLong(1, 150));
                risk.markets.parameter(market, MarketParameter.TIER_1_LEVERAGE, random.nextLong(1, 10));
            }
            if (random.nextBoolean()) {
                final int initial = random.nextInt(101, 501);
                risk.markets.percents(market, random.nextInt(100, initial), initial);
            }
            risk.markets.rampNanos(market, random.nextInt(3) == 0 ? random.nextInt(1_000_000_000) : 0);
            risk.markets.parameter(market, MarketParameter.CLOSE_COST_E5, random.nextInt(100));
            risk.markets.parameter(market, MarketParameter.DEPTH_USDC, random.nextInt(3));
            risk.markets.parameter(market, MarketParameter.DEPTH_CHARGE_E5, random.nextInt(1_000));
            risk.margin.chooseLeverage(risk.positions.open(alice, market), random.nextInt(1, 10), false);
        }

        private void matrix(final SplittableRandom random) {
            risk.scenarios.stage(1);
            for (int market = 0; market < MARKETS; market++) {
                final short[] column = new short[ScenarioMatrix.SCENARIOS];
                for (int k = 0; k < column.length; k++) {
                    column[k] = (short) random.nextInt(-ScenarioMatrix.ONE, ScenarioMatrix.ONE + 1);
                }
                column[0] = ScenarioMatrix.ONE;
                column[1] = -ScenarioMatrix.ONE;
                risk.scenarios.stage(market, column);
            }
            risk.scenarios.activate(1);
            risk.scenarios.takeEffect(0, 1);
        }

        private static long price(final SplittableRandom random, final int market) {
            return market == RiskFixture.BTC ? random.nextLong(550_000, 650_000) : random.nextLong(-20_000, 700_000);
        }

        void fill(final int subset) {
            for (int i = 0; i < ORDERS; i++) {
                final TestOrders.Order order = orders.get(i);
                if ((subset >> i & 1) != 0 && !OrderFlags.isReduceOnly(order.flags())) {
                    final int market = risk.positions.market(order.slot());
                    final boolean buys = order.side() == Side.BUY;
                    risk.cancel(order);
                    risk.trade(buys ? alice : bob, buys ? bob : alice, market, order.lots(), order.limitTicks());
                }
            }
        }

        long freeMicros() {
            return risk.margin.equityMicros(alice) - risk.margin.openLossMicros(alice)
                - risk.margin.requirementMicros(alice);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldCoverEverySubset(final boolean isPortfolio) {
        for (long seed = 0; seed < 250; seed++) {
            final long before = new World(seed, isPortfolio).freeMicros();
            for (int subset = 1; subset < 1 << ORDERS; subset++) {
                final World world = new World(seed, isPortfolio);
                world.fill(subset);
                final long after = world.freeMicros();
                assertTrue(after >= before, "seed " + seed + ", subset " + subset + ": " + before + " " + after);
            }
        }
    }
}
