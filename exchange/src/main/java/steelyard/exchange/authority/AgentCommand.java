package steelyard.exchange.authority;

import org.agrona.DirectBuffer;
import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.event.AccountEvents;
import steelyard.exchange.identity.AddressTable;
import steelyard.exchange.identity.Agents;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.protocol.sbe.ApproveAgentDecoder;

/** {@code ApproveAgent}. {@code docs/rules.md#8-leverage-agents}. */
public final class AgentCommand {
    /** Longest time that an agent may be approved for. */
    public static final long VALIDITY_MAX_MILLIS = 15_552_000_000L;

    private static final int AGENTS_PER_SUB_ACCOUNT = 2;
    private static final int NO_LIMITS = 0;

    private final ExchangeState state;
    private final Authority authority;
    private final AccountEvents events;
    private final Agents agents;
    private final AddressTable addresses;
    private final ApproveAgentDecoder approveAgent = new ApproveAgentDecoder();

    private DirectBuffer buffer;
    private int addressOffset;
    private int nameOffset;

    /** Applies to this state. */
    public AgentCommand(final ExchangeState state, final Authority authority, final AccountEvents events) {
        this.state = state;
        this.authority = authority;
        this.events = events;
        this.agents = state.agents();
        this.addresses = state.addresses();
    }

    /** Applies it, or says why not; the account's agents that are not live any more are removed in either case. */
    public RejectReason apply(final CommandFrame command, final Refusal refusal) {
        command.decode(approveAgent);
        buffer = command.buffer();
        addressOffset = command.blockOffset() + ApproveAgentDecoder.agentAddressEncodingOffset();
        nameOffset = command.blockOffset() + ApproveAgentDecoder.agentNameEncodingOffset();
        if (authority.admitOwner(command, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final int accountId = command.accountId();
        if (!isExpiryValid()) {
            return refusal.because(RejectReason.AGENT_EXPIRY_INVALID);
        }
        removeExpired(accountId);
        if (isZero(addressOffset, AddressTable.ADDRESS_LENGTH)) {
            removeIfAny(agents.find(accountId, buffer, nameOffset));
            return RejectReason.NONE;
        }
        if (check(accountId, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        approve(accountId);
        return RejectReason.NONE;
    }

    private boolean isExpiryValid() {
        final long validUntil = approveAgent.validUntilMillis();
        final long nowMillis = state.counters().nowMillis();
        return validUntil == 0 || validUntil > nowMillis && validUntil <= nowMillis + VALIDITY_MAX_MILLIS;
    }

    private void removeExpired(final int accountId) {
        int agent = agents.first(accountId);
        while (agent != Agents.NONE) {
            final int next = agents.next(agent);
            if (!agents.isLive(agent, state.counters().nowMillis())) {
                remove(agent);
            }
            agent = next;
        }
    }

    private RejectReason check(final int accountId, final Refusal refusal) {
        final int sameName = agents.find(accountId, buffer, nameOffset);
        final int row = addresses.find(buffer, addressOffset);
        if (row != AddressTable.NONE && isInUse(accountId, row, sameName)) {
            return refusal.because(RejectReason.AGENT_ADDRESS_IN_USE);
        }
        final long namedMax = state.parameters().value(Parameter.NAMED_AGENTS_MAX)
            + (long) AGENTS_PER_SUB_ACCOUNT * state.subAccounts().count(accountId);
        final boolean isNamed = !isZero(nameOffset, Agents.NAME_LENGTH);
        return isNamed && sameName == Agents.NONE && agents.namedCount(accountId) >= namedMax
            ? refusal.because(RejectReason.AGENT_LIMIT, namedMax, 0)
            : RejectReason.NONE;
    }

    private boolean isInUse(final int accountId, final int row, final int sameName) {
        final int agent = agents.ofAddress(row);
        if (addresses.accountId(row) >= 0) {
            return true;
        }
        if (agent == Agents.NONE || agent == sameName) {
            return false;
        }
        return agents.accountId(agent) == accountId || agents.isLive(agent, state.counters().nowMillis());
    }

    private void approve(final int accountId) {
        final int sameName = agents.find(accountId, buffer, nameOffset);
        final int row = addresses.find(buffer, addressOffset);
        final int sameAddress = row == AddressTable.NONE ? Agents.NONE : agents.ofAddress(row);
        int limits = NO_LIMITS;
        if (sameAddress == sameName) {
            limits = removeSilently(sameName);
        } else {
            removeIfAny(sameAddress);
            removeIfAny(sameName);
        }
        final int agent = agents.add(
            accountId, addresses.open(buffer, addressOffset), approveAgent.validUntilMillis(), buffer, nameOffset);
        agents.limits(agent, limits);
        events.agentApproved(agent);
    }

    private void removeIfAny(final int agent) {
        if (agent != Agents.NONE) {
            remove(agent);
        }
    }

    private void remove(final int agent) {
        events.agentRemoved(agent);
        agents.remove(agent);
    }

    /** An agent that is approved again goes to the end without an event; answers its limits, which go with it. */
    private int removeSilently(final int agent) {
        if (agent == Agents.NONE) {
            return NO_LIMITS;
        }
        final int limits = agents.takeLimits(agent);
        agents.remove(agent);
        return limits;
    }

    private boolean isZero(final int offset, final int length) {
        for (int i = 0; i < length; i++) {
            if (buffer.getByte(offset + i) != 0) {
                return false;
            }
        }
        return true;
    }
}
