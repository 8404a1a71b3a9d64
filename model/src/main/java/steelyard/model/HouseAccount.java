package steelyard.model;

/**
 * The exchange's own accounts: ordinary, visible accounts with fixed ids, so that every unit that leaves one balance
 * arrives in another. Their addresses are the id as a 20-byte number with the first byte {@code 0xfe}.
 */
public enum HouseAccount {
    /** Receives trading fees and pays maker rebates. */
    FEES(0),
    /** Pays what a bankrupt account owes. */
    INSURANCE(1),
    /** Takes over positions that the market would not. */
    BACKSTOP(2),
    /** Receives what is left over by roundings that have no other owner. */
    ROUNDING(3),
    /** Takes in funding payments and gives them out; empty between two intervals. */
    FUNDING(4),
    /** Takes positions that nobody took over, until winners give up theirs; below zero it is the deficit. */
    DELEVERAGING(5),
    /** Holds what was asked to leave the exchange until an operator has paid it out or rejected it. */
    WITHDRAWALS(6),
    /** Holds what referrers have earned until they claim it. */
    REWARDS(7);

    /** House accounts have ids below this; the first user account has this id. */
    public static final int ID_LIMIT = 16;

    private final int id;

    HouseAccount(final int id) {
        this.id = id;
    }

    /** The account's id. */
    public int id() {
        return id;
    }
}
