package steelyard.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import steelyard.crash.Trader.Role;
import steelyard.model.ScenarioMatrix;
import steelyard.testkit.event.Event;
import steelyard.testkit.event.EventDecoder;
import steelyard.testkit.ledger.Ledger;
import steelyard.testkit.reference.ReferenceExchange;

/** A short crash that needs no recording. Money is counted after each command, or the run fails. */
class CrashRunTest {
    private static final int ACCOUNTS = 300;
    private static final int MINUTES = 30;
    private static final ScenarioMatrix MATRIX = ShippedScenarios.read(Path.of(".."));

    private static CrashResult run(final long seed) {
        final CrashDay day = SyntheticDay.of(MINUTES, seed);
        return new CrashRun(day, MATRIX, Population.of(day, MATRIX, ACCOUNTS, seed), seed,
            (command, batch, offset) -> { }, line -> { }).run();
    }

    @Test
    void shouldGoThroughEveryStageOfLiquidation() {
        final CrashResult result = run(1);
        final Tally tally = result.tally();
        assertTrue(tally.liquidatedAccounts() > ACCOUNTS / 10, "accounts liquidated: " + tally.liquidatedAccounts());
        assertTrue(tally.partialCloses() > 0, "partial closes");
        assertTrue(tally.feeMicros() > 0, "fees to the fund");
        assertTrue(tally.bankruptPositions() > 0, "positions left to the other side");
        assertTrue(tally.deleveragedAccounts() > 0, "winners close");
        assertTrue(tally.wasLiquidated(whale(result).accountId()), "the whale is liquidated");
        assertTrue(tally.takeovers() > 0, "the backstop takes over");
        assertEquals(0, result.samples().getLast().setsInLiquidation(), "the queue is empty in the end");
        assertEquals(0, result.badDebtMicros(), "somebody has paid for everything");
    }

    /** Where nobody else is left on a side hedges are closed, too, at the mark: that is no loss. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldPassOverHedgesWhileOthersRemain(final long seed) {
        final CrashResult result = run(seed);
        final PortfolioTally portfolios = result.tally().portfolios();
        assertTrue(portfolios.passedOver() > 0, "hedges were on the other side");
        assertEquals(0, portfolios.hedgesClosedWrongly(), "hedges closed while others remained");
        assertTrue(result.hedgedThroughout() > 0, "hedged accounts never below maintenance margin");
        assertEquals(0, result.hedgedLossMicros());
        assertTrue(result.deleveraged(Role.SHORT) > 0, "winners that are not hedged give up something");
    }

    @Test
    void shouldLiquidateInTheSameOrderEachTime() {
        final CrashResult first = run(2);
        final CrashResult second = run(2);
        assertEquals(first.tally().orderHash(), second.tally().orderHash());
        assertEquals(first.stateHash(), second.stateHash());
        assertNotEquals(first.tally().orderHash(), run(3).tally().orderHash());
    }

    @Test
    void shouldDoWhatTheRulesSay() {
        final ReferenceExchange reference = new ReferenceExchange();
        final Ledger ledger = new Ledger();
        final EventDecoder decoder = new EventDecoder();
        final long[] counted = new long[1];
        final CrashDay day = SyntheticDay.of(20, 4);
        new CrashRun(day, MATRIX, Population.of(day, MATRIX, 60, 4), 4, (command, batch, offset) -> {
            final List<Event> events = decoder.decodeBatch(batch, offset);
            ledger.accept(command, events);
            requireSame(reference.apply(command), events);
            counted[0] += events.size();
        }, line -> { }).run();
        assertTrue(counted[0] > 10_000, "events compared: " + counted[0]);
    }

    private static void requireSame(final List<Event> expected, final List<Event> events) {
        for (int i = 0; i < Math.min(expected.size(), events.size()); i++) {
            assertEquals(expected.get(i), events.get(i));
        }
        assertEquals(expected.size(), events.size(), "number of events");
    }

    private static Trader whale(final CrashResult result) {
        return result.traders().stream().filter(trader -> trader.role() == Role.WHALE).findFirst().orElseThrow();
    }
}
