package steelyard.testkit.reference;

import java.math.BigInteger;
import steelyard.model.OrderFlags;
import steelyard.model.PriceSource;
import steelyard.model.Side;
import steelyard.model.TriggerKind;
import steelyard.testkit.command.ClientOrderId;

/** Section 9: an order that waits for a price; {@code order} is what it becomes; limit 0: at the market's price. */
final class TriggerOrder {
    /** How it stands; the ordinal is the wire code. */
    enum Status { WAITING, ARMED, FIRED }

    private static final BigInteger BPS = BigInteger.valueOf(10_000);

    final Order order;
    final TriggerKind kind;
    final PriceSource source;
    final boolean isMarket;
    final long triggerTicks;
    final long trailTicks;
    final int trailBps;
    final boolean followsPosition;
    Status status = Status.WAITING;
    long armingSequence;
    long extremeTicks;

    TriggerOrder(
        final Order order,
        final TriggerKind kind,
        final PriceSource source,
        final boolean isMarket,
        final long triggerTicks,
        final long trailTicks,
        final int trailBps,
        final boolean followsPosition) {
        this.order = order;
        this.kind = kind;
        this.source = source;
        this.isMarket = isMarket;
        this.triggerTicks = triggerTicks;
        this.trailTicks = trailTicks;
        this.trailBps = trailBps;
        this.followsPosition = followsPosition;
    }

    long id() {
        return order.id();
    }

    int accountId() {
        return order.accountId();
    }

    int marketId() {
        return order.marketId();
    }

    boolean isOpen() {
        return status != Status.FIRED;
    }

    boolean isTrailing() {
        return kind == TriggerKind.TRAILING_STOP;
    }

    boolean isNamed(final ClientOrderId id) {
        return order.isNamed(id);
    }

    boolean isLinked() {
        return (order.flags() & OrderFlags.LINKED) != 0;
    }

    boolean looksUp() {
        return kind == TriggerKind.TAKE_PROFIT ? order.side() == Side.SELL : order.side() == Side.BUY;
    }

    /** Whether this price fires it. */
    boolean firesAt(final long ticks) {
        return looksUp() ? ticks >= presentTriggerTicks() : ticks <= presentTriggerTicks();
    }

    private long presentTriggerTicks() {
        if (!isTrailing()) {
            return triggerTicks;
        }
        return looksUp() ? Math.addExact(extremeTicks, distance()) : Math.subtractExact(extremeTicks, distance());
    }

    private long distance() {
        if (trailTicks > 0) {
            return trailTicks;
        }
        final BigInteger product = BigInteger.valueOf(extremeTicks).abs().multiply(BigInteger.valueOf(trailBps));
        return Math.max(1, Choices.ceiling(product, BPS).longValueExact());
    }

    /** An armed trailing stop follows a better price. */
    void trail(final long ticks) {
        extremeTicks = order.side() == Side.SELL ? Math.max(extremeTicks, ticks) : Math.min(extremeTicks, ticks);
    }
}
