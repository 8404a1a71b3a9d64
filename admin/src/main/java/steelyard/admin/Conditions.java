package steelyard.admin;

import static io.netty.handler.codec.http.HttpResponseStatus.CONFLICT;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.node.NodeQueries;
import steelyard.node.NodeStatus;

/** What operators look at, and the snapshot they take. */
final class Conditions {
    private static final Logger LOG = LoggerFactory.getLogger(Conditions.class);
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final NodeQueries queries;
    private final OperatorPort operator;
    private final AtomicBoolean snapshotUnderWay = new AtomicBoolean();

    Conditions(final NodeQueries queries, final OperatorPort operator) {
        this.queries = queries;
        this.operator = operator;
    }

    /** {@code GET /v1/health}: the process answers. */
    CompletionStage<Answer> health(final Request request) {
        return CompletableFuture.completedStage(Answer.ok(condition(queries.status())));
    }

    /** {@code GET /v1/ready}: 200 while the node takes orders and its reads are fresh, else 503. */
    CompletionStage<Answer> ready(final Request request) {
        final NodeStatus status = queries.status();
        return CompletableFuture.completedStage(
            Answer.json(status.ready() && !status.stale() ? OK : SERVICE_UNAVAILABLE, condition(status)));
    }

    /** {@code GET /v1/status}: sequence and hashes of one moment. */
    CompletionStage<Answer> status(final Request request) {
        return operator.status().thenApply(status -> {
            final NodeStatus node = queries.status();
            final ObjectNode json = Json.object()
                .put("role", status.role())
                .put("ready", node.ready())
                .put("stale", node.stale())
                .put("term", status.term())
                .put("logPosition", status.logPosition())
                .put("eventSequence", status.eventSequence())
                .put("logTimeNanos", status.logTimeNanos())
                .put("stateHash", Json.hash(status.stateHash()));
            final ObjectNode parts = json.putObject("partHashes");
            status.partHashes().forEach((part, hash) -> parts.put(part, Json.hash(hash)));
            final ObjectNode versions = json.putObject("versions");
            status.versions().forEach(versions::put);
            return Answer.ok(json);
        });
    }

    /** {@code POST /v1/snapshots}: one at a time; answered when it is stored. */
    CompletionStage<Answer> snapshot(final Request request) {
        final Body body = request.body("operator", "reason");
        LOG.info("{} takes a snapshot: {}", body.text("operator"), body.text("reason"));
        if (!snapshotUnderWay.compareAndSet(false, true)) {
            throw new AdminException(CONFLICT, "a snapshot is under way", "wait until it is stored");
        }
        return takeSnapshot()
            .whenComplete((taken, failure) -> snapshotUnderWay.set(false))
            .thenApply(taken -> Answer.ok(Json.object()
                .put("logPosition", taken.logPosition())
                .put("eventSequence", taken.eventSequence())
                .put("stateHash", Json.hash(taken.stateHash()))
                .put("durationNanos", taken.durationNanos())));
    }

    private CompletionStage<SnapshotTaken> takeSnapshot() {
        try {
            return operator.takeSnapshot();
        } catch (final RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** {@code GET /v1/cluster}: members and how far they are, leader, terms, positions, the last checkpoint. */
    CompletionStage<Answer> cluster(final Request request) {
        final ClusterStatus cluster = operator.cluster();
        final ObjectNode json = Json.object()
            .put("memberId", cluster.memberId())
            .put("leaderId", cluster.leaderId())
            .put("term", cluster.term())
            .put("elections", cluster.elections())
            .put("commitPosition", cluster.commitPosition())
            .put("appliedPosition", cluster.appliedPosition())
            .put("difference", cluster.difference());
        final ClusterStatus.Checkpoint checkpoint = cluster.checkpoint();
        if (checkpoint == null) {
            json.putNull("checkpoint");
        } else {
            json.putObject("checkpoint")
                .put("eventSequence", checkpoint.eventSequence())
                .put("logPosition", checkpoint.logPosition())
                .put("stateHash", Json.hash(checkpoint.stateHash()))
                .put("chainHash", checkpoint.chainHash())
                .put("agreeing", checkpoint.agreeing());
        }
        final ArrayNode terms = json.putArray("terms");
        cluster.terms().forEach(term -> terms.addObject()
            .put("term", term.term()).put("leaderId", term.leaderId()).put("logPosition", term.logPosition()));
        final ArrayNode members = json.putArray("members");
        cluster.members().forEach(member -> addMember(member, members.addObject()));
        return CompletableFuture.completedStage(Answer.ok(json));
    }

    private static void addMember(final ClusterStatus.Member member, final ObjectNode json) {
        json.put("id", member.id()).put("host", member.host()).put("basePort", member.basePort())
            .put("adminUrl", member.adminUrl().isEmpty() ? null : member.adminUrl());
        if (member.report() == null) {
            json.putNull("report");
        } else {
            json.putObject("report")
                .put("eventSequence", member.report().eventSequence())
                .put("logPosition", member.report().logPosition())
                .put("lagBytes", member.report().lagBytes());
        }
    }

    /** {@code GET /metrics}. */
    CompletionStage<Answer> metrics(final Request request) {
        return CompletableFuture.completedStage(
            new Answer(OK, METRICS_TYPE, operator.metrics().getBytes(UTF_8)));
    }

    private static ObjectNode condition(final NodeStatus status) {
        return Json.object()
            .put("ready", status.ready())
            .put("stale", status.stale())
            .put("leader", status.leader())
            .put("eventSequence", status.eventSequence())
            .put("logTimeNanos", status.logTimeNanos());
    }
}
