package steelyard.gateway.limit;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import steelyard.model.WireDecimal;

/**
 * How many orders, cancels and other actions each account may still send: an initial number, one for each USDC that it
 * has traded, and those that were paid for; cancels have a budget of their own above that. An account that has used them
 * up may act once in an interval. Used ones count from the node's start on. Any thread.
 */
public final class RequestBudgets {
    private static final long MICROS = 1_000_000;
    private static final int MICRO_DECIMALS = 6;
    private static final long RELOAD_NANOS = TimeUnit.SECONDS.toNanos(1);

    /**
     * What an account may send requests for.
     *
     * @param volumeMicros     what it has traded
     * @param reservedRequests what was ever paid for
     */
    public record Earned(long volumeMicros, long reservedRequests) {
    }

    /**
     * How an account's budget stands.
     *
     * @param used    requests that count against the cap: those that were paid for go first
     * @param surplus how many are left of those
     */
    public record Standing(long used, long cap, long surplus, long volumeMicros) {
    }

    private final LimitConfig limits;
    private final IntFunction<CompletionStage<Earned>> earned;
    private final LongSupplier nanoClock;
    private final Map<Integer, Budget> budgets = new ConcurrentHashMap<>();

    /** Budgets with these limits; {@code earned} tells what an account has traded and paid for. */
    public RequestBudgets(final LimitConfig limits, final IntFunction<CompletionStage<Earned>> earned) {
        this(limits, earned, System::nanoTime);
    }

    RequestBudgets(
        final LimitConfig limits, final IntFunction<CompletionStage<Earned>> earned, final LongSupplier nanoClock) {
        this.limits = limits;
        this.earned = earned;
        this.nanoClock = nanoClock;
    }

    /**
     * Counts an action.
     *
     * @param requests   what it counts: the number of its entries, or 1
     * @param isWider    whether it may also take of the budget of cancels
     * @param isEnforced whether it may be refused
     * @return {@code null}, or why it must be refused; it is then not counted
     */
    public String take(final int accountId, final int requests, final boolean isWider, final boolean isEnforced) {
        return budgets.computeIfAbsent(accountId, Budget::new).take(requests, isWider, isEnforced);
    }

    /** So many requests of the account were ever paid for, until now. */
    public void reserved(final int accountId, final long requests) {
        budgets.computeIfAbsent(accountId, Budget::new).learn(new Earned(0, requests));
    }

    /** How the account's budget stands, given what it has traded and paid for. */
    public Standing standing(final int accountId, final Earned earned) {
        final Budget budget = budgets.get(accountId);
        final long left = earned.reservedRequests() - (budget == null ? 0 : budget.used());
        return new Standing(Math.max(0, -left), cap(earned.volumeMicros()), Math.max(0, left), earned.volumeMicros());
    }

    private long cap(final long tradedMicros) {
        return limits.requestsInitial() + tradedMicros / MICROS;
    }

    private final class Budget {
        private final int accountId;
        private long used;
        private long tradedMicros;
        private long reserved;
        private long askedNanos = nanoClock.getAsLong() - RELOAD_NANOS;
        private long lastNanos = nanoClock.getAsLong() - TimeUnit.MILLISECONDS.toNanos(limits.requestIntervalMillis());

        Budget(final int accountId) {
            this.accountId = accountId;
        }

        synchronized long used() {
            return used;
        }

        synchronized String take(final int requests, final boolean isWider, final boolean isEnforced) {
            final long cap = cap(tradedMicros);
            if (used + requests > reserved + cap / 2) {
                ask();
            }
            final long ownCap = isWider ? Math.min(cap + limits.cancelsAbove(), cap * 2) : cap;
            final long counted = used + requests - reserved;
            if (isEnforced && counted > ownCap && !isIntervalOver()) {
                return "Too many cumulative requests sent (" + counted + " > " + ownCap
                    + ") for cumulative volume traded $" + WireDecimal.format(tradedMicros, MICRO_DECIMALS)
                    + ". Place taker orders to free up 1 request per USDC traded.";
            }
            used += requests;
            return null;
        }

        private boolean isIntervalOver() {
            final long nowNanos = nanoClock.getAsLong();
            if (nowNanos - lastNanos < TimeUnit.MILLISECONDS.toNanos(limits.requestIntervalMillis())) {
                return false;
            }
            lastNanos = nowNanos;
            return true;
        }

        /** Before it is needed: the answer comes later. */
        private void ask() {
            final long nowNanos = nanoClock.getAsLong();
            if (nowNanos - askedNanos >= RELOAD_NANOS) {
                askedNanos = nowNanos;
                earned.apply(accountId).whenComplete((found, failure) -> {
                    if (failure == null) {
                        learn(found);
                    }
                });
            }
        }

        /** Neither gets less. */
        synchronized void learn(final Earned found) {
            tradedMicros = Math.max(tradedMicros, found.volumeMicros());
            reserved = Math.max(reserved, found.reservedRequests());
        }
    }
}
