package steelyard.server.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steelyard.server.cluster.ClusterSettings;
import steelyard.server.config.NodeConfig;

class ClusterPlanTest {
    @TempDir
    private Path directory;

    @Test
    void shouldGiveEveryNodeItsOwnPortsAndTheSameMembers() {
        final Path template = Path.of("..", "demo", "steelyard.yaml").toAbsolutePath().normalize();
        final ClusterPlan plan = new ClusterPlan(directory, 3, "127.0.0.1", 8080, 9100);
        plan.write(template);

        final NodeConfig first = NodeConfig.read(plan.config(0));
        final NodeConfig last = NodeConfig.read(plan.config(2));

        assertEquals(List.of(
            new ClusterSettings.Member(0, "127.0.0.1", 9100, "http://127.0.0.1:8081"),
            new ClusterSettings.Member(1, "127.0.0.1", 9110, "http://127.0.0.1:8091"),
            new ClusterSettings.Member(2, "127.0.0.1", 9120, "http://127.0.0.1:8101")), first.cluster().members());
        assertEquals(first.cluster().members(), last.cluster().members());
        assertEquals(List.of(0, 2), List.of(first.cluster().memberId(), last.cluster().memberId()));
        assertEquals(List.of(8100, 8101), List.of(last.gateway().port(), last.admin().port()));
        assertEquals(plan.data(2).toAbsolutePath(), last.cluster().directory());
        assertEquals(template.resolveSibling("genesis.yaml"), last.genesisFile());
        assertEquals(NodeConfig.read(template).prices(), last.prices());
    }
}
