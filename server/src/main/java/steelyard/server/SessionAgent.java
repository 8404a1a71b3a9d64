package steelyard.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agrona.concurrent.Agent;
import steelyard.node.EventListener;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.CommandDoneDecoder;
import steelyard.protocol.sbe.FillSettledDecoder;
import steelyard.protocol.sbe.OrderCanceledDecoder;
import steelyard.protocol.sbe.OrderPlacedDecoder;
import steelyard.protocol.sbe.OrderReducedDecoder;
import steelyard.protocol.sbe.OrderRestedDecoder;
import steelyard.protocol.sbe.TradeExecutedDecoder;
import steelyard.server.ring.EgressReader;
import steelyard.server.sequencer.CommandAnswers;

/**
 * Second stage of the egress ring: tells the senders of commands what became of them, then the gateways' listeners,
 * then the other consumers, in order, on one thread.
 */
final class SessionAgent implements Agent {
    private static final int BATCHES_PER_TURN = 64;

    private final EgressReader reader;
    private final CommandAnswers answers;
    private final List<EventListener> rareListeners;
    private final List<EventListener> listeners = new CopyOnWriteArrayList<>();
    private long nowNanos;

    /**
     * {@code rareListeners} see the records of a loaded snapshot too, but no batch in which there is nothing but orders
     * and fills, as there are most: these are looked through once, and not by each of them.
     */
    SessionAgent(
        final EgressReader reader, final CommandAnswers answers, final List<EventListener> rareListeners) {
        this.reader = reader;
        this.answers = answers;
        this.rareListeners = List.copyOf(rareListeners);
    }

    /** From the next batch on, {@code listener} sees every batch of events. Any thread. */
    void add(final EventListener listener) {
        listeners.add(listener);
    }

    @Override
    public int doWork() {
        nowNanos = System.nanoTime();
        return reader.poll(this::onBatch, BATCHES_PER_TURN) + answers.poll(nowNanos);
    }

    private void onBatch(final EventBatch batch) {
        if (hasMoreThanOrders(batch)) {
            for (final EventListener listener : rareListeners) {
                listener.onEvents(batch.rewind());
            }
        }
        if (ConsumerAgent.isImage(batch)) {
            return;
        }
        answers.onBatch(batch, nowNanos);
        for (final EventListener listener : listeners) {
            listener.onEvents(batch.rewind());
        }
    }

    private static boolean hasMoreThanOrders(final EventBatch batch) {
        batch.rewind();
        while (batch.next()) {
            switch (batch.templateId()) {
                case OrderPlacedDecoder.TEMPLATE_ID,
                     OrderRestedDecoder.TEMPLATE_ID,
                     OrderReducedDecoder.TEMPLATE_ID,
                     OrderCanceledDecoder.TEMPLATE_ID,
                     TradeExecutedDecoder.TEMPLATE_ID,
                     FillSettledDecoder.TEMPLATE_ID,
                     CommandDoneDecoder.TEMPLATE_ID -> { }
                default -> {
                    return true;
                }
            }
        }
        return false;
    }

    boolean isDrained() {
        return reader.isDrained();
    }

    @Override
    public String roleName() {
        return "sessions";
    }
}
