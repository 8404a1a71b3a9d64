package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random sessions, once as they come and once with something done in between that must not matter. */
class SessionTest {
    private static final int STEPS = 4_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldHoldWhatARecountFindsAtAnyMoment(final long seed) {
        final Rig rig = new Rig();
        final RandomFlow flow = RandomFlow.start(rig, seed);
        for (int i = 0; i < STEPS; i++) {
            flow.step();
            if (i % 20 == 0) {
                rig.exchange.verify();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void shouldEmitTheSameWhenEverythingDerivedIsDroppedAfterEachCommand(final long seed) {
        final Rig rig = new Rig();
        final Rig forgetful = new Rig();
        final RandomFlow flow = RandomFlow.start(rig, seed);
        final RandomFlow forgetfulFlow = RandomFlow.start(forgetful, seed);
        for (int i = 0; i < STEPS; i++) {
            assertEquals(flow.step(), forgetfulFlow.step(), "step " + i);
            forgetful.exchange.dropDerived();
            if (i % 200 == 0) {
                forgetful.exchange.verify();
            }
        }
        assertSameBytes(rig.batches, forgetful.batches);
        assertEquals(rig.exchange.stateHash(), forgetful.exchange.stateHash());
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void shouldGoOnFromASnapshotAsIfNothingHadHappened(final long seed) {
        final Rig rig = new Rig();
        final Rig restarted = new Rig();
        final RandomFlow flow = RandomFlow.start(rig, seed);
        final RandomFlow restartedFlow = RandomFlow.start(restarted, seed);
        for (int i = 0; i < STEPS; i++) {
            assertEquals(flow.step(), restartedFlow.step(), "step " + i);
            if (i % 97 == 0) {
                restarted.exchange = restarted.restored();
                restarted.exchange.verify();
                assertEquals(rig.exchange.stateHash(), restarted.exchange.stateHash(), "step " + i);
                assertSameBytes(rig.snapshot(), restarted.snapshot());
            }
        }
        assertSameBytes(rig.batches, restarted.batches);
    }

    @Test
    void shouldHashTheSameHoweverOftenItIsAsked() {
        final Rig rig = new Rig();
        final Rig asked = new Rig();
        final RandomFlow flow = RandomFlow.start(rig, 31);
        final RandomFlow askedFlow = RandomFlow.start(asked, 31);
        for (int i = 0; i < 12_000; i++) {
            flow.step();
            askedFlow.step();
            asked.exchange.stateHash();
        }
        assertEquals(rig.exchange.stateHash(), asked.exchange.stateHash());
    }

    private static void assertSameBytes(final List<byte[]> expected, final List<byte[]> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), actual.get(i), "number " + i);
        }
    }
}
