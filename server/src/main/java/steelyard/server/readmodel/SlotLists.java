package steelyard.server.readmodel;

/** Lists of records, one for each owner, in the order in which they were appended; the links are in the records. */
final class SlotLists {
    private static final int SECOND = Integer.BYTES;

    private final Slab owners;
    private final int endsField;
    private final Slab records;
    private final int linksField;

    /**
     * Lists of {@code records}.
     *
     * @param endsField  two ints of an owner: the first and the last of its records, both {@link Slab#NONE} at first
     * @param linksField two ints of a record: the next one and the one before
     */
    SlotLists(final Slab owners, final int endsField, final Slab records, final int linksField) {
        this.owners = owners;
        this.endsField = endsField;
        this.records = records;
        this.linksField = linksField;
    }

    /** The owner's first record, or {@link Slab#NONE}. */
    int first(final int owner) {
        return owners.intAt(owner, endsField);
    }

    /** The record after this one, or {@link Slab#NONE}. */
    int next(final int slot) {
        return records.intAt(slot, linksField);
    }

    void append(final int owner, final int slot) {
        final int last = owners.intAt(owner, endsField + SECOND);
        records.putInt(slot, linksField, Slab.NONE);
        records.putInt(slot, linksField + SECOND, last);
        linkForward(owner, last, slot);
        owners.putInt(owner, endsField + SECOND, slot);
    }

    /** Takes a record out of its owner's list. */
    void remove(final int owner, final int slot) {
        final int next = next(slot);
        final int before = records.intAt(slot, linksField + SECOND);
        linkForward(owner, before, next);
        if (next == Slab.NONE) {
            owners.putInt(owner, endsField + SECOND, before);
        } else {
            records.putInt(next, linksField + SECOND, before);
        }
    }

    private void linkForward(final int owner, final int before, final int slot) {
        if (before == Slab.NONE) {
            owners.putInt(owner, endsField, slot);
        } else {
            records.putInt(before, linksField, slot);
        }
    }
}
