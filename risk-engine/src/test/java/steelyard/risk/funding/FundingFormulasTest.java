package steelyard.risk.funding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import steelyard.risk.TestMarkets;
import steelyard.risk.market.MarketRisk;

/** Numbers that the venue published: docs/risk-rules.md, section 6. */
class FundingFormulasTest {
    private final MarketRisk risk = new MarketRisk(TestMarkets.btc(0));

    /** The oracle price is 85,828; impact prices of 85,816 and 85,820 make −0.0000932097, 85,811 and 85,812 twice that. */
    @Test
    void shouldMeasureThePremiumFromImpactPrices() {
        assertEquals(-93_209, FundingFormulas.premiumNanos(8_581_600, 8_582_000, 858_280));
        assertEquals(-186_419, FundingFormulas.premiumNanos(8_581_100, 8_581_200, 858_280));
        assertEquals(93_209, FundingFormulas.premiumNanos(8_583_600, 8_584_000, 858_280));
        assertEquals(0, FundingFormulas.premiumNanos(8_582_700, 8_582_900, 858_280));
    }

    /** Without a premium an hour costs 0.00125 percent, an eighth of the interest; at most 4 percent. */
    @Test
    void shouldPullTheRateToTheInterestAndCapIt() {
        assertEquals(12_500, FundingFormulas.rateNanos(risk, 0, 0, 0, 0));
        assertEquals(12_500, FundingFormulas.rateNanos(risk, -93_209, 0, 0, 0));
        assertEquals(12_500, FundingFormulas.rateNanos(risk, 600_000, 0, 0, 0));
        assertEquals(62_500, FundingFormulas.rateNanos(risk, 1_000_000, 0, 0, 0));
        assertEquals(40_000_000, FundingFormulas.rateNanos(risk, 1_000_000_000, 0, 0, 0));
        assertEquals(-40_000_000, FundingFormulas.rateNanos(risk, -1_000_000_000, 0, 0, 0));
    }

    /** 0.55919 of 85,994.2 at that rate are 0.6010887: who pays it pays the micro-dollar that is broken, too. */
    @Test
    void shouldLetWhoPaysPayWhatIsBroken() {
        assertEquals(601_089, FundingFormulas.paymentMicros(55_919, 859_942, 12_500));
        assertEquals(-601_088, FundingFormulas.paymentMicros(-55_919, 859_942, 12_500));
    }
}
