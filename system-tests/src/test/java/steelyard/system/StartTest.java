package steelyard.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.system.load.Load;
import steelyard.system.load.LoadCheck;
import steelyard.system.node.LaunchedProcess;
import steelyard.system.node.TestServer;

/** What keeps the process from starting is told in one sentence, with exit status 1; told to end, it ends in order. */
@Timeout(120)
class StartTest {
    private static final int STATUS_REFUSED = 1;
    private static final int STATUS_TERMINATED = 128 + 15;

    @TempDir
    private Path directory;

    private TestServer server;

    @BeforeEach
    void configure() {
        server = new TestServer(directory);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldNameATakenPort() throws IOException {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.adminPort()));
            assertRefuses("Port " + server.adminPort() + " on 127.0.0.1 cannot be opened: Address already in use. "
                + "Set admin.port to another one.");
        }
    }

    @Test
    void shouldNameATakenUdpPort() throws IOException {
        final int port = server.clusterPort() + 4;
        try (DatagramSocket taken = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
            assertRefuses("UDP port " + taken.getLocalPort() + " on 127.0.0.1 cannot be opened: Address already in use. "
                + "Set cluster.members[].basePort to another one.");
        }
    }

    @Test
    void shouldNameFileAndLineOfAnUnknownKey() {
        server.configure("disk:", "dusk:");
        assertRefuses(server.configuration() + ", line 3: dusk is unknown; known here are admin, audit, cluster, directory, disk, "
            + "gateway, genesis, history, prices, retention, rings, snapshots");
    }

    @Test
    void shouldNameFileLineAndKeyOfAWrongValue() {
        server.configure("freeMegabytes: 64", "freeMegabytes: many");
        assertRefuses(server.configuration()
            + ", line 3: disk.freeMegabytes must be a whole number from 1 to 10000000, not many");
    }

    @Test
    void shouldNameAMissingConfiguration() throws IOException {
        Files.delete(server.configuration());
        assertRefuses(server.configuration() + ": there is no such file");
    }

    @Test
    void shouldNameAMissingGenesis() throws IOException {
        Files.delete(server.genesisFile());
        assertRefuses(server.genesisFile() + ": there is no such file");
    }

    @Test
    void shouldSayHowMuchDiskIsMissing() {
        server.configure("freeMegabytes: 64", "freeMegabytes: 10000000");
        final String sentence = refusal();
        assertTrue(sentence.matches("There is too little disk space for \\Q" + server.data()
            + "\\E: \\d+ MB are free, 10000000 MB are needed\\."), sentence);
    }

    @Test
    void shouldNotShareItsDataDirectory() throws IOException {
        server.start();
        final Path folder = Files.createDirectory(directory.resolve("second"));
        try (TestServer second = new TestServer(folder)) {
            second.configure("directory: data", "directory: " + server.data());
            second.launch();
            assertEquals(STATUS_REFUSED, second.process().awaitExit());
            assertEquals("The data directory " + server.data() + " is in use by another process.",
                second.process().complaints());
        }
        assertEquals("leader", server.admin().status().path("role").textValue());
    }

    @Test
    void shouldNotGoOnWithAnotherGenesis() throws IOException {
        server.start();
        server.terminate();
        Files.writeString(server.genesisFile(), Files.readString(server.genesisFile()).replace("BTC", "DOGE"));
        final String sentence = refusal();
        assertTrue(sentence.matches("The exchange began with another genesis: its SHA-256 is [0-9a-f]{64}, "
            + "that of the file is [0-9a-f]{64}\\. Use the file that it began with, or another data directory\\."), sentence);
    }

    @Test
    void shouldAnswerWhatIsUnderWayAndStartAgainAtOnceWhenTerminatedUnderLoad() {
        server.start();
        try (Load load = new Load(server, 11)) {
            load.connect();
            load.start();
            Load.sleep(1_500);
            load.awaitAnswer();
            assertEquals(STATUS_TERMINATED, server.terminate());
            load.stop();
            assertTrue(server.process().output().endsWith("Closing.\n"), server.process().output());
            assertEquals("", server.process().complaints());
            assertEquals(List.of(), server.process().log().stream().filter(line -> line.contains(" ERROR ")).toList());

            final long startNanos = System.nanoTime();
            server.start();
            assertTrue(System.nanoTime() - startNanos < Duration.ofSeconds(9).toNanos(), "the start was slow");
            assertFalse(server.process().output().contains("Waiting"), server.process().output());
            load.connect();
            final String resolved = new LoadCheck(load).resolveDoubts(server.api());
            assertTrue(resolved.endsWith("of which 0 had been done"), resolved);
            new LoadCheck(load).checkAnswers(server.api());
        }
    }

    private void assertRefuses(final String sentence) {
        assertEquals(sentence, refusal());
    }

    private String refusal() {
        final LaunchedProcess process = server.launch();
        assertEquals(STATUS_REFUSED, process.awaitExit());
        assertEquals("", process.output());
        assertTrue(process.complaints().matches("[^\n]+"), process.complaints());
        return process.complaints();
    }
}
