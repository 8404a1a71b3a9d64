package steelyard.testkit.flow;

import java.util.ArrayList;
import java.util.List;
import steelyard.model.MarketSpec;
import steelyard.protocol.Address;

/** Times at which something ends: prices go stale, agents expire, nonces fall out of their window. */
final class Moments {
    /**
     * A time, and who might sign then with which nonce.
     *
     * @param nanos       log time
     * @param signer      an address whose standing changes, or {@code null}
     * @param nonceMillis the nonce it might sign with
     */
    record Moment(long nanos, Address signer, long nonceMillis) {
    }

    private static final long MILLI = 1_000_000L;
    private static final int REMEMBERED = 60;

    private final Dice dice;
    private final List<Moment> moments = new ArrayList<>();

    Moments(final Dice dice) {
        this.dice = dice;
    }

    void pricesEnd(final long receivedNanos, final MarketSpec spec) {
        add(new Moment(receivedNanos + spec.staleAfterNanos() + dice.between(0, 1), null, Long.MAX_VALUE));
    }

    void agentEnds(final Address agent, final long validUntilMillis) {
        if (validUntilMillis > 0 && validUntilMillis < Long.MAX_VALUE / MILLI) {
            final long nanos = validUntilMillis * MILLI + dice.pick(-MILLI, -1, 0, MILLI);
            add(new Moment(nanos, agent, validUntilMillis + dice.below(1_000)));
        }
    }

    void nonceEnds(final FlowSigners.LastNonce last) {
        if (last != null && dice.oneIn(20)) {
            final long nanos = (last.nonceMillis() + FlowSigners.NONCE_BEFORE_MILLIS) * MILLI
                + dice.pick(-MILLI, -1, 0, 0, MILLI);
            add(new Moment(nanos, last.address(), last.nonceMillis()));
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
