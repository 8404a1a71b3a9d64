package steelyard.risk.margin;

import java.util.ArrayList;
import java.util.List;
import steelyard.model.OrderFlags;
import steelyard.model.Side;

/** Resting orders without a book; counts how often somebody walks over them. */
final class TestOrders implements RestingOrders {
    record Order(int slot, int flags, Side side, long limitTicks, long lots) {
    }

    final List<Order> orders = new ArrayList<>();
    int walks;

    @Override
    public void forEach(final int positionSlot, final Visitor visitor) {
        walks++;
        for (final Order order : orders) {
            if (order.slot == positionSlot && !OrderFlags.isReduceOnly(order.flags)) {
                visitor.order(order.side, order.limitTicks, order.lots);
            }
        }
    }
}
