package steelyard.risk.portfolio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import steelyard.model.ScenarioMatrix;
import steelyard.risk.market.TierTable;

/** The worked examples are those of {@code docs/risk-model.md}. */
class PortfolioRequirementTest {
    private static final int KEPT_E4 = 2_000;
    private static final int INITIAL_E4 = 17_500;
    private static final long USDC = 1_000_000;
    private static final long CENTS = 100;

    private final SplittableRandom random = new SplittableRandom(11);
    private final PortfolioRequirement requirement = new PortfolioRequirement();
    private final PortfolioRequirement other = new PortfolioRequirement();

    private static ShockTable shock(final int shockE5) {
        return shock(shockE5, 100, 0);
    }

    private static ShockTable shock(final int shockE5, final int percent, final int floorPercent) {
        return new ShockTable(
            TierTable.ofRates(new long[] {0}, new int[] {shockE5}, percent), floorPercent, 0, 0, 0, 0);
    }

    /** Up, down, and for the rest: together with the other, in this strength. */
    private static short[] moves(final int togetherE4) {
        final short[] moves = new short[ScenarioMatrix.SCENARIOS];
        moves[0] = ScenarioMatrix.ONE;
        moves[1] = -ScenarioMatrix.ONE;
        moves[2] = (short) togetherE4;
        moves[3] = (short) -togetherE4;
        return moves;
    }

    private PortfolioRequirement complete() {
        return requirement.complete(KEPT_E4, INITIAL_E4);
    }

    @Test
    void shouldRequireTheShockOfAPositionAlone() {
        final PortfolioMarket btc = PortfolioMarket.of(shock(2_250), moves(5_000));
        requirement.begin().add(btc, 100_000 * CENTS);
        assertEquals(2_250 * USDC, complete().maintenanceMicros(), "2.25 % of 100,000");
        assertEquals(3_937_500_000L, requirement.initialMicros(), "x 1.75");
        assertEquals(1, requirement.worstScenario());
        requirement.begin().add(btc, -100_000 * CENTS);
        assertEquals(2_250 * USDC, complete().maintenanceMicros());
        assertEquals(0, requirement.worstScenario());
    }

    @Test
    void shouldNetWhatIsHedgedButKeepAFifthOfTheOffset() {
        final PortfolioMarket btc = PortfolioMarket.of(shock(2_000), moves(10_000));
        final PortfolioMarket eth = PortfolioMarket.of(shock(3_000), moves(8_000));
        requirement.begin().add(btc, 100_000 * CENTS);
        requirement.add(eth, -60_000 * CENTS);
        complete();
        // Scenarios 0 and 1 move both by their whole shocks: 2,000 - 1,800 = 200. Scenario 3: 2,000 - 1,440 = 560.
        assertEquals(560 * 10_000_000L, requirement.scanE7());
        assertEquals(3_800 * 10_000_000L, requirement.grossE7());
        assertEquals(648 * 10_000_000L, requirement.offsetE7(), "a fifth of 3,240");
        assertEquals(1_208 * USDC, requirement.maintenanceMicros());
        assertEquals(2_114 * USDC, requirement.initialMicros());
        assertEquals(3_800 * USDC, requirement.crossSumMicros());
        assertEquals(3, requirement.worstScenario());
        assertEquals(-200 * 10_000_000L, requirement.lossE7(0), "a profit");
    }

    @Test
    void shouldCountOnlyOrdersThatLose() {
        final PortfolioMarket btc = PortfolioMarket.of(shock(2_000), moves(0));
        requirement.begin().add(btc, -20_000 * CENTS, 15_000 * CENTS);
        complete();
        // Down: the position and the buys lose, 300. Up: 30,000 of sells lose 600, the position gains 200.
        assertEquals(300 * 10_000_000L, requirement.lossE7(1));
        assertEquals(400 * 10_000_000L, requirement.lossE7(0));
        assertEquals(400 * USDC, requirement.maintenanceMicros(), "20,000 short at worst");
    }

    @Test
    void shouldKeepAFloorThatNoHedgeTakesAway() {
        final ShockTable floored =
            new ShockTable(TierTable.ofRates(new long[] {0}, new int[] {5_000}, 100), 100, 0, 0, 0, 0);
        requirement.begin().add(PortfolioMarket.of(floored, moves(10_000)), 10_000 * CENTS);
        requirement.add(PortfolioMarket.of(shock(5_000), moves(10_000)), -10_000 * CENTS);
        complete();
        assertEquals(500 * 10_000_000L, requirement.scanE7());
        assertEquals(600 * USDC, requirement.maintenanceMicros(), "500 + a fifth of 500");
    }

    @Test
    void shouldGiveNoOffsetToAMarketInNoScenario() {
        requirement.begin().add(PortfolioMarket.of(shock(2_000), moves(10_000)), 10_000 * CENTS);
        requirement.add(PortfolioMarket.of(shock(10_000), null), -3_000 * CENTS);
        assertEquals(500 * USDC, complete().maintenanceMicros(), "200 + 300");
    }

    @Test
    void shouldChargeForSizeDepthClosingAndFunding() {
        final ShockTable large = new ShockTable(
            TierTable.ofRates(new long[] {0, 1_000_000}, new int[] {2_000, 3_000}, 100), 100, 50, 500_000, 1_000, 8);
        final PortfolioMarket market = new PortfolioMarket(large, large.returns(moves(0)), 12_500, 0, 0);
        requirement.begin().add(market, 2_000_000 * CENTS);
        complete();
        assertEquals(40_000 * 10_000_000L, requirement.scanE7());
        assertEquals(10_000 * 10_000_000L, requirement.concentrationE7(), "1 % of the second million");
        assertEquals((1_000 + 45_000) * 10_000_000L, requirement.liquidityE7(), "0.05 %, 1 % of 1.5² / 0.5 million");
        assertEquals(200 * 10_000_000L, requirement.provisionE7(), "8 x 0.00125 %");
        assertEquals(96_200 * USDC, requirement.maintenanceMicros());
        requirement.begin().add(market, -2_000_000 * CENTS);
        assertEquals(0, complete().provisionE7(), "a short receives");
    }

    @Test
    void shouldCapTheDepthChargeAtFourTimesTheNotional() {
        final ShockTable thin =
            new ShockTable(TierTable.ofRates(new long[] {0}, new int[] {2_000}, 100), 100, 0, 1, 1_000, 0);
        assertEquals(0, thin.liquidity(100));
        assertEquals(1_000, thin.liquidity(109), "0.81 cents of charge is one");
        assertEquals(4 * 1_000_000 * 1_000L, thin.liquidity(1_000_000));
        assertEquals(4 * PortfolioRequirement.EXPOSURE_MAX_CENTS * 1_000,
            thin.liquidity(PortfolioRequirement.EXPOSURE_MAX_CENTS));
    }

    @Test
    void shouldAskForAddOnAndLegalLeverageAsInitialMarginOnly() {
        final ShockTable shock = shock(2_000);
        final Returns returns = shock.returns(moves(0));
        requirement.begin().add(new PortfolioMarket(shock, returns, 0, 10_000_000, 0), 10_000 * CENTS);
        complete();
        assertEquals(200 * USDC, requirement.maintenanceMicros());
        assertEquals(450 * USDC, requirement.initialMicros(), "350 + 1 %");
        requirement.begin().add(new PortfolioMarket(shock, returns, 0, 10_000_000, 2), 10_000 * CENTS);
        assertEquals(5_000 * USDC, complete().initialMicros(), "2:1");
    }

    @Test
    void shouldRoundUpToTheCent() {
        requirement.begin().add(PortfolioMarket.of(shock(1_000), moves(0)), 101);
        assertEquals(20_000, complete().maintenanceMicros(), "1 % of 1.01 is 1.01 cents");
        assertEquals(20_000, requirement.initialMicros(), "1.7675 cents");
    }

    @Test
    void shouldTakeExposuresUpToTheirBound() {
        final PortfolioMarket market = PortfolioMarket.of(shock(80_000), moves(10_000));
        final long most = PortfolioRequirement.EXPOSURE_MAX_CENTS;
        requirement.begin();
        for (int i = 0; i < ScenarioMatrix.COLUMNS_MAX; i++) {
            requirement.add(market, most - 2, most);
        }
        complete();
        assertEquals(requirement.grossE7(), requirement.scanE7());
        assertTrue(requirement.maintenanceMicros() > 0);
        assertThrows(ArithmeticException.class, () -> requirement.add(market, -most - 1, 0));
    }

    @Test
    void shouldEqualTheMaintenanceOfStandardModeForAPositionAlone() {
        for (int i = 0; i < 50_000; i++) {
            final int leverage = random.nextInt(1, 600);
            final int percent = percent();
            final TierTable tiers = leverage < 2
                ? TierTable.ofLeverages(new long[] {0}, new int[] {leverage}, percent)
                : TierTable.ofLeverages(
                    new long[] {0, random.nextLong(1, 100_000)},
                    new int[] {leverage, random.nextInt(1, leverage)}, percent);
            final long notionalMicros = random.nextLong(200_000 * USDC);
            final long cents = Math.ceilDiv(notionalMicros, 10_000);
            final PortfolioMarket market =
                PortfolioMarket.of(new ShockTable(tiers, random.nextInt(101), 0, 0, 0, 0), moves(10_000));
            requirement.begin().add(market, random.nextBoolean() ? cents : -cents);
            final long standardMicros = Math.ceilDiv(tiers.requiredMicros(notionalMicros), 10_000) * 10_000;
            final long moreMicros = complete().maintenanceMicros() - standardMicros;
            // An exposure is a whole number of cents; a rate that is not one over a whole number may make a cent of it.
            assertTrue(moreMicros == 0 || percent != 100 && moreMicros == 10_000,
                () -> leverage + "x " + notionalMicros + " " + percent + ": " + moreMicros);
        }
    }

    @Test
    void shouldBeHomogeneousSubAdditiveMonotoneAndBelowTheCrossSum() {
        for (int i = 0; i < 2_000; i++) {
            final int markets = random.nextInt(1, 12);
            final PortfolioMarket[] market = new PortfolioMarket[markets];
            final PortfolioMarket[] wider = new PortfolioMarket[markets];
            final long[] first = new long[markets];
            final long[] second = new long[markets];
            for (int j = 0; j < markets; j++) {
                final short[] moves = randomMoves();
                final int shockE5 = 100 * random.nextInt(1, 80);
                final int percent = percent();
                final int floorPercent = random.nextInt(101);
                market[j] = PortfolioMarket.of(shock(shockE5, percent, floorPercent), moves);
                wider[j] = PortfolioMarket.of(shock(2 * shockE5, percent, floorPercent), moves);
                first[j] = 100 * random.nextLong(-1_000_000, 1_000_000);
                second[j] = 100 * random.nextLong(-1_000_000, 1_000_000);
            }
            final long scanSecond = scan(market, second, null, 1);
            final long scanFirst = scan(market, first, null, 1);
            final long grossFirst = requirement.grossE7();
            assertEquals(7 * scanFirst, scan(market, first, null, 7), "homogeneous");
            assertEquals(7 * grossFirst, requirement.grossE7(), "homogeneous");
            assertTrue(scan(market, first, second, 1) <= scanFirst + scanSecond, "sub-additive");
            scan(market, first, null, 1);
            final long maintenance = requirement.maintenanceMicros();
            assertTrue(maintenance <= requirement.crossSumMicros(), "never above the cross sum");
            scan(wider, first, null, 1);
            assertTrue(requirement.maintenanceMicros() >= maintenance, "monotone in the shocks");
        }
    }

    /**
     * One market that closes alone may ask for less: when its position hedges others, it then hedges more of them. And
     * initial margin may fall at the close, because before it what is to come is asked for without any offset.
     */
    @Test
    void shouldAskForMoreMaintenanceTheCloserAMarketIsToItsClose() {
        for (int i = 0; i < 500; i++) {
            final int markets = random.nextInt(1, 12);
            final TierTable[][] tiers = new TierTable[markets][5];
            final short[][] moves = new short[markets][];
            final long[][] book = new long[markets][];
            for (int j = 0; j < markets; j++) {
                final int rate = random.nextInt(100, 8_000);
                final long from = random.nextLong(1, 50_000);
                for (int step = 0; step < 5; step++) {
                    tiers[j][step] =
                        TierTable.ofRates(new long[] {0, from}, new int[] {rate, 2 * rate}, 100 + step * 37);
                }
                moves[j] = randomMoves();
                book[j] = randomBook();
            }
            long maintenance = 0;
            final int[] steps = new int[markets];
            for (int round = 0; round < 3 * markets; round++) {
                requirement.begin();
                for (int j = 0; j < markets; j++) {
                    final ShockTable shocks =
                        new ShockTable(tiers[j][steps[j]], tiers[j][0].rateE5(0), 50, 10, 1_000, 100, 8);
                    final int ahead = tiers[j][Math.min(4, steps[j] + 1)].rateE5(0);
                    requirement.add(new PortfolioMarket(shocks, shocks.returns(moves[j]), 5_000,
                        PortfolioMarket.addOnNanos(INITIAL_E4, shocks.shockE5(), ahead, 1_000_000), 0),
                        book[j][0] - book[j][2], book[j][0] + book[j][1]);
                }
                complete();
                assertTrue(requirement.maintenanceMicros() >= maintenance, "maintenance, round " + round);
                maintenance = requirement.maintenanceMicros();
                final int closing = random.nextInt(markets);
                steps[closing] = Math.min(4, steps[closing] + 1);
            }
        }
    }

    /** A matrix asks for GROSS at most, and the one before for a fifth of it at least: 4 / 24 of that in an hour. */
    @Test
    void shouldRaiseMaintenanceByNoMoreThanASixthInAnHour() {
        for (int i = 0; i < 1_000; i++) {
            requirement.begin();
            other.begin();
            final int markets = random.nextInt(1, 12);
            for (int j = 0; j < markets; j++) {
                final PortfolioMarket market = randomMarket();
                final long[] book = randomBook();
                requirement.add(market, book[0]);
                other.add(new PortfolioMarket(market.shocks(), random.nextInt(8) == 0 ? null
                    : market.shocks().returns(randomMoves()), market.fundingNanos(), 0, 0), book[0]);
            }
            final long before = complete().maintenanceE7();
            final long after = other.complete(KEPT_E4, INITIAL_E4).maintenanceE7();
            long last = before;
            for (int hour = 1; hour <= 24; hour++) {
                final long mixed = PortfolioRequirement.mixedE7(before, after, hour, 24);
                assertTrue(6 * (mixed - last - 1) <= before, "from " + before + " to " + after);
                last = mixed;
            }
            assertEquals(after, last);
        }
    }

    @Test
    void shouldNotDependOnTheOrderOfMarkets() {
        for (int i = 0; i < 500; i++) {
            final int markets = random.nextInt(2, 20);
            final PortfolioMarket[] market = new PortfolioMarket[markets];
            final long[][] book = new long[markets][];
            final short[] together = randomMoves();
            requirement.begin();
            for (int j = 0; j < markets; j++) {
                market[j] = i % 2 == 0
                    ? randomMarket() : PortfolioMarket.of(shock(random.nextInt(100, 8_000), 100, 100), together);
                book[j] = randomBook();
                requirement.add(market[j], book[j][0] - book[j][2], book[j][0] + book[j][1]);
            }
            other.begin();
            for (int j = markets - 1; j >= 0; j--) {
                other.add(market[j], book[j][0] - book[j][2], book[j][0] + book[j][1]);
            }
            complete();
            other.complete(KEPT_E4, INITIAL_E4);
            assertEquals(requirement.maintenanceMicros(), other.maintenanceMicros());
            assertEquals(requirement.scanE7(), other.scanE7());
            assertEquals(requirement.initialMicros(), other.initialMicros());
            assertEquals(requirement.worstScenario(), other.worstScenario());
        }
    }

    @Test
    void shouldNameTheFirstOfScenariosThatAreEquallyBad() {
        final PortfolioMarket market = PortfolioMarket.of(shock(1_000), moves(10_000));
        requirement.begin().add(market, 100 * CENTS);
        assertEquals(1, complete().worstScenario(), "1 and 3");
        requirement.begin().add(market, -100 * CENTS);
        assertEquals(0, complete().worstScenario(), "0 and 2");
    }

    @Test
    void shouldNotCountACloseForWhatHedges() {
        final PortfolioMarket btc = PortfolioMarket.of(shock(2_250), moves(10_000));
        requirement.begin().add(btc, 100_000 * CENTS);
        requirement.add(PortfolioMarket.of(shock(1_000), moves(10_000)), -30_000 * CENTS);
        assertEquals(2_070 * USDC, complete().maintenanceMicros(), "2,250 - 300, and a fifth of 2 x 300");
        final ShockTable closing = new ShockTable(
            TierTable.ofRates(new long[] {0}, new int[] {1_000}, 300), 1_000, 0, 0, 0, 0, 0);
        requirement.begin().add(btc, 100_000 * CENTS);
        requirement.add(PortfolioMarket.of(closing, moves(10_000)), -30_000 * CENTS);
        assertEquals(2_190 * USDC, complete().maintenanceMicros(), "2,250 - 300, and a fifth of 300 + 900");
        requirement.begin().add(btc, 10_000 * CENTS);
        requirement.add(PortfolioMarket.of(closing, moves(10_000)), -30_000 * CENTS);
        assertEquals(765 * USDC, complete().maintenanceMicros(), "900 - 225, and a fifth of 2 x 225");
    }

    /** The worst of all subsets of fills is never beyond the requirement with orders, and SCAN is exactly the worst. */
    @Test
    void shouldCoverEverySubsetOfFills() {
        for (int i = 0; i < 300; i++) {
            final int markets = 4;
            final PortfolioMarket[] market = new PortfolioMarket[markets];
            final long[][] book = new long[markets][];
            requirement.begin();
            for (int j = 0; j < markets; j++) {
                market[j] = randomMarket();
                book[j] = randomBook();
                requirement.add(market[j], book[j][0] - book[j][2], book[j][0] + book[j][1]);
            }
            complete();
            long worstScan = 0;
            for (int fills = 0; fills < 1 << 2 * markets; fills++) {
                other.begin();
                for (int j = 0; j < markets; j++) {
                    final long bought = (fills >> 2 * j & 1) * book[j][1];
                    final long sold = (fills >> 2 * j + 1 & 1) * book[j][2];
                    other.add(market[j], book[j][0] + bought - sold);
                }
                other.complete(KEPT_E4, INITIAL_E4);
                worstScan = Math.max(worstScan, other.scanE7());
                assertTrue(other.maintenanceMicros() <= requirement.maintenanceMicros());
                assertTrue(other.initialMicros() <= requirement.initialMicros());
            }
            assertEquals(worstScan, requirement.scanE7());
        }
    }

    private long scan(
        final PortfolioMarket[] markets, final long[] first, final long[] second, final long times) {
        requirement.begin();
        for (int j = 0; j < markets.length; j++) {
            requirement.add(markets[j], times * (first[j] + (second == null ? 0 : second[j])));
        }
        return complete().scanE7();
    }

    private short[] randomMoves() {
        final short[] moves = new short[ScenarioMatrix.SCENARIOS];
        for (int k = 0; k < moves.length; k++) {
            moves[k] = (short) random.nextInt(-ScenarioMatrix.ONE, ScenarioMatrix.ONE + 1);
        }
        moves[random.nextInt(32)] = ScenarioMatrix.ONE;
        moves[32 + random.nextInt(32)] = -ScenarioMatrix.ONE;
        return moves;
    }

    private PortfolioMarket randomMarket() {
        final int shockE5 = random.nextInt(100, 20_000);
        final ShockTable shocks = new ShockTable(
            TierTable.ofRates(new long[] {0, random.nextLong(1, 50_000)}, new int[] {shockE5, 2 * shockE5}, percent()),
            shockE5, random.nextInt(101), random.nextInt(100), random.nextLong(1, 50_000), random.nextInt(1_000), 8);
        final int initialShockE5 = Math.min(80_000, shocks.shockE5() + random.nextInt(20_000));
        return new PortfolioMarket(shocks, random.nextInt(8) == 0 ? null : shocks.returns(randomMoves()),
            random.nextLong(-100_000, 100_000), PortfolioMarket.addOnNanos(
                INITIAL_E4, shocks.shockE5(), initialShockE5, random.nextLong(50_000_000)), random.nextInt(3));
    }

    /** What rates are multiplied by: 100 most of the time, more around the close of a session. */
    private int percent() {
        return random.nextInt(3) > 0 ? 100 : random.nextInt(101, 501);
    }

    private long[] randomBook() {
        return new long[] {
            random.nextLong(-10_000_000, 10_000_000), random.nextLong(10_000_000), random.nextLong(10_000_000)};
    }
}
