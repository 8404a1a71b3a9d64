package steelyard.risk.margin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import steelyard.model.MarketParameter;
import steelyard.model.OrderFlags;
import steelyard.model.ScenarioMatrix;
import steelyard.model.Side;

/** What is kept of portfolios by differences is what is worked out from scratch, and forgetting it changes nothing. */
class PortfolioSequenceTest {
    private static final int USERS = 6;
    private static final long HOUR_NANOS = 3_600_000_000_000L;

    @Test
    void shouldKeepByDifferencesWhatIsWorkedOutFromScratch() {
        final Random random = new Random(29);
        final RiskFixture fast = new RiskFixture();
        final RiskFixture forgetful = new RiskFixture();
        for (final RiskFixture risk : new RiskFixture[] {fast, forgetful}) {
            for (int i = 0; i < USERS; i++) {
                risk.user(10_000_000_000L);
                if (i % 2 == 0) {
                    risk.margin.portfolio().choose(1 + i, true);
                }
            }
            risk.mark(RiskFixture.BTC, 600_000);
        }
        for (int step = 0; step < 15_000; step++) {
            final long seed = random.nextLong();
            act(fast, new Random(seed), step);
            act(forgetful, new Random(seed), step);
            forgetful.margin.dropDerived();
            final int account = 1 + random.nextInt(USERS);
            assertEquals(answers(forgetful, account, seed), answers(fast, account, seed), "step " + step);
            if (step % 20 == 0) {
                fast.margin.verify();
                forgetful.margin.verify();
            }
        }
    }

    private static void act(final RiskFixture risk, final Random random, final int step) {
        final int account = 1 + random.nextInt(USERS);
        final int other = 1 + (account + random.nextInt(USERS - 1)) % USERS;
        final int market = random.nextInt(RiskFixture.MARKETS);
        final long price = (market == 0 ? 600_000 : 100) + random.nextInt(2_001) - 1_000;
        final long lots = 1 + random.nextInt(50);
        final Side side = Side.of(random.nextInt(2));
        switch (random.nextInt(7)) {
            case 0 -> risk.mark(market, price);
            case 1, 2 ->
                risk.rest(account, market, random.nextInt(4) == 0 ? OrderFlags.REDUCE_ONLY : 0, side, price, lots);
            case 3, 4 -> {
                if (!risk.orders.orders.isEmpty()) {
                    risk.cancel(risk.orders.orders.get(random.nextInt(risk.orders.orders.size())));
                }
            }
            case 5 -> risk.trade(account, other, market, lots, price);
            default -> actRarely(risk, random, account, market, step);
        }
    }

    private static void actRarely(
        final RiskFixture risk, final Random random, final int account, final int market, final int step) {
        final long now = step * HOUR_NANOS / 20;
        switch (random.nextInt(24)) {
            case 0 -> risk.markets.parameter(market, MarketParameter.SHOCK_E5, random.nextInt(4_000));
            case 1 -> risk.markets.parameter(market, MarketParameter.CLOSE_COST_E5, random.nextInt(100));
            case 2 -> risk.markets.parameter(market, MarketParameter.SCAN_FLOOR_PERCENT, random.nextInt(101));
            case 3 -> risk.markets.parameter(market, MarketParameter.DEPTH_USDC, random.nextInt(3));
            case 4 -> risk.markets.parameter(market, MarketParameter.DEPTH_CHARGE_E5, random.nextInt(1_000));
            case 5 -> risk.markets.parameter(market, MarketParameter.PROVISION_HOURS, random.nextInt(20));
            case 6 -> risk.markets.rampNanos(market, random.nextInt(1_000_000_000));
            case 7 -> {
                risk.funding.fix(market, 0, random.nextInt(2_000_001) - 1_000_000, 1);
                risk.markets.termsChanged(market);
            }
            case 8 -> risk.margin.leverageCap(0, 0, random.nextInt(5), 0);
            case 9 -> risk.margin.portfolio().choose(account, random.nextBoolean());
            case 10 -> risk.margin.classify(account, random.nextInt(2), 0);
            case 11, 12, 13 -> newMatrix(risk, random, now);
            case 14, 15 -> {
                final int slot = risk.positions.find(account, market);
                if (slot != Positions.NONE && risk.positions.quantityLots(slot) == 0) {
                    risk.margin.chooseLeverage(slot, 1 + random.nextInt(10), random.nextBoolean());
                }
            }
            case 16 -> risk.markets.percents(market, 100 + random.nextInt(200), 100 + random.nextInt(300));
            default -> {
                if (risk.scenarios.isStepDue(now)) {
                    risk.scenarios.advance(now);
                }
            }
        }
    }

    private static void newMatrix(final RiskFixture risk, final Random random, final long now) {
        if (risk.scenarios.isBusy()) {
            return;
        }
        risk.scenarios.stage(risk.scenarios.inForce().version() + 1);
        for (int market = 0; market < RiskFixture.MARKETS; market++) {
            if (random.nextInt(4) > 0) {
                final short[] column = new short[ScenarioMatrix.SCENARIOS];
                for (int k = 0; k < column.length; k++) {
                    column[k] = (short) (random.nextInt(20_001) - 10_000);
                }
                column[random.nextInt(32)] = 10_000;
                column[32 + random.nextInt(32)] = -10_000;
                risk.scenarios.stage(market, column);
            }
        }
        risk.scenarios.activate(1);
        risk.scenarios.takeEffect(now, 1 + random.nextInt(5));
    }

    private static String answers(final RiskFixture risk, final int account, final long seed) {
        final Random random = new Random(seed);
        final int market = random.nextInt(RiskFixture.MARKETS);
        final int slot = risk.positions.find(account, market);
        final CrossMargin margin = risk.margin;
        final Side side = Side.of(random.nextInt(2));
        final long lots = 1 + random.nextInt(200);
        final long cost = random.nextInt(1_000_000);
        final StringBuilder answers = new StringBuilder();
        answers.append(margin.equityMicros(account)).append(' ').append(margin.requirementMicros(account)).append(' ')
            .append(margin.watch().maintenanceMicros(account, MarginWatch.CROSS)).append(' ')
            .append(margin.freeMicros(account)).append(' ').append(margin.canSpare(account, cost)).append(' ')
            .append(margin.allowsLeverage(account, market, slot, 3, random.nextBoolean(), 0)).append(' ');
        if (margin.portfolio().has(account) && !risk.positions.isIsolated(slot, market)) {
            answers.append(margin.portfolio().replacing(0, 0, 0)
                .order(account, market, slot, side, lots, false, true, cost)).append(' ');
        }
        if (risk.positions.quantityLots(slot) != 0) {
            final long signed = side.sign() * lots;
            final long price = risk.markets.markPriceTicks(market) + random.nextInt(21) - 10;
            answers.append(margin.allowsFill(slot, signed, price, cost / 100, 0));
            if (margin.portfolio().has(account) && !risk.positions.isIsolated(slot, market)) {
                final PortfolioHealth health = margin.portfolioHealth();
                health.maintenanceMicros(account);
                answers.append(health.isHedge(slot)).append(health.gainNanos(slot)).append(health.isHigherWithout(slot));
                assertTrue(health.gainNanos(slot) >= 0);
            }
        }
        return answers.toString();
    }
}
