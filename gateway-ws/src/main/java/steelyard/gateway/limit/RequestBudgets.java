package steelyard.gateway.limit;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import steelyard.model.WireDecimal;

/**
 * How many orders, cancels and other actions each account may still send: an initial number, and one for each USDC that
 * it has traded; cancels have a budget of their own above that. An account that has used them up may act once in an
 * interval. Used ones count from the node's start on. Any thread.
 */
public final class RequestBudgets {
    private static final long MICROS = 1_000_000;
    private static final int MICRO_DECIMALS = 6;
    private static final long CANCELS_ABOVE = 100_000;
    private static final long RELOAD_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How an account's budget stands. */
    public record Standing(long used, long cap, long volumeMicros) {
    }

    private final LimitConfig limits;
    private final IntFunction<CompletionStage<Long>> volumeMicros;
    private final LongSupplier nanoClock;
    private final Map<Integer, Budget> budgets = new ConcurrentHashMap<>();

    /** Budgets with these limits; {@code volumeMicros} tells what an account has traded. */
    public RequestBudgets(final LimitConfig limits, final IntFunction<CompletionStage<Long>> volumeMicros) {
        this(limits, volumeMicros, System::nanoTime);
    }

    RequestBudgets(
        final LimitConfig limits, final IntFunction<CompletionStage<Long>> volumeMicros,
        final LongSupplier nanoClock) {
        this.limits = limits;
        this.volumeMicros = volumeMicros;
        this.nanoClock = nanoClock;
    }

    /**
     * Counts an action.
     *
     * @param requests   what it counts: the number of its entries, or 1
     * @param isCancel   whether it only cancels
     * @param isEnforced whether it may be refused
     * @return {@code null}, or why it must be refused; it is then not counted
     */
    public String take(final int accountId, final int requests, final boolean isCancel, final boolean isEnforced) {
        return budgets.computeIfAbsent(accountId, Budget::new).take(requests, isCancel, isEnforced);
    }

    /** How the account's budget stands, given what it has traded. */
    public Standing standing(final int accountId, final long volumeMicros) {
        final Budget budget = budgets.get(accountId);
        return new Standing(budget == null ? 0 : budget.used(), cap(volumeMicros), volumeMicros);
    }

    private long cap(final long tradedMicros) {
        return limits.requestsInitial() + tradedMicros / MICROS;
    }

    private final class Budget {
        private final int accountId;
        private long used;
        private long tradedMicros;
        private long askedNanos = nanoClock.getAsLong() - RELOAD_NANOS;
        private long lastNanos = nanoClock.getAsLong() - TimeUnit.MILLISECONDS.toNanos(limits.requestIntervalMillis());

        Budget(final int accountId) {
            this.accountId = accountId;
        }

        synchronized long used() {
            return used;
        }

        synchronized String take(final int requests, final boolean isCancel, final boolean isEnforced) {
            final long cap = cap(tradedMicros);
            if (used + requests > cap / 2) {
                askVolume();
            }
            final long ownCap = isCancel ? Math.min(cap + CANCELS_ABOVE, cap * 2) : cap;
            if (isEnforced && used + requests > ownCap && !isIntervalOver()) {
                return "Too many cumulative requests sent (" + (used + requests) + " > " + ownCap
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
        private void askVolume() {
            final long nowNanos = nanoClock.getAsLong();
            if (nowNanos - askedNanos >= RELOAD_NANOS) {
                askedNanos = nowNanos;
                volumeMicros.apply(accountId).whenComplete((traded, failure) -> {
                    if (failure == null) {
                        traded(traded);
                    }
                });
            }
        }

        private synchronized void traded(final long micros) {
            tradedMicros = Math.max(tradedMicros, micros);
        }
    }
}
