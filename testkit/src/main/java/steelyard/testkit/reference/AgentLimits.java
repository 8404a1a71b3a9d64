package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import steelyard.model.RejectReason;
import steelyard.testkit.command.RiskCommand;
import steelyard.testkit.command.RiskCommand.AgentNetwork;
import steelyard.testkit.event.RiskEvent;

/** Section 7 of the account rules: what agents may do, and from where. */
final class AgentLimits {
    private static final int NETWORKS_MAX = 16;
    private static final int BITS = 128;
    private static final int READ = 1;

    private AgentLimits() {
    }

    static Verdict set(final Floor floor, final RiskCommand.SetAgentLimits c, final int accountId) {
        final List<AgentNetwork> networks = c.networks();
        final boolean isValid = c.permission() >= 0 && c.permission() <= READ && networks.size() <= NETWORKS_MAX
            && networks.stream().allMatch(AgentLimits::isCanonical)
            && new HashSet<>(networks).size() == networks.size();
        if (!isValid) {
            return Verdict.refused(RejectReason.AGENT_LIMITS_INVALID, NETWORKS_MAX);
        }
        final State state = floor.state;
        final Agent agent = state.agent(c.agentAddress());
        if (agent == null || agent.accountId() != accountId || !agent.isLive(state.nowMillis())) {
            return Verdict.refused(RejectReason.AGENT_UNKNOWN);
        }
        state.agents.set(state.agents.indexOf(agent), new Agent(
            accountId, agent.address(), agent.name(), agent.validUntilMillis(), c.permission() == READ));
        floor.out.add(new RiskEvent.AgentLimited(
            floor.out.header(), accountId, c.agentAddress(), c.permission(), networks));
        return Verdict.ACCEPTED;
    }

    private static boolean isCanonical(final AgentNetwork network) {
        if (network.prefixLength() > BITS) {
            return false;
        }
        final BigInteger address = new BigInteger(Long.toUnsignedString(network.high())).shiftLeft(Long.SIZE)
            .or(new BigInteger(Long.toUnsignedString(network.low())));
        return address.equals(BigInteger.ZERO) || address.getLowestSetBit() >= BITS - network.prefixLength();
    }
}
