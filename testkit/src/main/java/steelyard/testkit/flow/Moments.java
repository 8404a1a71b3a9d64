package steelyard.testkit.flow;

import java.util.ArrayList;
import java.util.List;
import steelyard.model.MarketSpec;
import steelyard.protocol.Address;

/** Times at which something ends: prices go stale, agents expire. */
final class Moments {
    /**
     * A time, and what is different then.
     *
     * @param nanos    log time
     * @param signer   an agent whose standing changes, or {@code null}
     * @param marketId a market whose price goes stale, if there is no agent
     */
    record Moment(long nanos, Address signer, int marketId) {
    }

    private static final long MILLI = 1_000_000L;
    private static final int REMEMBERED = 60;

    private final Dice dice;
    private final List<Moment> moments = new ArrayList<>();

    Moments(final Dice dice) {
        this.dice = dice;
    }

    void pricesEnd(final long receivedNanos, final MarketSpec spec) {
        add(new Moment(receivedNanos + spec.staleAfterNanos() + dice.between(0, 1), null, spec.marketId()));
    }

    void agentEnds(final Address agent, final long validUntilMillis) {
        if (validUntilMillis > 0 && validUntilMillis < Long.MAX_VALUE / MILLI) {
            add(new Moment(validUntilMillis * MILLI + dice.pick(-MILLI, -1, 0, MILLI), agent, 0));
        }
    }

    /** Something about orders ends at a time in milliseconds. */
    void ends(final long millis, final int marketId) {
        if (millis > 0 && millis < Long.MAX_VALUE / MILLI) {
            add(new Moment(millis * MILLI + dice.pick(-1, 0, 0, 1), null, marketId));
        }
    }

    private void add(final Moment moment) {
        if (moments.size() == REMEMBERED) {
            moments.set(dice.below(REMEMBERED), moment);
        } else {
            moments.add(moment);
        }
    }

    /** A moment that is after {@code now} and not further away than this, or {@code null}. */
    Moment next(final long now, final long withinNanos) {
        moments.removeIf(moment -> moment.nanos() < now);
        final List<Moment> near = moments.stream().filter(moment -> moment.nanos() - now <= withinNanos).toList();
        return near.isEmpty() ? null : dice.pick(near);
    }
}
