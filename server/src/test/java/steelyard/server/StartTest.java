package steelyard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steelyard.server.config.ConfigException;
import steelyard.server.config.NodeConfig;

/** What keeps a node from starting is told in one sentence. */
class StartTest {
    @TempDir
    private Path directory;

    private NodeConfig config;

    @BeforeEach
    void writeConfiguration() throws IOException {
        config = TestNode.configuration(directory);
    }

    @Test
    void shouldSayWhichPortIsTakenAndWhereToChangeIt() throws IOException {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(config.gateway().host(), config.gateway().port()));
            final String sentence = refusal();
            assertTrue(sentence.startsWith("Port " + config.gateway().port() + " on 127.0.0.1 cannot be opened: "),
                sentence);
            assertTrue(sentence.endsWith("Set gateway.port to another one."), sentence);
        }
    }

    @Test
    void shouldSayWhichUdpPortIsTaken() throws IOException {
        final int port = config.cluster().member().basePort() + 2;
        try (DatagramSocket taken = new DatagramSocket(port, InetAddress.getByName("127.0.0.1"))) {
            final String sentence = refusal();
            assertTrue(sentence.startsWith("UDP port " + taken.getLocalPort() + " on 127.0.0.1 cannot be opened: "),
                sentence);
        }
    }

    @Test
    void shouldSayThatAnAddressIsNotOfThisMachine() throws IOException {
        assertEquals(
            "No network of this machine has the address 192.0.2.1. Set cluster.members[].host to one of this machine.",
            refusalWith("{id: 0, ", "{id: 0, host: 192.0.2.1, "));
        assertEquals("There is no address of no.such.invalid. Set gateway.host to one of this machine.",
            refusalWith("gateway: {", "gateway: {host: no.such.invalid, "));
    }

    @Test
    void shouldSayWhichFileItMayNotWrite() throws IOException {
        final Path archive = Files.createDirectories(config.cluster().archiveDirectory());
        final Path foreign = Files.createFile(archive.resolve("archive.catalog"));
        assumeTrue(foreign.toFile().setReadOnly() && !Files.isWritable(foreign), "root may write everything");
        assertEquals("The data directory " + config.cluster().directory()
            + " cannot be used: there is no permission to write " + foreign + ".", refusal());
    }

    private String refusalWith(final String text, final String replacement) throws IOException {
        final Path file = directory.resolve("steelyard.yaml");
        final String before = Files.readString(file);
        Files.writeString(file, before.replace(text, replacement));
        config = NodeConfig.read(file);
        final String sentence = refusal();
        Files.writeString(file, before);
        return sentence;
    }

    @Test
    void shouldSayHowMuchDiskIsMissing() throws IOException {
        final Path file = directory.resolve("steelyard.yaml");
        Files.writeString(file, Files.readString(file).replace("freeMegabytes: 10", "freeMegabytes: 10000000"));
        config = NodeConfig.read(file);
        final String sentence = refusal();
        assertTrue(sentence.startsWith("There is too little disk space for "), sentence);
        assertTrue(sentence.endsWith("10000000 MB are needed."), sentence);
    }

    @Test
    void shouldSayThatTheGenesisIsMissing() throws IOException {
        Files.delete(config.genesisFile());
        assertEquals(config.genesisFile() + ": there is no such file",
            assertThrows(ConfigException.class, () -> TestNode.start(config)).getMessage());
    }

    private String refusal() {
        return assertThrows(StartException.class, () -> TestNode.start(config)).getMessage();
    }
}
