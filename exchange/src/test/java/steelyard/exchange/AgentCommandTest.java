package steelyard.exchange;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import steelyard.model.Parameter;
import steelyard.protocol.Address;

class AgentCommandTest {
    private static final int ALICE = 1;
    private static final int BOB = 2;
    private static final int AGENT = 60;
    private static final long LONGEST = 15_552_000_000L;

    private final Rig rig = Rig.open();
    private final long now = rig.now / 1_000_000;

    @BeforeEach
    void fund() {
        rig.deposit(ALICE, 1_000 * Rig.USDC);
        rig.deposit(BOB, 1_000 * Rig.USDC);
    }

    @Test
    void shouldApproveAndRemoveAgentsByName() {
        rig.expect(approve(ALICE, AGENT, "bot"), "agent @60 'bot' account=16 until=0\ndone account=16\n");
        rig.expect(approve(ALICE, AGENT + 1, ""), "agent @61 '' account=16 until=0\ndone account=16\n");
        rig.expect(rig.approve(ALICE, Address.ZERO, "nobody", 0), "done account=16\n");
        rig.expect(rig.approve(ALICE, Address.ZERO, "", 0), "agent removed @61 '' account=16\ndone account=16\n");
        rig.expect(rig.approve(ALICE, Address.ZERO, "bot", 0), "agent removed @60 'bot' account=16\ndone account=16\n");
        rig.exchange.verify();
    }

    @Test
    void shouldAcceptOnlyTheAccountsOwnKey() {
        approve(ALICE, AGENT, "bot");
        rig.expect(approve(AGENT, AGENT + 1, ""), "refused MUST_DEPOSIT\n");
        rig.alternate = Rig.address(BOB);
        rig.expect(approve(AGENT, AGENT + 1, ""), "agent @61 '' account=17 until=0\ndone account=17\n");
    }

    @Test
    void shouldRefuseExpiriesInThePastOrTooFar() {
        rig.expect(rig.approve(ALICE, Rig.address(AGENT), "", now), "refused AGENT_EXPIRY_INVALID account=16\n");
        rig.expect(rig.approve(ALICE, Rig.address(AGENT), "", -1), "refused AGENT_EXPIRY_INVALID account=16\n");
        rig.expect(rig.approve(ALICE, Rig.address(AGENT), "", now + LONGEST + 1),
            "refused AGENT_EXPIRY_INVALID account=16\n");
        rig.expect(rig.approve(ALICE, Rig.address(AGENT), "", now + LONGEST),
            "agent @60 '' account=16 until=" + (now + LONGEST) + "\ndone account=16\n");
    }

    @Test
    void shouldReplaceTheAgentOfTheSameName() {
        approve(ALICE, AGENT, "bot");
        rig.expect(approve(ALICE, AGENT + 1, "bot"), """
            agent removed @60 'bot' account=16
            agent @61 'bot' account=16 until=0
            done account=16
            """);
        rig.expect(rig.approve(ALICE, Rig.address(AGENT + 1), "bot", now + 5),
            "agent @61 'bot' account=16 until=" + (now + 5) + "\ndone account=16\n");
        rig.exchange.verify();
    }

    @Test
    void shouldRefuseAddressesThatAreInUse() {
        approve(ALICE, AGENT, "bot");
        rig.expect(approve(BOB, AGENT, "bot"), "refused AGENT_ADDRESS_IN_USE account=17\n");
        rig.expect(approve(ALICE, AGENT, "other"), "refused AGENT_ADDRESS_IN_USE account=16\n");
        rig.expect(approve(ALICE, BOB, "other"), "refused AGENT_ADDRESS_IN_USE account=16\n");
        rig.expect(approve(ALICE, ALICE, "other"), "refused AGENT_ADDRESS_IN_USE account=16\n");
        rig.expect(rig.approve(ALICE, new Address(0xFE00_0000_0000_0000L, 0, 3), "other", 0),
            "refused AGENT_ADDRESS_IN_USE account=16\n");
    }

    @Test
    void shouldLimitNamedAgentsAndLeaveRoomForTheUnnamedOne() {
        rig.set(Parameter.NAMED_AGENTS_MAX, 2);
        approve(ALICE, AGENT, "a");
        approve(ALICE, AGENT + 1, "b");
        rig.expect(approve(ALICE, AGENT + 2, "c"), "refused AGENT_LIMIT(2) account=16\n");
        rig.expect(approve(ALICE, AGENT + 2, ""), "agent @62 '' account=16 until=0\ndone account=16\n");
        rig.expect(approve(ALICE, AGENT + 3, "b"), """
            agent removed @61 'b' account=16
            agent @63 'b' account=16 until=0
            done account=16
            """);
    }

    @Test
    void shouldRemoveExpiredAgentsInTheOrderOfTheirApprovalFirst() {
        rig.approve(ALICE, Rig.address(AGENT), "a", now + 10);
        rig.approve(ALICE, Rig.address(AGENT + 1), "b", now + 5);
        rig.approve(ALICE, Rig.address(AGENT + 2), "c", now + 500);
        rig.approve(ALICE, Rig.address(AGENT), "a", now + 10);
        rig.waitMillis(10);
        rig.expect(approve(ALICE, BOB, "d"), """
            agent removed @61 'b' account=16
            agent removed @60 'a' account=16
            refused AGENT_ADDRESS_IN_USE account=16
            """);
        rig.expect(approve(ALICE, AGENT, "b"), "agent @60 'b' account=16 until=0\ndone account=16\n");
        rig.exchange.verify();
    }

    @Test
    void shouldTakeAnExpiredAgentFromItsAccount() {
        rig.approve(BOB, Rig.address(AGENT), "his", now + 5);
        approve(ALICE, AGENT + 1, "mine");
        rig.waitMillis(5);
        rig.expect(approve(ALICE, AGENT, "mine"), """
            agent removed @60 'his' account=17
            agent removed @61 'mine' account=16
            agent @60 'mine' account=16 until=0
            done account=16
            """);
        rig.expect(rig.approve(BOB, Address.ZERO, "his", 0), "done account=17\n");
        rig.exchange.verify();
    }

    private List<String> approve(final int user, final int agent, final String name) {
        return rig.approve(user, Rig.address(agent), name, 0);
    }
}
