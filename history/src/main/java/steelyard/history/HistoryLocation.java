package steelyard.history;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** Where a store's tables are. They are the same everywhere; the subclasses are what the databases differ in. */
public abstract class HistoryLocation {
    HistoryLocation() {
    }

    /** A SQLite file; it is made if there is none, its directory exists. */
    public static HistoryLocation file(final Path file) {
        return new SqliteFile(file);
    }

    /**
     * The current schema of a PostgreSQL database, which no other node uses.
     *
     * @param url          {@code jdbc:postgresql://...}
     * @param passwordFile holds the user's password, or {@code null} for none
     */
    public static HistoryLocation postgres(final String url, final String user, final Path passwordFile) {
        return new PostgresSchema(url, user, passwordFile);
    }

    /** Connects, makes the tables where there are none, and checks those that there are. */
    abstract Connection connect() throws SQLException, HistoryException;

    /** The statement that begins a transaction which writes. */
    abstract String begin();

    /** Whether the tables are wrong, so that trying again is of no use. */
    abstract boolean isBroken(SQLException e);

    /** The error in words that say what to do. */
    abstract HistoryException describe(SQLException e);

    /** What to do to have the store made anew. */
    public abstract String remedy();

    /** The store is broken and must be made anew. */
    HistoryException broken(final String what, final Throwable cause) {
        return new HistoryException("history store " + this + " " + what
            + ". It holds nothing that the journal does not: stop the node, " + remedy()
            + ", and start again; the store is then filled from the oldest snapshot that is kept", cause);
    }

    HistoryException otherVersion(final long version) {
        return broken("has version " + version + " and this software knows version " + Schema.VERSION, null);
    }

    static void close(final Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (final SQLException alreadyFailing) {
            // The first failure is the one to tell.
        }
    }
}
