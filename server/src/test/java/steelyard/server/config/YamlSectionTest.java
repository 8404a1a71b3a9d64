package steelyard.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steelyard.server.cluster.Durability;

class YamlSectionTest {
    @TempDir
    private Path directory;

    @Test
    void shouldUseDefaultsForWhatIsNotThere() throws IOException {
        final NodeConfig config = NodeConfig.read(file(""));
        assertEquals(8080, config.gateway().port());
        assertEquals(Durability.DISK, config.cluster().durability());
        assertEquals(directory.resolve("data"), config.cluster().directory());
        assertEquals(1, config.cluster().nodeId());
    }

    @Test
    void shouldUseMemoryAsTheDefaultOfSeveralMembers() throws IOException {
        final NodeConfig config = NodeConfig.read(file("""
            cluster:
              memberId: 2
              members:
                - {id: 0, basePort: 9100}
                - {id: 1, basePort: 9110}
                - {id: 2, basePort: 9120}
            """));
        assertEquals(Durability.MEMORY, config.cluster().durability());
        assertEquals(9120, config.cluster().member().basePort());
        assertEquals(3, config.cluster().nodeId());
    }

    @Test
    void shouldNameFileLineAndKeyOfWhatIsWrong() throws IOException {
        assertProblem("gateway:\n  port: 99999\n",
            "line 2: gateway.port must be a whole number from 1 to 65535, not 99999");
        assertProblem("admin:\n  prt: 1\n", "line 2: admin.prt is unknown; known here are host, port");
        assertProblem("\n\ngatway: {}\n", "line 3: gatway is unknown; known here are admin, audit, cluster, directory, disk, "
            + "gateway, genesis, history, prices, retention, rings, snapshots");
        assertProblem("cluster:\n  durability: paper\n",
            "line 2: cluster.durability must be one of memory, disk, not paper");
        assertProblem("rings:\n\n  egressSlots: 65537\n", "line 3: rings.egressSlots must be a power of two, not 65537");
        assertProblem("admin: 7\n", "line 1: admin must have keys and values");
        assertProblem("admin: {port: 1}\nadmin: {port: 2}\n", "line 2: admin stands there twice");
        assertProblem("admin: [\n", "line 2: this is no YAML: expected the node content, but found '<stream end>'");
        assertProblem("cluster:\n  members:\n    - {id: 0, basePort: 9100}\n    - {id: 1, basePort: 9104}\n",
            "line 3: cluster.members has two members with the same host and ports: each needs five, from basePort on");
        assertProblem("cluster:\n  members:\n    - {adminUrl: 10.0.0.10}\n",
            "line 3: cluster.members[].adminUrl must be like http://10.0.0.10:8081, not 10.0.0.10");
        assertProblem("cluster:\n  memberId: 4\n", "line 2: cluster.memberId names none of the members");
    }

    @Test
    void shouldSayThatAFileIsMissing() {
        final Path missing = directory.resolve("none.yaml");
        assertEquals(missing + ": there is no such file",
            assertThrows(ConfigException.class, () -> NodeConfig.read(missing)).getMessage());
    }

    private void assertProblem(final String text, final String expected) throws IOException {
        final Path file = file(text);
        final ConfigException problem = assertThrows(ConfigException.class, () -> NodeConfig.read(file));
        assertEquals(file + ", " + expected, problem.getMessage());
    }

    private Path file(final String text) throws IOException {
        return Files.writeString(directory.resolve("steelyard.yaml"), text);
    }
}
