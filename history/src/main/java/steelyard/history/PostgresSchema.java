package steelyard.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * A schema of a PostgreSQL database. An advisory lock keeps other nodes away from it while the connection lives. What is
 * committed is as safe as the server's {@code synchronous_commit} makes it; rows and cursor share a fate.
 */
final class PostgresSchema extends HistoryLocation {
    private static final String SCHEMA_ABSENT = "3F000";
    private static final int LOCK_SPACE = 0x53544C59;
    private static final int LOCK_TRIES = 20;
    private static final String CONNECT_SECONDS = "5";
    private static final String ANSWER_SECONDS = "20";

    private final String url;
    private final String user;
    private final Path passwordFile;

    PostgresSchema(final String url, final String user, final Path passwordFile) {
        this.url = url;
        this.user = user;
        this.passwordFile = passwordFile;
    }

    @Override
    Connection connect() throws SQLException, HistoryException {
        final Connection connection = DriverManager.getConnection(url, properties());
        try (Statement statement = connection.createStatement()) {
            prepare(statement);
            return connection;
        } catch (final SQLException | HistoryException e) {
            close(connection);
            throw e;
        }
    }

    private Properties properties() throws HistoryException {
        final Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("ApplicationName", "steelyard history");
        properties.setProperty("connectTimeout", CONNECT_SECONDS);
        properties.setProperty("loginTimeout", CONNECT_SECONDS);
        properties.setProperty("socketTimeout", ANSWER_SECONDS);
        if (passwordFile != null) {
            try {
                properties.setProperty("password", Files.readString(passwordFile).strip());
            } catch (final IOException e) {
                throw new HistoryException("the password of " + user + " cannot be read from " + passwordFile
                    + ": write it there, readable by the node's user alone", e);
            }
        }
        return properties;
    }

    private void prepare(final Statement statement) throws SQLException, HistoryException {
        if (text(statement, "SELECT current_schema()") == null) {
            throw new SQLException("its schema does not exist: CREATE SCHEMA makes it", SCHEMA_ABSENT);
        }
        if (!isLocked(statement)) {
            throw new SQLException("another node uses it, or a connection of this one has not ended yet", "55P03");
        }
        if (text(statement, "SELECT to_regclass('cursor')") == null) {
            create(statement);
        }
        final long version = Long.parseLong(text(statement, "SELECT version FROM schema_version"));
        if (version != Schema.VERSION) {
            throw otherVersion(version);
        }
    }

    /** The server may take a moment to notice that the connection before has ended. */
    private static boolean isLocked(final Statement statement) throws SQLException {
        for (int i = 0; i < LOCK_TRIES; i++) {
            if ("t".equals(
                text(statement, "SELECT pg_try_advisory_lock(" + LOCK_SPACE + ", hashtext(current_schema()))"))) {
                return true;
            }
            statement.execute("SELECT pg_sleep(0.1)");
        }
        return false;
    }

    private void create(final Statement statement) throws SQLException {
        statement.execute(begin());
        for (final String sql : Schema.statements()) {
            statement.execute(sql
                .replace(" INTEGER", " BIGINT")
                .replace(" BLOB", " BYTEA")
                .replace(" WITHOUT ROWID", ""));
        }
        statement.execute("CREATE TABLE schema_version (version BIGINT NOT NULL)");
        statement.execute("INSERT INTO schema_version VALUES (" + Schema.VERSION + ")");
        statement.execute("COMMIT");
    }

    private static String text(final Statement statement, final String sql) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? result.getString(1) : null;
        }
    }

    @Override
    String begin() {
        return "BEGIN";
    }

    /** Constraint, wrong statement or table, damaged data. */
    @Override
    boolean isBroken(final SQLException e) {
        final String state = e.getSQLState();
        return state != null
            && (state.startsWith("23") || state.startsWith("42") || "XX001".equals(state) || "XX002".equals(state));
    }

    @Override
    HistoryException describe(final SQLException e) {
        return isBroken(e) ? broken("is broken: " + e.getMessage(), e)
            : new HistoryException("history store " + this + " cannot be used: " + e.getMessage()
                + ". Check the server, its address, user and password, and the space on its disk", e);
    }

    @Override
    public String remedy() {
        return "drop the schema's tables or name another schema";
    }

    @Override
    public String toString() {
        return url;
    }
}
