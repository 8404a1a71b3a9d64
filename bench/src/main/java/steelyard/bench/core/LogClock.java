package steelyard.bench.core;

/** Places and times in a log whose commands come evenly, {@value #MESSAGE_COMMANDS} in each message. */
final class LogClock {
    private static final int MESSAGE_COMMANDS = 12;
    private static final int MESSAGE_LENGTH = 4_096;

    private final long messageNanos;
    private long logPosition;
    private long timestampNanos;
    private int commandIndex = MESSAGE_COMMANDS - 1;

    LogClock(final long startNanos, final int commandsPerSecond) {
        timestampNanos = startNanos;
        messageNanos = 1_000_000_000L * MESSAGE_COMMANDS / commandsPerSecond;
    }

    /** Goes to the next command. */
    void next() {
        if (++commandIndex == MESSAGE_COMMANDS) {
            commandIndex = 0;
            logPosition += MESSAGE_LENGTH;
            timestampNanos += messageNanos;
        }
    }

    long logPosition() {
        return logPosition;
    }

    int commandIndex() {
        return commandIndex;
    }

    long timestampNanos() {
        return timestampNanos;
    }

    /** A clock that goes on where this one is now. */
    LogClock copy(final int commandsPerSecond) {
        final LogClock copy = new LogClock(timestampNanos, commandsPerSecond);
        copy.logPosition = logPosition;
        copy.commandIndex = commandIndex;
        return copy;
    }
}
