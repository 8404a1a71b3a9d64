package steelyard.testkit.reference;

import java.util.ArrayList;
import java.util.List;
import steelyard.testkit.event.Event;

/** What is true of one command of orders, or of one step of the house, while its entries are taken one by one. */
final class Action {
    final int accountId;
    final int entryCount;
    int fills;
    long filledLots;
    long filledMicros;
    boolean boundMet;
    /** What its orders owe a builder. */
    Builders.Debt debt = Builders.Debt.NONE;
    /** Whether makers get a part of a fee, fill by fill. */
    boolean isShared;
    /** Who took what, in the order of the fills. */
    final List<Taken> taken = new ArrayList<>();

    /** A maker took so many lots. */
    record Taken(int makerId, long lots) {
    }

    Action(final int accountId, final int entryCount) {
        this.accountId = accountId;
        this.entryCount = entryCount;
    }

    static Action ofHouse(final int accountId) {
        return new Action(accountId, 1);
    }

    int entriesAfter(final int batchIndex) {
        return batchIndex == Event.NO_BATCH_INDEX ? 0 : entryCount - 1 - batchIndex;
    }
}
