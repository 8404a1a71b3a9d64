package steelyard.server;

import org.agrona.concurrent.Agent;
import steelyard.node.EventListener;
import steelyard.protocol.EventBatch;
import steelyard.server.ring.EgressReader;

/** One consumer of the second stage on a thread of its own. It sees the events of commands, no snapshot records. */
final class ConsumerAgent implements Agent {
    private static final int BATCHES_PER_TURN = 64;

    private final String name;
    private final EgressReader reader;
    private final EventListener listener;

    ConsumerAgent(final String name, final EgressReader reader, final EventListener listener) {
        this.name = name;
        this.reader = reader;
        this.listener = listener;
    }

    @Override
    public int doWork() {
        return reader.poll(this::onBatch, BATCHES_PER_TURN);
    }

    private void onBatch(final EventBatch batch) {
        if (!isImage(batch)) {
            listener.onEvents(batch.rewind());
        }
    }

    /** Whether the batch is a record of a loaded snapshot. */
    static boolean isImage(final EventBatch batch) {
        return batch.rewind().next() && batch.templateId() >= EventBatch.FIRST_SNAPSHOT_TEMPLATE_ID;
    }

    @Override
    public String roleName() {
        return name;
    }
}
