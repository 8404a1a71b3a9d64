package steelyard.testkit.reference;

/** What is true of one command of orders while its entries are taken one by one. */
final class Action {
    final int accountId;
    final int entryCount;
    int fills;
    boolean boundMet;

    Action(final int accountId, final int entryCount) {
        this.accountId = accountId;
        this.entryCount = entryCount;
    }

    int entriesAfter(final int batchIndex) {
        return entryCount - 1 - batchIndex;
    }
}
