package steelyard.server.cli;

import java.nio.file.Path;

/** The project's folder, as the launcher names it. */
final class Home {
    private static final String PROPERTY = "steelyard.home";

    private Home() {
    }

    /** A path below it; below the working directory if there was no launcher. */
    static Path path(final String relative) {
        return Path.of(System.getProperty(PROPERTY, "")).resolve(relative);
    }
}
