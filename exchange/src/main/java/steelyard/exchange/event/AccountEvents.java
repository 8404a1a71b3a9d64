package steelyard.exchange.event;

import steelyard.exchange.identity.AgentNetworks;
import steelyard.exchange.identity.Agents;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.MultiSigs;
import steelyard.protocol.sbe.AgentApprovedEncoder;
import steelyard.protocol.sbe.AgentLimitedEncoder;
import steelyard.protocol.sbe.AgentRemovedEncoder;
import steelyard.protocol.sbe.IsolatedMarginChangedEncoder;
import steelyard.protocol.sbe.LeverageChangedEncoder;
import steelyard.protocol.sbe.MarginModeChangedEncoder;
import steelyard.protocol.sbe.MultiSigChangedEncoder;

/** Events of what accounts set for themselves. */
public final class AccountEvents {
    private final AgentApprovedEncoder agentApproved = new AgentApprovedEncoder();
    private final AgentRemovedEncoder agentRemoved = new AgentRemovedEncoder();
    private final AgentLimitedEncoder agentLimited = new AgentLimitedEncoder();
    private final AgentNetworks networks = new AgentNetworks();
    private final LeverageChangedEncoder leverageChanged = new LeverageChangedEncoder();
    private final IsolatedMarginChangedEncoder isolatedMarginChanged = new IsolatedMarginChangedEncoder();
    private final MarginModeChangedEncoder marginModeChanged = new MarginModeChangedEncoder();
    private final MultiSigChangedEncoder multiSigChanged = new MultiSigChangedEncoder();
    private final ExchangeState state;
    private final EventStage stage;

    /** Tells of this state on this stage. */
    public AccountEvents(final ExchangeState state, final EventStage stage) {
        this.state = state;
        this.stage = stage;
    }

    /** An address may sign for an account from now on. */
    public void agentApproved(final int agent) {
        final Agents agents = state.agents();
        agentApproved.wrap(stage.buffer(), stage.begin(AgentApprovedEncoder.TEMPLATE_ID, AgentApprovedEncoder.BLOCK_LENGTH));
        agentApproved.validUntilMillis(agents.validUntilMillis(agent)).accountId(agents.accountId(agent));
        state.addresses().write(
            agents.addressRow(agent),
            agentApproved.buffer(), agentApproved.offset() + AgentApprovedEncoder.agentAddressEncodingOffset());
        agents.writeName(
            agent, agentApproved.buffer(), agentApproved.offset() + AgentApprovedEncoder.agentNameEncodingOffset());
        stage.end(agentApproved.encodedLength());
    }

    /** An address may not sign any more. Written before the agent is removed. */
    public void agentRemoved(final int agent) {
        final Agents agents = state.agents();
        agentRemoved.wrap(stage.buffer(), stage.begin(AgentRemovedEncoder.TEMPLATE_ID, AgentRemovedEncoder.BLOCK_LENGTH));
        agentRemoved.accountId(agents.accountId(agent));
        state.addresses().write(
            agents.addressRow(agent),
            agentRemoved.buffer(), agentRemoved.offset() + AgentRemovedEncoder.agentAddressEncodingOffset());
        agents.writeName(
            agent, agentRemoved.buffer(), agentRemoved.offset() + AgentRemovedEncoder.agentNameEncodingOffset());
        stage.end(agentRemoved.encodedLength());
    }

    /** What an agent may do, and from where. */
    public void agentLimited(final int agent) {
        final Agents agents = state.agents();
        agents.networks(agent, networks);
        agentLimited.wrap(
            stage.buffer(), stage.begin(AgentLimitedEncoder.TEMPLATE_ID, AgentLimitedEncoder.BLOCK_LENGTH));
        agentLimited.accountId(agents.accountId(agent)).permission((short) agents.permission(agent));
        state.addresses().write(
            agents.addressRow(agent),
            agentLimited.buffer(), agentLimited.offset() + AgentLimitedEncoder.agentAddressEncodingOffset());
        final AgentLimitedEncoder.NetworksEncoder group = agentLimited.networksCount(networks.count());
        for (int i = 0; i < networks.count(); i++) {
            group.next().high(networks.high(i)).low(networks.low(i)).prefixLength((short) networks.prefixLength(i));
        }
        stage.end(agentLimited.encodedLength());
    }

    /** Who must sign for an account; nobody: its own key alone. */
    public void multiSigChanged(final int accountId) {
        final MultiSigs multiSigs = state.multiSigs();
        final int count = multiSigs.count(accountId);
        multiSigChanged.wrap(stage.buffer(), stage.begin(MultiSigChangedEncoder.TEMPLATE_ID,
            MultiSigChangedEncoder.BLOCK_LENGTH));
        multiSigChanged.accountId(accountId).threshold((short) multiSigs.threshold(accountId));
        final MultiSigChangedEncoder.UsersEncoder users = multiSigChanged.usersCount(count);
        for (int i = 0; i < count; i++) {
            users.next().accountId(multiSigs.user(accountId, i));
        }
        stage.end(multiSigChanged.encodedLength());
    }

    /** An account chose a leverage. */
    public void leverageChanged(
        final int accountId, final int marketId, final int leverage, final boolean isolated) {
        leverageChanged.wrap(stage.buffer(), stage.begin(LeverageChangedEncoder.TEMPLATE_ID, LeverageChangedEncoder.BLOCK_LENGTH));
        leverageChanged
            .accountId(accountId)
            .marketId(marketId)
            .leverage(leverage)
            .isCross((short) (isolated ? 0 : 1));
        stage.end(leverageChanged.encodedLength());
    }

    /** An account chose how its cross positions are margined. */
    public void marginModeChanged(final int accountId, final int mode) {
        marginModeChanged.wrap(stage.buffer(),
            stage.begin(MarginModeChangedEncoder.TEMPLATE_ID, MarginModeChangedEncoder.BLOCK_LENGTH));
        marginModeChanged.accountId(accountId).mode((short) mode);
        stage.end(marginModeChanged.encodedLength());
    }

    /** Margin moved between cash and an isolated position. */
    public void isolatedMarginChanged(
        final int accountId, final int marketId, final int slot, final long amountMicros) {
        isolatedMarginChanged.wrap(stage.buffer(),
            stage.begin(IsolatedMarginChangedEncoder.TEMPLATE_ID, IsolatedMarginChangedEncoder.BLOCK_LENGTH));
        isolatedMarginChanged
            .amountMicros(amountMicros)
            .isolatedMicros(state.positions().isolatedMicros(slot))
            .cashMicros(state.accounts().cashMicros(accountId))
            .accountId(accountId)
            .marketId(marketId);
        stage.end(isolatedMarginChanged.encodedLength());
    }
}
