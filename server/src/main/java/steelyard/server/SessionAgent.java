package steelyard.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agrona.concurrent.Agent;
import steelyard.node.EventListener;
import steelyard.protocol.EventBatch;
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
    private final List<EventListener> imageListeners;
    private final List<EventListener> listeners = new CopyOnWriteArrayList<>();
    private long nowNanos;

    /** {@code imageListeners} see the records of a loaded snapshot too. */
    SessionAgent(
        final EgressReader reader, final CommandAnswers answers, final List<EventListener> imageListeners) {
        this.reader = reader;
        this.answers = answers;
        this.imageListeners = List.copyOf(imageListeners);
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
        for (final EventListener listener : imageListeners) {
            listener.onEvents(batch.rewind());
        }
        if (ConsumerAgent.isImage(batch)) {
            return;
        }
        answers.onBatch(batch, nowNanos);
        for (final EventListener listener : listeners) {
            listener.onEvents(batch.rewind());
        }
    }

    boolean isDrained() {
        return reader.isDrained();
    }

    @Override
    public String roleName() {
        return "sessions";
    }
}
