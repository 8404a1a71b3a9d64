package steelyard.testkit.ledger;

import steelyard.model.OrderFlags;
import steelyard.model.Side;
import steelyard.testkit.command.ClientOrderId;
import steelyard.testkit.event.Event;

/** A trigger order that has not fired, as the events tell it. */
public record LedgerTrigger(Event.TriggerPlaced placed, boolean isArmed) {
    /** The order's number. */
    public long id() {
        return placed.orderId();
    }

    /** Its market. */
    public int marketId() {
        return placed.marketId();
    }

    /** Its side. */
    public Side side() {
        return Side.of(placed.side());
    }

    /** Whether it carries a client order id. */
    public boolean hasClientOrderId() {
        return OrderFlags.hasClientOrderId(placed.flags());
    }

    /** The client order id. */
    public ClientOrderId clientOrderId() {
        return placed.clientOrderId();
    }
}
