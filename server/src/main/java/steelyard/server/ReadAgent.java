package steelyard.server;

import java.util.function.Function;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.node.AgentLimits;
import steelyard.node.NodeQueries.Query;
import steelyard.protocol.Address;
import steelyard.server.readmodel.ReadModels;
import steelyard.server.ring.EgressReader;

/**
 * First stage of the egress ring: applies every batch to the read models and answers questions about them in between,
 * on one thread.
 */
final class ReadAgent implements Agent {
    private static final Logger LOGGER = LoggerFactory.getLogger(ReadAgent.class);
    private static final int BATCHES_PER_TURN = 64;
    private static final int QUERIES_PER_TURN = 32;
    private static final int QUERIES_WAITING_MAX = 8_192;

    private final EgressReader reader;
    private final ReadModels models;
    private final ManyToOneConcurrentArrayQueue<Query> queries =
        new ManyToOneConcurrentArrayQueue<>(QUERIES_WAITING_MAX);
    private volatile long eventSequence;
    private volatile long logTimeNanos;

    ReadAgent(final EgressReader reader, final ReadModels models) {
        this.reader = reader;
        this.models = models;
    }

    @Override
    public int doWork() {
        final int batches = reader.poll(models::apply, BATCHES_PER_TURN);
        if (batches > 0) {
            logTimeNanos = models.logTimeNanos();
            eventSequence = models.eventSequence();
        }
        return batches + answer();
    }

    private int answer() {
        int answered = 0;
        for (; answered < QUERIES_PER_TURN; answered++) {
            final Query query = queries.poll();
            if (query == null) {
                break;
            }
            try {
                query.run(models);
            } catch (final RuntimeException failed) {
                LOGGER.error("A query failed", failed);
            }
        }
        return answered;
    }

    boolean submit(final Query query) {
        return queries.offer(query);
    }

    /** Any thread. */
    AgentLimits agentLimits(final Address address) {
        return models.agentLimits(address);
    }

    long eventSequence() {
        return eventSequence;
    }

    long logTimeNanos() {
        return logTimeNanos;
    }

    int waiting() {
        return queries.size();
    }

    @Override
    public String roleName() {
        return "read-models";
    }
}
