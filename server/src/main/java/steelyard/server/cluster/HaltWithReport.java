package steelyard.server.cluster;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.DirectBuffer;

/** Writes what happened into the data directory and ends the process at once, with status {@value #STATUS}. */
public final class HaltWithReport implements FailStop {
    /** Exit status of a node that stopped itself. */
    public static final int STATUS = 70;
    /** Name of the report in the data directory; reports are appended. */
    public static final String FILE_NAME = "stopped.txt";

    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final Pattern COMMAND = Pattern.compile("While applying command (\\d+:\\d+) of the log");

    private final Path directory;
    private final PrintStream console;

    /** Reports into {@code directory}, and with one line to {@code console}. */
    public HaltWithReport(final Path directory, final PrintStream console) {
        this.directory = directory;
        this.console = console;
    }

    /** The command that a node stopped at last, by the reports in its data directory; {@code null} if at none. */
    public static SkipList.Place lastCommand(final Path dataDirectory) throws IOException {
        final Path report = dataDirectory.resolve(FILE_NAME);
        SkipList.Place last = null;
        if (Files.exists(report)) {
            final Matcher matcher = COMMAND.matcher(Files.readString(report));
            while (matcher.find()) {
                last = SkipList.Place.parse(matcher.group(1));
            }
        }
        return last;
    }

    @Override
    public RuntimeException stop(final String where, final Throwable cause) {
        return halt("While " + where + ".\n", cause);
    }

    @Override
    public RuntimeException stop(
        final long logPosition,
        final int commandIndex,
        final DirectBuffer command,
        final int offset,
        final int length,
        final Throwable cause) {
        final byte[] bytes = new byte[length];
        command.getBytes(offset, bytes);
        return halt("While applying command " + logPosition + ":" + commandIndex + " of the log.\nCommand: "
            + HexFormat.of().formatHex(bytes) + "\n", cause);
    }

    private RuntimeException halt(final String what, final Throwable cause) {
        try {
            haltAnyway();
            final StringWriter text = new StringWriter();
            text.append(Instant.now().toString()).append(" The node stopped itself.\n").append(what);
            cause.printStackTrace(new PrintWriter(text));
            text.append('\n');
            Files.writeString(directory.resolve(FILE_NAME), text.toString(), StandardCharsets.UTF_8,
                StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.SYNC);
            console.println("The node stopped itself: " + cause + ". See " + directory.resolve(FILE_NAME) + ".");
            console.flush();
        } catch (final IOException | RuntimeException unwritable) {
            console.println("The node stopped itself: " + cause + ", and could not write why: " + unwritable);
        } finally {
            Runtime.getRuntime().halt(STATUS);
        }
        return new IllegalStateException(cause);
    }

    /** A disk that stands still would keep the report, and with it the process, waiting. */
    private static void haltAnyway() {
        Thread.ofPlatform().daemon().name("halt").start(() -> {
            LockSupport.parkNanos(REPORT_NANOS);
            Runtime.getRuntime().halt(STATUS);
        });
    }
}
