package steelyard.exchange.authority;

import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.event.AccountEvents;
import steelyard.exchange.identity.AddressTable;
import steelyard.exchange.identity.AgentNetworks;
import steelyard.exchange.identity.Agents;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.RejectReason;
import steelyard.protocol.sbe.SetAgentLimitsDecoder;

/** {@code SetAgentLimits}. {@code docs/account-rules.md#7-limits-of-agents}. */
public final class AgentLimitsCommand {
    private final ExchangeState state;
    private final Authority authority;
    private final AccountEvents events;
    private final SetAgentLimitsDecoder setLimits = new SetAgentLimitsDecoder();
    private final AgentNetworks networks = new AgentNetworks();

    /** Applies to this state. */
    public AgentLimitsCommand(final ExchangeState state, final Authority authority, final AccountEvents events) {
        this.state = state;
        this.authority = authority;
        this.events = events;
    }

    /** Applies it, or says why not. */
    public RejectReason apply(final CommandFrame command, final Refusal refusal) {
        command.decode(setLimits);
        if (authority.admitOwner(command, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final int permission = setLimits.permission();
        if (permission != Agents.TRADE && permission != Agents.READ || !readNetworks()) {
            return refusal.because(RejectReason.AGENT_LIMITS_INVALID, Agents.NETWORKS_MAX, 0);
        }
        final int agent = agent(command);
        if (agent == Agents.NONE) {
            return refusal.because(RejectReason.AGENT_UNKNOWN);
        }
        state.agents().limit(agent, permission, networks);
        events.agentLimited(agent);
        return RejectReason.NONE;
    }

    private boolean readNetworks() {
        final SetAgentLimitsDecoder.NetworksDecoder named = setLimits.networks();
        networks.clear();
        if (named.count() > Agents.NETWORKS_MAX) {
            return false;
        }
        while (named.hasNext()) {
            named.next();
            networks.add(named.high(), named.low(), named.prefixLength());
        }
        return networks.areCanonical();
    }

    /** The account's live agent with the address. */
    private int agent(final CommandFrame command) {
        final int row = state.addresses().find(
            command.buffer(), command.blockOffset() + SetAgentLimitsDecoder.agentAddressEncodingOffset());
        final int agent = row == AddressTable.NONE ? Agents.NONE : state.agents().ofAddress(row);
        return agent != Agents.NONE && state.agents().accountId(agent) == command.accountId()
            && state.agents().isLive(agent, state.counters().nowMillis()) ? agent : Agents.NONE;
    }
}
