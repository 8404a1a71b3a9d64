package steelyard.risk.margin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import steelyard.model.OrderFlags;
import steelyard.model.Side;

/** Random work on the fast engine, beside a twin that forgets everything derived after every step. */
class MarginSequenceTest {
    private static final int USERS = 8;

    @Test
    void shouldAnswerAsIfEverythingWereWorkedOutAnewEachTime() {
        final Random random = new Random(7);
        final RiskFixture fast = new RiskFixture();
        final RiskFixture forgetful = new RiskFixture();
        for (int i = 0; i < USERS; i++) {
            fast.user(10_000_000_000L);
            forgetful.user(10_000_000_000L);
        }
        fast.mark(RiskFixture.BTC, 600_000);
        forgetful.mark(RiskFixture.BTC, 600_000);
        for (int step = 0; step < 20_000; step++) {
            final long seed = random.nextLong();
            act(fast, new Random(seed));
            act(forgetful, new Random(seed));
            forgetful.margin.dropDerived();
            final int account = 1 + random.nextInt(USERS);
            assertEquals(answers(forgetful, account, seed), answers(fast, account, seed), "step " + step);
            if (step % 100 == 0) {
                fast.margin.verify();
                forgetful.margin.verify();
            }
        }
    }

    private static void act(final RiskFixture risk, final Random random) {
        final int account = 1 + random.nextInt(USERS);
        final int other = 1 + (account + random.nextInt(USERS - 1)) % USERS;
        final int market = random.nextInt(RiskFixture.MARKETS);
        final long price = (market == 0 ? 600_000 : 100) + random.nextInt(2_001) - 1_000;
        final long lots = 1 + random.nextInt(50);
        final Side side = Side.of(random.nextInt(2));
        switch (random.nextInt(6)) {
            case 0 -> risk.mark(market, price);
            case 1, 2 ->
                risk.rest(account, market, random.nextInt(4) == 0 ? OrderFlags.REDUCE_ONLY : 0, side, price, lots);
            case 3, 4 -> cancelAny(risk, random);
            default -> risk.trade(account, other, market, lots, price);
        }
        final int slot = risk.positions.find(account, market);
        if (random.nextInt(20) == 0 && slot != Positions.NONE) {
            risk.margin.chooseLeverage(slot, 1 + random.nextInt(10), false);
        }
        if (random.nextInt(100) == 0) {
            risk.markets.percents(market, 100 + random.nextInt(200), 100 + random.nextInt(400));
        }
    }

    private static void cancelAny(final RiskFixture risk, final Random random) {
        if (!risk.orders.orders.isEmpty()) {
            risk.cancel(risk.orders.orders.get(random.nextInt(risk.orders.orders.size())));
        }
    }

    private static String answers(final RiskFixture risk, final int account, final long seed) {
        final Random random = new Random(seed);
        final int market = random.nextInt(RiskFixture.MARKETS);
        final int slot = risk.positions.find(account, market);
        final long reserve = random.nextInt(200);
        return risk.margin.covers(account, market, slot, reserve, random.nextInt(1_000_000)) + " "
            + risk.margin.allowsLeverage(account, market, slot, 1 + random.nextInt(10), false, 0) + " "
            + risk.margin.equityMicros(account) + " " + risk.margin.openLossMicros(account) + " "
            + risk.margin.requirementMicros(account);
    }
}
