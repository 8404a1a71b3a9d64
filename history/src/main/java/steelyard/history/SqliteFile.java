package steelyard.history;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A SQLite file in WAL mode with {@code synchronous = NORMAL}: a crash of the process loses nothing that was committed,
 * a power failure perhaps the last transactions, rows and cursor together.
 */
final class SqliteFile extends HistoryLocation {
    /** Marks our files: "STLY". */
    private static final int APPLICATION_ID = 0x53544C59;
    private static final int BUSY_TIMEOUT_MILLIS = 2_000;
    private static final int WAL_CHECKPOINT_PAGES = 4_000;
    private static final int CACHE_KIBIBYTES = 64 * 1024;

    private static final int PRIMARY_CODE = 0xFF;
    private static final int CORRUPT = 11;
    private static final int NOT_A_DATABASE = 26;
    private static final int CONSTRAINT = 19;
    private static final int SQL_ERROR = 1;

    private final Path file;

    SqliteFile(final Path file) {
        this.file = file;
    }

    @Override
    Connection connect() throws SQLException, HistoryException {
        final SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.setCacheSize(-CACHE_KIBIBYTES);
        final Connection connection = config.createConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_autocheckpoint = " + WAL_CHECKPOINT_PAGES);
            prepare(statement);
            return connection;
        } catch (final SQLException | HistoryException e) {
            close(connection);
            throw e;
        }
    }

    private void prepare(final Statement statement) throws SQLException, HistoryException {
        final long applicationId = number(statement, "PRAGMA application_id");
        final long version = number(statement, "PRAGMA user_version");
        if (applicationId == 0 && version == 0 && number(statement, "SELECT count(*) FROM sqlite_schema") == 0) {
            create(statement);
        } else if (applicationId != APPLICATION_ID) {
            throw new HistoryException(file + " is a database of something else: name another file for history", null);
        } else if (version != Schema.VERSION) {
            throw otherVersion(version);
        }
    }

    private void create(final Statement statement) throws SQLException {
        statement.execute(begin());
        for (final String sql : Schema.statements()) {
            statement.execute(sql);
        }
        statement.execute("PRAGMA application_id = " + APPLICATION_ID);
        statement.execute("PRAGMA user_version = " + Schema.VERSION);
        statement.execute("COMMIT");
    }

    private static long number(final Statement statement, final String sql) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            return result.getLong(1);
        }
    }

    @Override
    String begin() {
        return "BEGIN IMMEDIATE";
    }

    @Override
    boolean isBroken(final SQLException e) {
        if (!(e instanceof SQLiteException sqlite)) {
            return false;
        }
        return switch (sqlite.getResultCode().code & PRIMARY_CODE) {
            case CORRUPT, NOT_A_DATABASE, CONSTRAINT, SQL_ERROR -> true;
            default -> false;
        };
    }

    @Override
    HistoryException describe(final SQLException e) {
        if (isBroken(e)) {
            return broken("is broken: " + e.getMessage(), e);
        }
        if (e instanceof SQLiteException sqlite && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_BUSY) {
            return new HistoryException(
                "history store " + file + " is used by another process: does a node run here?", e);
        }
        return new HistoryException("history store " + file + " cannot be used: " + e.getMessage()
            + ". Check its directory, its permissions and the space on the disk", e);
    }

    @Override
    public String remedy() {
        return "move %1$s, %1$s-wal and %1$s-shm away".formatted(file.getFileName());
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
