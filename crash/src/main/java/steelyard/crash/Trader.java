package steelyard.crash;

import java.util.List;

/**
 * An account and what it holds when the day begins.
 *
 * @param index      the account, from 0
 * @param role       what it is
 * @param cashMicros its deposit
 * @param legs       its positions
 * @param isIsolated whether they are isolated
 */
record Trader(int index, Role role, long cashMicros, List<Leg> legs, boolean isIsolated) {
    /** Kinds of accounts. */
    enum Role {
        /** Quotes both sides, and leaves when prices move too fast. */
        MAKER,
        /** Holds a whole side of one market. */
        WHALE,
        /** Bets on rising prices with borrowed money. */
        LONG,
        /** Bets on falling prices with borrowed money. */
        SHORT,
        /** Long one market, short another, for the same amount. */
        HEDGED,
        /** Long and short for the same risk, in portfolio mode. */
        PORTFOLIO
    }

    /**
     * A position.
     *
     * @param market its market
     * @param usdc   its value, below zero for a short one
     */
    record Leg(int market, double usdc) {
    }

    /** The id that the exchange gives it: the house has the first sixteen. */
    int accountId() {
        return index + 16;
    }
}
