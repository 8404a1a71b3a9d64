package steelyard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steelyard.server.cluster.ClusterSettings;
import steelyard.server.cluster.Durability;
import steelyard.server.cluster.IdleMode;

class KnownMembersTest {
    @TempDir
    private Path directory;

    @Test
    void shouldNotGoOnAsOneOfFewerThatNeedNotMeetTheOthers() throws Exception {
        KnownMembers.check(members(3));
        final StartException refused = assertThrows(StartException.class, () -> KnownMembers.check(members(1)));
        assertTrue(refused.getMessage().contains("one of the members [0, 1, 2]"), refused.getMessage());
        KnownMembers.check(members(3));
        KnownMembers.check(members(5));
        assertThrows(StartException.class, () -> KnownMembers.check(members(3)));
        Files.delete(directory.resolve(KnownMembers.FILE_NAME));
        KnownMembers.check(members(1));
    }

    @Test
    void shouldGrowAndLoseMembersOneByOne() throws Exception {
        KnownMembers.check(members(1));
        KnownMembers.check(members(3));
        KnownMembers.check(members(2));
        assertEquals("0\n1\n", Files.readString(directory.resolve(KnownMembers.FILE_NAME)));
    }

    private ClusterSettings members(final int count) {
        return new ClusterSettings(0,
            IntStream.range(0, count).mapToObj(id -> new ClusterSettings.Member(id, "127.0.0.1", 9_100 + 10 * id)).toList(),
            directory, directory, Durability.MEMORY, IdleMode.AUTO, 1_000_000_000);
    }
}
