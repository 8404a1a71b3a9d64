package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static steelyard.exchange.Entry.buy;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import steelyard.protocol.Address;

/** Agents that may only read, and where agents may be used. */
class AgentLimitsTest {
    private static final int ALICE = 1;
    private static final int AGENT = 60;
    private static final Address ADDRESS = Rig.address(AGENT);
    private static final int TRADE = 0;
    private static final int READ = 1;
    private static final long IPV4 = 0xFFFF_0000_0000L;
    private static final String READ_ONLY = "AGENT_READ_ONLY";
    private static final String INVALID = "AGENT_LIMITS_INVALID(16)";

    private final Rig rig = Rig.open();

    @BeforeEach
    void approve() {
        rig.deposit(ALICE, 1_000 * Rig.USDC);
        rig.approve(ALICE, ADDRESS, "eye", 0);
    }

    private String outcome(final int permission, final long[]... networks) {
        return Rig.outcome(rig.limitAgent(ALICE, ADDRESS, permission, networks));
    }

    @Test
    void shouldRefuseEverythingOfAnAgentThatMayOnlyReadAndUseNoNonce() {
        outcome(READ);
        final StateHash before = rig.exchange.stateHash();
        assertEquals(READ_ONLY, Rig.outcome(rig.place(AGENT, buy(100, 590_000))));
        assertEquals(READ_ONLY, Rig.outcome(rig.noop(AGENT)));
        assertEquals(READ_ONLY, Rig.outcome(rig.createSub(AGENT, "x")));
        assertEquals(before.nonces(), rig.exchange.stateHash().nonces());
        assertEquals(before.accounts(), rig.exchange.stateHash().accounts());
        outcome(TRADE);
        assertEquals("done", Rig.outcome(rig.noop(AGENT)));
        assertNotEquals(before.nonces(), rig.exchange.stateHash().nonces());
    }

    @Test
    void shouldTakeCanonicalNetworksOnly() {
        assertEquals("AgentLimited", outcome(TRADE, net(0, IPV4 | 0x0A00_0000L, 104), net(0, 0, 0)));
        assertEquals("AgentLimited", outcome(READ, net(-1, -1, 128), net(-1, 0, 64), net(-1, Long.MIN_VALUE, 65)));
        assertEquals(INVALID, outcome(TRADE, net(0, IPV4 | 0x0A00_0001L, 104)));
        assertEquals(INVALID, outcome(TRADE, net(1, 0, 63)));
        assertEquals(INVALID, outcome(TRADE, net(0, 1, 127)));
        assertEquals(INVALID, outcome(TRADE, net(0, 0, 129)));
        assertEquals(INVALID, outcome(TRADE, net(4, 0, 64), net(4, 0, 64)));
        assertEquals(INVALID, outcome(2));
        assertEquals(INVALID, outcome(TRADE, many(17)));
        assertEquals("AgentLimited", outcome(TRADE, many(16)));
        rig.exchange.verify();
    }

    @Test
    void shouldLimitLiveAgentsOfTheAccountOnly() {
        final String unknown = "AGENT_UNKNOWN";
        assertEquals(unknown, Rig.outcome(rig.limitAgent(ALICE, Rig.address(61), READ)));
        assertEquals("MUST_DEPOSIT", Rig.outcome(rig.limitAgent(AGENT, ADDRESS, READ)));
        rig.deposit(2, 1_000 * Rig.USDC);
        assertEquals("AGENT_UNKNOWN", Rig.outcome(rig.limitAgent(2, ADDRESS, READ)));
        rig.approve(ALICE, ADDRESS, "eye", rig.now / 1_000_000 + 5);
        rig.waitMillis(5);
        assertEquals(unknown, Rig.outcome(rig.limitAgent(ALICE, ADDRESS, READ)));
    }

    @Test
    void shouldKeepTheLimitsOfAnAgentThatIsApprovedAgainAndForgetThemWhenItIsRemoved() {
        outcome(READ, net(7, 0, 64));
        final long limited = rig.exchange.stateHash().accounts();
        rig.approve(ALICE, ADDRESS, "eye", 0);
        assertEquals(limited, rig.exchange.stateHash().accounts());
        assertEquals(READ_ONLY, Rig.outcome(rig.noop(AGENT)));
        rig.approve(ALICE, Address.ZERO, "eye", 0);
        rig.approve(ALICE, ADDRESS, "eye", 0);
        assertEquals("done", Rig.outcome(rig.noop(AGENT)));
        rig.exchange.verify();
    }

    @Test
    void shouldCountLimitsAsState() {
        final long free = rig.exchange.stateHash().accounts();
        outcome(READ);
        final long reading = rig.exchange.stateHash().accounts();
        outcome(READ, net(7, 0, 64));
        final long here = rig.exchange.stateHash().accounts();
        outcome(READ, net(8, 0, 64));
        final long there = rig.exchange.stateHash().accounts();
        assertEquals(4, LongStream.of(free, reading, here, there).distinct().count());
        outcome(TRADE);
        assertEquals(free, rig.exchange.stateHash().accounts());
    }

    @Test
    void shouldComeBackFromASnapshot() {
        outcome(READ, net(7, 0, 64), net(0, IPV4 | 0x0A00_0000L, 104));
        final Exchange restored = rig.restored();
        assertEquals(rig.exchange.stateHash(), restored.stateHash());
        restored.verify();
    }

    private static long[] net(final long high, final long low, final long prefixLength) {
        return new long[] {high, low, prefixLength};
    }

    private static long[][] many(final int count) {
        return IntStream.range(0, count).mapToObj(i -> net(i, 0, 64)).toArray(long[][]::new);
    }
}
