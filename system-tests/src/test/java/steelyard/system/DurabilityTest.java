package steelyard.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.system.node.LaunchedProcess;
import steelyard.system.node.TestServer;

/** Which files a running node syncs to disk, as its own Java has recorded it. */
@Timeout(120)
class DurabilityTest {
    private static final int DEPOSITS = 20;
    private static final String EVENTS = """
        <?xml version="1.0" encoding="UTF-8"?>
        <configuration version="2.0">
          <event name="jdk.FileForce">
            <setting name="enabled">true</setting>
            <setting name="threshold">0 ms</setting>
          </event>
        </configuration>
        """;
    private static final String JOURNAL = "archive/*.rec";
    private static final String CATALOGUE = "archive/archive.catalog";
    private static final String CONSENSUS = "cluster/recording.log";

    @TempDir
    private Path directory;

    @Test
    void shouldSyncJournalCatalogueAndConsensusBeforeAnswering() throws IOException {
        final Map<String, Long> syncs = syncsOfARun("");
        assertTrue(syncs.get(JOURNAL) >= DEPOSITS, syncs::toString);
        assertTrue(syncs.getOrDefault(CATALOGUE, 0L) >= 1, syncs::toString);
        assertTrue(syncs.getOrDefault(CONSENSUS, 0L) >= 1, syncs::toString);
    }

    @Test
    void shouldSyncNoneOfThemWhereMemoryIsEnough() throws IOException {
        final Map<String, Long> syncs = syncsOfARun("  durability: memory\n");
        for (final String file : List.of(JOURNAL, CATALOGUE, CONSENSUS)) {
            assertEquals(0, syncs.getOrDefault(file, 0L), syncs::toString);
        }
    }

    /** By file, how often it was synced in a run with deposits that were answered one after the other. */
    private Map<String, Long> syncsOfARun(final String clusterSetting) throws IOException {
        final Path events = directory.resolve("events.jfc");
        final Path recording = directory.resolve("run.jfr");
        Files.writeString(events, EVENTS);
        try (TestServer server = new TestServer(directory)) {
            server.configure("cluster:\n", "cluster:\n" + clusterSetting);
            server.launched(LaunchedProcess.steelyard(directory,
                Map.of("STEELYARD_JAVA_OPTIONS", "-XX:StartFlightRecording:dumponexit=true,settings=" + events
                    + ",filename=" + recording),
                List.of("run", "--config", server.configuration().toString())));
            server.awaitReady();
            for (int i = 0; i < DEPOSITS; i++) {
                server.fund("100");
            }
            server.terminate();
            return RecordingFile.readAllEvents(recording).stream()
                .filter(event -> event.getEventType().getName().equals("jdk.FileForce"))
                .collect(Collectors.groupingBy(event -> fileOf(event, server.data()), Collectors.counting()));
        }
    }

    private static String fileOf(final RecordedEvent event, final Path data) {
        final String path = event.getString("path");
        return path.endsWith(".rec") ? JOURNAL : data.relativize(Path.of(path)).toString();
    }
}
