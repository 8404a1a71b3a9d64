package steelyard.server.cluster;

/** What a recorded entry survives. */
public enum Durability {
    /** The end of the process: entries are in the page cache. */
    MEMORY(0),
    /** The loss of power too: entries are synced before they count as recorded. */
    DISK(1);

    private final int fileSyncLevel;

    Durability(final int fileSyncLevel) {
        this.fileSyncLevel = fileSyncLevel;
    }

    /** Aeron's sync level of the archive, its catalogue and the consensus module's files. */
    public int fileSyncLevel() {
        return fileSyncLevel;
    }
}
