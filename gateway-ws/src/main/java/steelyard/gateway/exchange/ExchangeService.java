package steelyard.gateway.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.gateway.json.RejectText;
import steelyard.gateway.json.Reply;
import steelyard.gateway.json.RequestFault;
import steelyard.gateway.limit.Client;
import steelyard.gateway.limit.ClientHost;
import steelyard.gateway.limit.RequestBudgets;
import steelyard.gateway.reads.Handover;
import steelyard.gateway.reads.MarketDirectory;
import steelyard.gateway.reads.NodeReads;
import steelyard.model.RejectReason;
import steelyard.node.CommandCallback;
import steelyard.node.CommandPort;
import steelyard.node.NodeState;
import steelyard.node.NodeStatus;
import steelyard.protocol.Address;
import steelyard.protocol.EventBatch;
import steelyard.signing.UserSignedAction;

/**
 * Takes actions. One instance serves all connections; a request is decoded, proven and answered on its event loop, and
 * only its outcome is copied on the node's session thread.
 */
public final class ExchangeService {
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeService.class);
    private static final FastThreadLocal<CommandEncoder> ENCODERS = new FastThreadLocal<>() {
        @Override
        protected CommandEncoder initialValue() {
            return new CommandEncoder();
        }
    };

    private static final int ENTRIES_PER_WEIGHT = 40;
    private static final int ALL_MARKETS = -1;
    private static final int CANCEL_ATTEMPTS = 100;
    private static final long CANCEL_AGAIN_MILLIS = 100;

    private final CommandPort commands;
    private final NodeReads reads;
    private final ActionDecoder decoder;
    private final Signers signers;
    private final Logins logins;
    private final ActionAnswers answers;
    private final RequestBudgets budgets;
    private final AllowLists allowLists;
    /** Used by the node's session thread only. */
    private final OutcomeReader outcomes = new OutcomeReader();

    /** Sends commands to the node, and asks it which signers it knows. */
    public ExchangeService(final CommandPort commands, final NodeReads reads, final MarketDirectory markets, final RequestBudgets budgets) {
        this.commands = commands;
        this.reads = reads;
        this.budgets = budgets;
        decoder = new ActionDecoder(markets);
        signers = new Signers(reads);
        allowLists = new AllowLists(reads);
        logins = new Logins(signers, allowLists, reads);
        answers = new ActionAnswers(markets);
    }

    /** Executes {@code request}; {@code sink} is called once, on {@code loop}, at once or later. */
    public void execute(
        final JsonNode request, final Signers.Memory memory, final Client client, final Executor loop,
        final Consumer<Reply> sink) {
        final ClientHost host = client.host();
        if (!host.takeWeight(1)) {
            sink.accept(Reply.BUSY);
            return;
        }
        try {
            final SignedRequest signed = SignedRequest.of(request);
            final Action action = decoder.decode(signed);
            checkUserSigned(signed);
            host.chargeWeight(action.entryCount() / ENTRIES_PER_WEIGHT);
            if (!takesOrders() || !find(action, signed, memory, loop,
                (proven, failure) -> submit(new Pending(action, signed, client, loop, sink), proven, failure))) {
                sink.accept(Reply.BUSY);
            }
        } catch (final RequestFault fault) {
            sink.accept(fault.reply());
        }
    }

    private boolean find(
        final Action action, final SignedRequest request, final Signers.Memory memory, final Executor loop,
        final BiConsumer<Signers.Proven, Throwable> then) throws RequestFault {
        if (action instanceof Action.MultiSig multiSig) {
            checkUserSigned(multiSig.request());
            return signers.find(request, multiSig, loop, then);
        }
        return signers.find(request, memory, loop, then);
    }

    /** The types of actions, each with the fields that it may have, {@code type} among them. */
    public Map<String, Set<String>> actions() {
        return decoder.fields();
    }

    /** The types of actions that Hyperliquid takes and this exchange refuses in words. */
    public Set<String> unsupportedActions() {
        return decoder.unsupported();
    }

    /** Proves connections. */
    public Logins logins() {
        return logins;
    }

    /** Executes an unsigned {@code request} of a session; {@code sink} is called once, on {@code loop}. */
    public void execute(
        final JsonNode request, final Session session, final Client client, final Executor loop,
        final Consumer<Reply> sink) {
        final ClientHost host = client.host();
        if (!host.takeWeight(1)) {
            sink.accept(Reply.BUSY);
            return;
        }
        try {
            final SignedRequest unsigned = SignedRequest.ofSession(request);
            final Action action = decoder.decode(unsigned);
            if (action instanceof FundsAction || action instanceof Action.Approve
                || action instanceof Action.LimitAgent || action instanceof Action.MultiSig) {
                throw RequestFault.refusal("This action needs a signature of its own: " + unsigned.type());
            }
            host.chargeWeight(action.entryCount() / ENTRIES_PER_WEIGHT);
            if (!takesOrders()) {
                sink.accept(Reply.BUSY);
                return;
            }
            final Signers.Proven proven =
                new Signers.Proven(session.signer(), Address.ZERO, session.proof(), session.accountId());
            final Pending pending = new Pending(action, unsigned, client, loop, sink);
            pending.authority =
                session.authority(unsigned.hasExpiry() ? Math.max(1, unsigned.expiresAfterMillis()) : 0);
            submit(pending, proven, null);
        } catch (final RequestFault fault) {
            sink.accept(fault.reply());
        }
    }

    /** Cancels all open orders of a session that asked for it and has ended; tries again while the node is busy. */
    public void end(final Session session, final ScheduledExecutorService loop) {
        if (session != null && session.cancelsOnDisconnect()) {
            cancelAll(session, loop, CANCEL_ATTEMPTS);
        }
    }

    private void cancelAll(final Session session, final ScheduledExecutorService loop, final int attempts) {
        final Runnable again = () -> {
            if (attempts > 1) {
                loop.schedule(
                    () -> cancelAll(session, loop, attempts - 1), CANCEL_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            } else {
                LOG.warn("The orders of {} could not be canceled after its session", session.signer());
            }
        };
        final CommandEncoder encoder = ENCODERS.get();
        final int length =
            encoder.encode(new TradingAction.CancelAll(ALL_MARKETS, null, 0), session.authority(0), session.proof());
        final boolean taken = commands.submit(encoder.buffer(), 0, length, new CommandCallback() {
            @Override
            public void onDone(final EventBatch events) {
                // Done, or refused because the signer may act no more.
            }

            @Override
            public void onBusy() {
                again.run();
            }

            @Override
            public void onOutcomeUnknown() {
                again.run();
            }
        });
        if (!taken) {
            again.run();
        }
    }

    /** What is not in the signed message of an approval must agree with it or be absent. */
    private static void checkUserSigned(final SignedRequest request) throws RequestFault {
        final UserSignedAction type = UserSignedAction.of(request.type());
        if (type == null) {
            return;
        }
        if (request.action().number(type.nonceField()) != request.nonceMillis()) {
            throw RequestFault.refusal("Nonce mismatch.");
        }
        if (request.hasExpiry()) {
            throw RequestFault.refusal("expiresAfter is not supported for user-signed actions.");
        }
    }

    private boolean takesOrders() {
        final NodeStatus status = reads.status();
        return status.ready() && !status.stale();
    }

    private void submit(final Pending pending, final Signers.Proven proven, final Throwable failure) {
        if (failure != null) {
            LOG.error("A signer could not be looked up", failure);
            pending.sink.accept(Reply.UNAVAILABLE);
        } else if (proven == null) {
            pending.sink.accept(ActionAnswers.UNRECOVERABLE);
        } else {
            final String refusal = refusal(pending, proven);
            if (refusal == null) {
                submit(pending, proven);
            } else {
                pending.sink.accept(Reply.refusal(refusal));
            }
        }
    }

    /**
     * What never reaches the log, so that nobody can fill it: actions of strangers, those of agents from elsewhere than
     * their accounts allow, and more than an account may send.
     */
    private String refusal(final Pending pending, final Signers.Proven proven) {
        if (proven.accountId() == NodeState.NONE) {
            return RejectText.of(UserSignedAction.of(pending.request.type()) == null
                ? RejectReason.UNKNOWN_SIGNER : RejectReason.MUST_DEPOSIT, 0, 0, proven.signer());
        }
        final String elsewhere = allowLists.refusal(proven.signer(), pending.client);
        return elsewhere != null ? elsewhere : budgets.take(
            proven.accountId(), Math.max(1, pending.action.entryCount()), pending.action.isOfWiderBudget(),
            !pending.client.host().isExempt());
    }

    private void submit(final Pending pending, final Signers.Proven proven) {
        if (pending.authority == null) {
            pending.authority = Authority.of(pending.request, proven);
        }
        final CommandEncoder encoder = ENCODERS.get();
        final int length = pending.action instanceof Action.MultiSig multiSig
            ? encoder.encode(multiSig, pending.authority, proven)
            : encoder.encode(pending.action, pending.authority, proven.proof());
        if (!commands.submit(encoder.buffer(), 0, length, pending)) {
            pending.sink.accept(Reply.BUSY);
        }
    }

    /** One action under way. */
    private final class Pending implements CommandCallback {
        private final Action action;
        private final SignedRequest request;
        private final Client client;
        private final Executor loop;
        private final Consumer<Reply> sink;
        private Authority authority;

        private Pending(
            final Action action, final SignedRequest request, final Client client, final Executor loop,
            final Consumer<Reply> sink) {
            this.action = action;
            this.request = request;
            this.client = client;
            this.loop = loop;
            this.sink = sink;
        }

        @Override
        public void onDone(final EventBatch events) {
            try {
                final ActionOutcome outcome = outcomes.read(events, action.entryCount());
                if (outcome.reservedRequests != 0) {
                    budgets.reserved(outcome.reservedFor, outcome.reservedRequests);
                }
                Handover.to(loop, () -> sink.accept(answered(outcome)));
            } catch (final RuntimeException failure) {
                Handover.to(loop, () -> sink.accept(untold(failure)));
            }
        }

        private Reply answered(final ActionOutcome outcome) {
            try {
                return answers.answer(action.inner(), authority, outcome);
            } catch (final RuntimeException failure) {
                return untold(failure);
            }
        }

        /** The action was executed or refused as its events say; only the answer fails. */
        private Reply untold(final RuntimeException failure) {
            LOG.error("An outcome could not be told", failure);
            return ActionAnswers.OUTCOME_UNKNOWN;
        }

        @Override
        public void onBusy() {
            Handover.to(loop, () -> sink.accept(Reply.BUSY));
        }

        @Override
        public void onOutcomeUnknown() {
            Handover.to(loop, () -> sink.accept(ActionAnswers.OUTCOME_UNKNOWN));
        }
    }
}
