package steelyard.history;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server of its own, out of the Debian package {@code postgresql}. Started by root it runs as the package's user. */
final class PostgresServer implements AutoCloseable {
    static final String USER = "steelyard";
    private static final String PASSWORD = "a password";
    private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
    private static final int START_SECONDS = 60;

    private final Path programs;
    private final Path directory;
    private final Path passwordFile;
    private final int port;

    private PostgresServer(final Path programs) throws Exception {
        this.programs = programs;
        directory = Files.createTempDirectory("postgres");
        passwordFile = Files.writeString(directory.resolve("password"), PASSWORD + "\n");
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        if (isRoot()) {
            run(List.of("chown", "-R", "postgres", directory.toString()));
        }
        run("initdb", "--pgdata", data(), "--username", USER, "--auth", "scram-sha-256", "--no-sync",
            "--pwfile", passwordFile.toString());
        start();
    }

    /** Where the package's programs are, or {@code null} if it is not installed. */
    static Path programs() throws IOException {
        if (!Files.isDirectory(PACKAGES)) {
            return null;
        }
        try (Stream<Path> versions = Files.list(PACKAGES)) {
            return versions.map(version -> version.resolve("bin")).filter(bin -> Files.exists(bin.resolve("initdb")))
                .max(Path::compareTo).orElse(null);
        }
    }

    static PostgresServer launch() throws Exception {
        return new PostgresServer(programs());
    }

    void start() throws Exception {
        run("pg_ctl", "--pgdata", data(), "--wait", "--silent", "--log", directory.resolve("log").toString(),
            "--options", "-p " + port + " -k " + directory + " -c listen_addresses=127.0.0.1 -c fsync=off", "start");
    }

    /** As a crash does it. */
    void kill() throws Exception {
        run("pg_ctl", "--pgdata", data(), "--wait", "--silent", "--mode", "immediate", "stop");
    }

    String url(final String schema) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?currentSchema=" + schema;
    }

    Path passwordFile() {
        return passwordFile;
    }

    Connection connect(final String schema) throws Exception {
        return DriverManager.getConnection(url(schema), USER, PASSWORD);
    }

    void execute(final String sql) throws Exception {
        try (Connection connection = connect("public"); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private void run(final String program, final String... arguments) throws Exception {
        final List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        run(command);
    }

    private void run(final List<String> command) throws Exception {
        final Path output = Files.createTempFile("postgres", ".out");
        final Process process = new ProcessBuilder(command).directory(directory.getRoot().toFile())
            .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException(command + " failed: " + Files.readString(output));
        }
        Files.delete(output);
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    @Override
    public void close() throws Exception {
        kill();
        try (Stream<Path> files = Files.walk(directory)) {
            for (final Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
