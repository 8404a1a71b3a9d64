package steelyard.architecture;

import static com.tngtech.archunit.core.importer.ImportOption.Predefined.DO_NOT_INCLUDE_TESTS;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The modules, what each may import of the others, and their compiled classes without tests. */
final class Modules {
    /** Where balances, books and positions are decided: deterministic, without clock, I/O and threads. */
    static final Set<String> STATE_MACHINE = Set.of("model", "matching-engine", "risk-engine", "exchange");

    /**
     * Every class of every module that is on the class path. The copies to which the server's jar refers are left out:
     * they lie in the server's folder, and would be taken for its own.
     */
    static final JavaClasses CLASSES = new ClassFileImporter()
        .withImportOption(DO_NOT_INCLUDE_TESTS)
        .withImportOption(location -> !location.contains("/target/lib/"))
        .importPackages("steelyard");

    private static final Set<String> GATEWAY = Set.of("model", "protocol", "signing");

    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
        Map.entry("model", Set.of()),
        Map.entry("signing", Set.of()),
        Map.entry("protocol", Set.of("model")),
        Map.entry("matching-engine", Set.of("model")),
        Map.entry("risk-engine", Set.of("model")),
        Map.entry("exchange", Set.of("model", "matching-engine", "risk-engine", "protocol")),
        Map.entry("gateway-ws", GATEWAY),
        Map.entry("gateway-fixp", GATEWAY),
        Map.entry("oracle-feed", Set.of("model", "protocol")),
        Map.entry("history", Set.of("model", "protocol")),
        Map.entry("admin", Set.of("model", "protocol")),
        Map.entry("client", Set.of("model", "signing")),
        Map.entry("calibration", Set.of("model", "risk-engine")),
        Map.entry("crash", Set.of("model", "protocol", "risk-engine", "exchange", "testkit", "calibration")),
        Map.entry("flow", Set.of("model", "signing", "client")),
        Map.entry("testkit", Set.of("model", "protocol", "exchange")));

    private static final Set<String> MAY_IMPORT_EVERYTHING = Set.of("server", "bench", "system-tests");
    private static final Set<String> MAY_IMPORT_SERVER = Set.of("bench", "system-tests");

    private static final Pattern LOCATION = Pattern.compile("/([^/]+)/target/");
    private static final Pattern MODULE_LINE = Pattern.compile("<module>([^<]+)</module>");

    private Modules() {
    }

    /** The module whose build made this class. */
    static String of(final JavaClass javaClass) {
        final Matcher location = LOCATION.matcher(javaClass.getSource().orElseThrow().getUri().toString());
        if (!location.find()) {
            throw new IllegalStateException(javaClass.getName() + " is from no module");
        }
        return location.group(1);
    }

    /** Whether there is a rule for this module. */
    static boolean isKnown(final String module) {
        return MAY_IMPORT.containsKey(module) || MAY_IMPORT_EVERYTHING.contains(module);
    }

    /** Whether a class of one module may use a class of another. */
    static boolean mayImport(final String module, final String imported) {
        if (module.equals(imported)) {
            return true;
        }
        if (imported.equals("server")) {
            return MAY_IMPORT_SERVER.contains(module);
        }
        return MAY_IMPORT_EVERYTHING.contains(module) || MAY_IMPORT.getOrDefault(module, Set.of()).contains(imported);
    }

    /** Modules that the root's pom.xml lists. */
    static Set<String> listed() {
        try {
            final String pom = Files.readString(Path.of("..", "pom.xml"));
            return new TreeSet<>(MODULE_LINE.matcher(pom).results().map(line -> line.group(1)).toList());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Modules with classes on the class path. */
    static Set<String> imported() {
        return new TreeSet<>(CLASSES.stream().map(Modules::of).toList());
    }
}
