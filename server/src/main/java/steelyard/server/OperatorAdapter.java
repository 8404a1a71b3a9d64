package steelyard.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import steelyard.admin.ClusterStatus;
import steelyard.admin.DataPart;
import steelyard.admin.ExchangeStatus;
import steelyard.admin.OperatorPort;
import steelyard.admin.SnapshotTaken;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.server.audit.Checkpoint;
import steelyard.server.cluster.ClusterMember;
import steelyard.server.cluster.CoreStatus;
import steelyard.server.cluster.ServiceCondition;
import steelyard.server.cluster.SkipList;
import steelyard.server.journal.DataImage;
import steelyard.server.local.Backup;

/** The node as its operators see it. */
final class OperatorAdapter implements OperatorPort {
    private final Node node;
    private final NodeMonitor monitor;
    private final NodeMetrics metrics;

    OperatorAdapter(final Node node, final NodeMonitor monitor, final NodeMetrics metrics) {
        this.node = node;
        this.monitor = monitor;
        this.metrics = metrics;
    }

    @Override
    public CompletionStage<ExchangeStatus> status() {
        return node.core().status().thenApply(this::status);
    }

    private ExchangeStatus status(final CoreStatus core) {
        final Map<String, Long> parts = new LinkedHashMap<>();
        core.hashes().parts().forEach(part -> parts.put(part.name(), part.hash()));
        final ClusterMember member = node.member();
        return new ExchangeStatus(
            role(member), member.condition().leadershipTermId(), core.logPosition(), core.eventSequence(),
            core.nowNanos(), core.hashes().total(), parts,
            Map.of("software", Version.software(), "schema", String.valueOf(MessageHeaderDecoder.SCHEMA_VERSION)));
    }

    private static String role(final ClusterMember member) {
        if (!member.isElectionClosed()) {
            return "candidate";
        }
        return member.condition().isLeader() ? "leader" : "follower";
    }

    @Override
    public CompletionStage<SnapshotTaken> takeSnapshot() {
        return monitor.takeSnapshot();
    }

    @Override
    public ClusterStatus cluster() {
        final ClusterMember member = node.member();
        final ServiceCondition condition = member.condition();
        return new ClusterStatus(
            member.settings().memberId(), condition.leaderMemberId(), condition.leadershipTermId(),
            condition.elections(), condition.terms().stream()
                .map(term -> new ClusterStatus.Term(term.termId(), term.leaderId(), term.logPosition())).toList(),
            member.commitPosition(), condition.appliedPosition(), node.roster().difference(),
            checkpoint(), member.settings().members().stream()
                .map(other -> new ClusterStatus.Member(
                    other.id(), other.host(), other.basePort(), other.adminUrl(), report(other.nodeId()))).toList());
    }

    private ClusterStatus.Report report(final int nodeId) {
        final Checkpoint told = node.auditor().reported(nodeId);
        return told == null ? null
            : new ClusterStatus.Report(told.eventSequence(), told.logPosition(), node.auditor().lagBytes(nodeId));
    }

    private ClusterStatus.Checkpoint checkpoint() {
        final Checkpoint last = node.auditor().last();
        return last == null ? null : new ClusterStatus.Checkpoint(last.eventSequence(), last.logPosition(),
            last.stateHash(), last.chainHash(), node.auditor().agreeing());
    }

    @Override
    public List<DataPart> dataParts() {
        return image().stream()
            .map(part -> new DataPart(part.folder(), part.name(), part.length(), part.fileLength())).toList();
    }

    /** The vote of this member is its own. */
    private List<DataImage.Part> image() {
        monitor.noteCopy();
        try {
            return DataImage.of(directory(), List.of(SkipList.FILE_NAME), node.member().condition().appliedPosition())
                .stream().filter(part -> !part.name().equals(DataImage.VOTE)).toList();
        } catch (final IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Path directory() {
        return node.config().cluster().directory();
    }

    @Override
    public CompletionStage<byte[]> dataBytes(final String folder, final String name, final long offset) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                for (final DataImage.Part part : image()) {
                    if (part.folder().equals(folder) && part.name().equals(name)) {
                        return Backup.read(part.in(directory()), offset);
                    }
                }
                return null;
            } catch (final IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        });
    }

    @Override
    public String metrics() {
        return metrics.text();
    }
}
