package steelyard.server.drill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Commands of the operating system that set the scene. */
final class Commands {
    private Commands() {
    }

    /**
     * Runs one and waits for its end.
     *
     * @throws DrillFailure if it does not succeed
     */
    static void run(final String... command) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new DrillFailure("This machine does not allow '" + String.join(" ", List.of(command)) + "': "
                + output.strip());
        }
    }

    /** Runs one that may fail. */
    static void tryToRun(final String... command) {
        try {
            run(command);
        } catch (final IOException | DrillFailure left) {
            // There was nothing to take away.
        } catch (final InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
