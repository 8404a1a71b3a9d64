package steelyard.server.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.agrona.concurrent.UnsafeBuffer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.OriginDecoder;
import steelyard.server.DataDirectory;
import steelyard.server.StartException;
import steelyard.server.cluster.HaltWithReport;
import steelyard.server.cluster.SkipList;
import steelyard.server.journal.CommandSearch;

/** {@code skip}: has a command of the log passed over, after showing it. */
@Command(
    name = "skip",
    description = "Shows a command of the log of a node that is not running, and has every start and replay from now on "
        + "pass over it. Do the same on every member before it is started.",
    mixinStandardHelpOptions = true)
final class SkipCommand implements Callable<Integer> {
    private static final long NANOS = 1_000_000_000L;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "The node's data directory.")
    private Path data;

    @Option(names = "--yes", description = "Does not ask.")
    private boolean yes;

    @Parameters(arity = "0..1", paramLabel = "POSITION:INDEX",
        description = "Where the command stands (default: the one that the node stopped at last).")
    private String place;

    @Override
    public Integer call() throws IOException {
        final DataDirectory held = DataDirectory.take(data, 0);
        try (held) {
            final CommandSearch.Found found = CommandSearch.find(data, wanted());
            show(found);
            if (SkipList.read(data).contains(found.place())) {
                System.out.println("It is skipped already.");
                return 0;
            }
            if (!yes && !isConfirmed()) {
                System.out.println("Nothing was changed.");
                return 1;
            }
            SkipList.append(data, found.place(), found.command(), "added " + Instant.now());
            System.out.printf("It is skipped from now on; the list is %s. Do the same on every other member, then start "
                + "them.%n", data.resolve(SkipList.FILE_NAME));
        }
        return 0;
    }

    private SkipList.Place wanted() throws IOException {
        try {
            final SkipList.Place wanted = place == null ? HaltWithReport.lastCommand(data) : SkipList.Place.parse(place);
            if (wanted == null) {
                throw new StartException(
                    "The node did not stop at a command; say which one is meant, as POSITION:INDEX.");
            }
            return wanted;
        } catch (final IllegalArgumentException wrong) {
            throw new StartException("'" + place + "' is no POSITION:INDEX.");
        }
    }

    private static void show(final CommandSearch.Found found) {
        final UnsafeBuffer buffer = new UnsafeBuffer(found.command());
        final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, 0);
        final OriginDecoder origin = new OriginDecoder().wrap(buffer, MessageHeaderDecoder.ENCODED_LENGTH);
        System.out.printf("place     %s%n", found.place());
        System.out.printf("log time  %s%n", Instant.ofEpochSecond(
            Math.floorDiv(found.timestampNanos(), NANOS), Math.floorMod(found.timestampNanos(), NANOS)));
        System.out.printf("template  %d, version %d%n", header.templateId(), header.version());
        System.out.printf("from      node %d, epoch %d, number %d%n", origin.nodeId(), origin.epoch(), origin.seq());
        System.out.printf("bytes     %s%n", HexFormat.of().formatHex(found.command()));
    }

    private static boolean isConfirmed() throws IOException {
        System.out.print("Type 'skip' to have it passed over: ");
        System.out.flush();
        final BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
        return "skip".equals(input.readLine());
    }
}
