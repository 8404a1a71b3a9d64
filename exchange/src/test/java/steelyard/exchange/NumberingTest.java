package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.CommandDoneDecoder;
import steelyard.protocol.sbe.EventHeaderDecoder;

class NumberingTest {
    private final Rig rig = new Rig();

    @Test
    void shouldIgnoreANodeThatHasNotOpenedAnEpoch() {
        rig.expect(rig.tick(), "\n");
        rig.epoch = 0;
        rig.seq = 0;
        rig.expect(rig.tick(), "\n");
        assertEquals(0, rig.exchange.eventSequence());
        assertEquals(Rig.START, rig.exchange.nowNanos(), "but time passes");
    }

    @Test
    void shouldOpenEpochsFromOneAndPassOverARepeatedToken() {
        rig.expect(rig.openEpoch(0), """
            epoch node=1 epoch=1 token=0
            done
            """);
        rig.expect(rig.openEpoch(0), "\n");
        rig.expect(rig.openEpoch(5), """
            epoch node=1 epoch=2 token=5
            done
            """);
        rig.node = 65_535;
        rig.expect(rig.openEpoch(5), """
            epoch node=65535 epoch=1 token=5
            done
            """);
        assertEquals(6, rig.exchange.eventSequence());
    }

    @Test
    void shouldApplyNumbersInOrderIgnoreRepeatsAndTellGaps() {
        rig.openEpoch(1);
        rig.expect(rig.tick(), "done\n");
        rig.expect(rig.applyAgain(), "\n");
        rig.seq = 3;
        rig.expect(rig.tick(), "gap expected=2\n");
        rig.expect(rig.applyAgain(), "gap expected=2\n");
        rig.seq = 1;
        rig.expect(rig.tick(), "done\n");
        rig.expect(rig.tick(), "done\n");
        rig.seq = -5;
        rig.expect(rig.tick(), "\n");
        assertEquals(7, rig.exchange.eventSequence());
    }

    @Test
    void shouldIgnoreOtherEpochsAndStartEachAtOne() {
        rig.openEpoch(1);
        rig.tick();
        rig.tick();
        rig.openEpoch(2);
        rig.expect(rig.tick(), "\n");
        rig.epoch = 3;
        rig.expect(rig.tick(), "\n");
        rig.epoch = 2;
        rig.seq = 0;
        rig.expect(rig.tick(), "done\n");
    }

    @Test
    void shouldNumberNodesIndependently() {
        rig.openEpoch(1);
        rig.tick();
        rig.node = 2;
        rig.openEpoch(1);
        rig.seq = 0;
        rig.expect(rig.tick(), "done\n");
    }

    @Test
    void shouldRefuseEverythingButTicksBeforeGenesis() {
        rig.openEpoch(1);
        rig.expect(rig.deposit(1, 5), "refused NO_GENESIS\n");
        rig.expect(rig.place(1, Entry.buy(1, 1)), "refused NO_GENESIS\n");
        rig.expect(rig.price(Rig.BTC, 1), "refused NO_GENESIS\n");
        rig.expect(rig.tick(), "done\n");
    }

    @Test
    void shouldNeverLetLogTimeGoBack() {
        rig.openEpoch(1);
        rig.now = 50;
        rig.tick();
        assertEquals(Rig.START, rig.exchange.nowNanos());
        rig.now = Rig.START + 1;
        rig.tick();
        assertEquals(Rig.START + 1, rig.exchange.nowNanos());
    }

    @Test
    void shouldSayInEveryHeaderWhichCommandWasTheCause() {
        rig.openEpoch(1);
        rig.genesis(Rig.btc());
        rig.batches.clear();
        rig.now = 7;
        rig.deposit(1, 5);
        final EventBatch batch = new EventBatch().wrap(new UnsafeBuffer(rig.batches.getFirst()), 0);
        assertEquals(3, batch.count());
        for (long sequence = rig.exchange.eventSequence() - 2; batch.next(); sequence++) {
            final EventHeaderDecoder header = new EventHeaderDecoder().wrap(batch.buffer(), batch.blockOffset());
            assertEquals(
                List.of(sequence, Rig.START, 2L, 1, 1, 3, 3L),
                List.of(header.eventSequence(), header.timestampNanos(), header.seq(), header.epoch(), header.nodeId(),
                    header.commandIndex(), header.logPosition()));
        }
    }

    @Test
    void shouldNameTheCommandThatIsDone() {
        rig.openEpoch(1);
        rig.batches.clear();
        rig.tick();
        final EventBatch batch = new EventBatch().wrap(new UnsafeBuffer(rig.batches.getFirst()), 0);
        batch.next();
        final CommandDoneDecoder done = new CommandDoneDecoder();
        done.wrap(batch.buffer(), batch.blockOffset(), batch.blockLength(), batch.version());
        assertEquals(2, done.commandTemplateId());
        assertEquals(0, done.result());
        assertEquals(-1, done.accountId());
        assertEquals(65_535, done.batchIndex());
    }

    @Test
    void shouldPassOverASkippedCommandButForItsNumberAndTime() {
        rig.openEpoch(1);
        rig.genesis(Rig.btc());
        rig.deposit(1, Rig.USDC);
        final long hash = rig.exchange.stateHash().accounts();
        rig.now += Rig.SECOND;
        rig.deposit(1, Rig.USDC);
        final long applied = rig.exchange.stateHash().accounts();
        rig.expect(rig.skip(), "\n");

        final Rig other = new Rig();
        other.openEpoch(1);
        other.genesis(Rig.btc());
        other.deposit(1, Rig.USDC);
        other.now += Rig.SECOND;
        other.prepareDeposit(1, Rig.USDC);
        other.expect(other.skip(), "skipped\n");
        assertEquals(hash, other.exchange.stateHash().accounts());
        assertNotEquals(applied, other.exchange.stateHash().accounts());
        assertEquals(rig.exchange.nowNanos(), other.exchange.nowNanos());
        other.expect(other.skip(), "\n");
        other.seq++;
        other.expect(other.tick(), "gap expected=4\n");
        other.seq -= 2;
        other.expect(other.tick(), "done\n");
    }

    @Test
    void shouldDoNothingForASkippedEpochOrUnreadableCommand() {
        rig.openEpoch(1);
        rig.prepareOpenEpoch(2);
        rig.expect(rig.skip(), "\n");
        rig.expect(rig.tick(), "done\n");
        rig.prepareDeposit(1, 0);
        rig.commandLength = 40;
        rig.expect(rig.skip(), "skipped\n");
    }

    @Test
    void shouldTellTheHashOfTheStateAtACheckpoint() {
        rig.openEpoch(1);
        final List<String> events = rig.checkpoint();
        assertEquals("done", events.get(1));
        final Rig equal = new Rig();
        equal.openEpoch(1);
        assertEquals(events, equal.checkpoint());
        final Rig other = new Rig();
        other.openEpoch(2);
        assertNotEquals(events, other.checkpoint());
    }
}
