package steelyard.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import steelyard.server.cluster.ClusterSettings;

/**
 * The members that a node's cluster had when it last started, in its data directory. A member that is started as one of
 * fewer could go on beside the others, as when it gets the configuration of a single node by mistake: it does not start
 * where a majority of the new members need not meet every majority of the old ones.
 */
final class KnownMembers {
    /** Name of the file: the members' ids. */
    static final String FILE_NAME = "members.txt";

    private KnownMembers() {
    }

    /**
     * Compares with the last start and notes what is configured now.
     *
     * @throws StartException if these members could go on beside the others
     */
    static void check(final ClusterSettings settings) {
        final Path file = settings.directory().resolve(FILE_NAME);
        final Set<Integer> now =
            settings.members().stream().map(ClusterSettings.Member::id).collect(Collectors.toCollection(TreeSet::new));
        try {
            final Set<Integer> before = Files.exists(file) ? read(file) : Set.of();
            final Set<Integer> all = new HashSet<>(before);
            all.addAll(now);
            if (now.size() < before.size() && majority(now) + majority(before) <= all.size()) {
                throw new StartException("This node was one of the members " + before + ", and is configured as one of "
                    + now + ": these could go on beside the others, and orders would be lost. If the others have ended"
                    + " for good, delete " + file + ".");
            }
            Files.writeString(file,
                now.stream().map(String::valueOf).collect(Collectors.joining("\n", "", "\n")), US_ASCII);
        } catch (final IOException | NumberFormatException unusable) {
            throw new StartException(file + " cannot be used: " + unusable.getMessage());
        }
    }

    private static int majority(final Set<Integer> members) {
        return members.size() / 2 + 1;
    }

    private static Set<Integer> read(final Path file) throws IOException {
        final List<String> lines = Files.readAllLines(file, US_ASCII);
        return lines.stream().filter(line -> !line.isBlank()).map(line -> Integer.valueOf(line.strip()))
            .collect(Collectors.toCollection(TreeSet::new));
    }
}
