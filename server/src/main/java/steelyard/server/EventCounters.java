package steelyard.server;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import steelyard.model.RejectReason;
import steelyard.node.EventListener;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.CommandDoneDecoder;
import steelyard.protocol.sbe.DepositedDecoder;
import steelyard.protocol.sbe.OrderPlacedDecoder;
import steelyard.protocol.sbe.OrderRejectedDecoder;
import steelyard.protocol.sbe.RequestRejectedDecoder;
import steelyard.protocol.sbe.TradeExecutedDecoder;

/** Counts what happened since this node was ready. Session thread; read by any. */
public final class EventCounters implements EventListener {
    private static final int REASONS = 256;

    private final AtomicLongArray byCode = new AtomicLongArray(REASONS);
    private final LongAdder ordersPlaced = new LongAdder();
    private final LongAdder trades = new LongAdder();
    private final LongAdder volumeMicros = new LongAdder();
    private final LongAdder depositedMicros = new LongAdder();
    private final CommandDoneDecoder done = new CommandDoneDecoder();
    private final OrderRejectedDecoder order = new OrderRejectedDecoder();
    private final RequestRejectedDecoder request = new RequestRejectedDecoder();
    private final TradeExecutedDecoder trade = new TradeExecutedDecoder();
    private final DepositedDecoder deposited = new DepositedDecoder();

    @Override
    public void onEvents(final EventBatch events) {
        while (events.next()) {
            switch (events.templateId()) {
                case OrderPlacedDecoder.TEMPLATE_ID -> ordersPlaced.increment();
                case TradeExecutedDecoder.TEMPLATE_ID -> onTrade(events);
                case DepositedDecoder.TEMPLATE_ID -> depositedMicros.add(deposited.wrap(events.buffer(),
                    events.blockOffset(), events.blockLength(), events.version()).amountMicros());
                case CommandDoneDecoder.TEMPLATE_ID -> byCode.incrementAndGet(done.wrap(events.buffer(),
                    events.blockOffset(), events.blockLength(), events.version()).rejectReason());
                case OrderRejectedDecoder.TEMPLATE_ID -> byCode.incrementAndGet(order.wrap(events.buffer(),
                    events.blockOffset(), events.blockLength(), events.version()).rejectReason());
                case RequestRejectedDecoder.TEMPLATE_ID -> byCode.incrementAndGet(request.wrap(events.buffer(),
                    events.blockOffset(), events.blockLength(), events.version()).rejectReason());
                default -> { }
            }
        }
    }

    private void onTrade(final EventBatch events) {
        trade.wrap(events.buffer(), events.blockOffset(), events.blockLength(), events.version());
        trades.increment();
        volumeMicros.add(Math.abs(trade.priceTicks()) * trade.quantityLots());
    }

    /** Refusals for a reason; for {@code NONE} the commands that were applied. */
    public long count(final RejectReason reason) {
        return byCode.get(reason.code());
    }

    /** Refusals of commands, orders and requests, by reason; reasons without any are left out. */
    public SortedMap<RejectReason, Long> rejects() {
        final SortedMap<RejectReason, Long> rejects = new TreeMap<>();
        for (final RejectReason reason : RejectReason.values()) {
            if (reason != RejectReason.NONE && count(reason) > 0) {
                rejects.put(reason, count(reason));
            }
        }
        return rejects;
    }

    /** Orders that passed every check. */
    public long ordersPlaced() {
        return ordersPlaced.sum();
    }

    /** Trades. */
    public long trades() {
        return trades.sum();
    }

    /** Sum over the trades of |price| × size, in micros of USDC. */
    public long volumeMicros() {
        return volumeMicros.sum();
    }

    /** Sum of the deposits, in micros of USDC. */
    public long depositedMicros() {
        return depositedMicros.sum();
    }
}
