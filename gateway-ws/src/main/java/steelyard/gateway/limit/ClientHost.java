package steelyard.gateway.limit;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import steelyard.protocol.Address;

/** What the clients of one host use. Any thread. */
public final class ClientHost {
    /** Stands for all hosts that are not limited. */
    public static final ClientHost EXEMPT = new ClientHost(LimitConfig.DEFAULT, System::nanoTime, true);

    private final LimitConfig limits;
    private final LongSupplier nanoClock;
    private final boolean exempt;
    private final Allowance weight;
    private final Allowance newWebSockets;
    private final Allowance messages;
    private final Map<Address, Integer> users = new HashMap<>();
    private int webSockets;
    private int subscriptions;
    private int posts;

    ClientHost(final LimitConfig limits, final LongSupplier nanoClock) {
        this(limits, nanoClock, false);
    }

    private ClientHost(final LimitConfig limits, final LongSupplier nanoClock, final boolean exempt) {
        this.limits = limits;
        this.nanoClock = nanoClock;
        this.exempt = exempt;
        final long nowNanos = nanoClock.getAsLong();
        weight = new Allowance(limits.weightPerMinute(), nowNanos);
        newWebSockets = new Allowance(limits.webSocketsPerMinute(), nowNanos);
        messages = new Allowance(limits.messagesPerMinute(), nowNanos);
    }

    /** Whether the host is not limited, nor are the accounts that act from there. */
    public boolean isExempt() {
        return exempt;
    }

    /** Takes a request's weight; {@code false}: it must be refused. */
    public boolean takeWeight(final int amount) {
        return exempt || take(weight, amount);
    }

    private synchronized boolean take(final Allowance allowance, final int amount) {
        return allowance.take(amount, nanoClock.getAsLong());
    }

    /** Adds what the length of an answer weighs. */
    public void chargeWeight(final int amount) {
        if (!exempt && amount > 0) {
            charge(amount);
        }
    }

    private synchronized void charge(final int amount) {
        weight.charge(amount, nanoClock.getAsLong());
    }

    /** Takes a message on a WebSocket; {@code false}: too many. */
    public boolean takeMessage() {
        return exempt || take(messages, 1);
    }

    /** Adds a WebSocket; {@code false}: it must be refused. */
    public boolean openWebSocket() {
        return exempt || addWebSocket();
    }

    private synchronized boolean addWebSocket() {
        if (webSockets >= limits.webSocketsPerHost() || !newWebSockets.take(1, nanoClock.getAsLong())) {
            return false;
        }
        webSockets++;
        return true;
    }

    /** A WebSocket that was added has ended. */
    public void closeWebSocket() {
        if (!exempt) {
            removeWebSocket();
        }
    }

    private synchronized void removeWebSocket() {
        webSockets--;
    }

    /** Adds a posted request; {@code false}: too many are under way. */
    public boolean openPost() {
        return exempt || addPost();
    }

    private synchronized boolean addPost() {
        if (posts >= limits.postsPerHost()) {
            return false;
        }
        posts++;
        return true;
    }

    /** A posted request has been answered. */
    public void closePost() {
        if (!exempt) {
            removePost();
        }
    }

    private synchronized void removePost() {
        posts--;
    }

    /**
     * Adds a subscription.
     *
     * @param user whose stream, or {@link Address#ZERO}
     * @return {@code null}, or why it must be refused
     */
    public String openSubscription(final Address user) {
        return exempt ? null : addSubscription(user);
    }

    private synchronized String addSubscription(final Address user) {
        if (subscriptions >= limits.subscriptionsPerHost()) {
            return "Cannot track more than " + limits.subscriptionsPerHost() + " subscriptions";
        }
        if (!user.isZero()) {
            if (users.size() >= limits.usersPerHost() && !users.containsKey(user)) {
                return "Cannot track more than " + limits.usersPerHost() + " total users.";
            }
            users.merge(user, 1, Integer::sum);
        }
        subscriptions++;
        return null;
    }

    /** A subscription that was added has ended. */
    public void closeSubscription(final Address user) {
        if (!exempt) {
            removeSubscription(user);
        }
    }

    private synchronized void removeSubscription(final Address user) {
        subscriptions--;
        users.computeIfPresent(user, (known, count) -> count == 1 ? null : count - 1);
    }

    /** Whether nothing of it need be remembered. */
    synchronized boolean isIdle() {
        final long nowNanos = nanoClock.getAsLong();
        return webSockets == 0 && posts == 0 && weight.isFull(nowNanos) && newWebSockets.isFull(nowNanos)
            && messages.isFull(nowNanos);
    }
}
