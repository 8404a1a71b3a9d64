package steelyard.node;

import org.agrona.DirectBuffer;

/** The way into the log. Any thread may call; no call blocks. */
public interface CommandPort {
    /** Largest command, SBE header included, that a client's action may become. */
    int ACTION_LENGTH_MAX = 16 * 1024;
    /** Largest command of any kind. */
    int COMMAND_LENGTH_MAX = 256 * 1024;

    /**
     * Hands over one encoded command: SBE header, then block, groups and variable data. The {@code origin} field is
     * filled in by the node. Its fate is told to {@code callback}, exactly once, unless this method returns {@code false}.
     *
     * @return {@code false} if the node cannot take it now (too many commands under way, not ready, disk nearly full):
     *     nothing was done and the callback is not called
     */
    boolean submit(DirectBuffer command, int offset, int length, CommandCallback callback);
}
