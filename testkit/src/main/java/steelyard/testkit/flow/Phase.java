package steelyard.testkit.flow;

/**
 * What a flow mostly does for a while: weights of the kinds of commands, how far behind the mark price orders stand,
 * how many entries an action has, and what is unusual.
 */
enum Phase {
    CALM(50, 12, 14, 3, 2, 16, 2, 1, 5, 2, 35, 15),
    DEEP(75, 2, 12, 2, 1, 7, 1, 1, 40, 4, 12, 10),
    STORM(76, 3, 8, 1, 1, 10, 1, 1, 2, 2, 60, 15),
    FILL_BOUND(66, 3, 20, 1, 1, 6, 2, 1, 3, 6, 35, 20),
    EVENT_BOUND(80, 2, 10, 1, 1, 5, 1, 1, 2, 40, 3, 15),
    STALE(60, 10, 20, 5, 1, 2, 2, 1, 4, 2, 35, 15),
    SIGNERS(45, 10, 10, 5, 25, 3, 1, 2, 4, 1, 35, 5),
    REDUCE(70, 3, 14, 2, 1, 10, 1, 1, 3, 4, 35, 25),
    JUMPS(60, 4, 12, 8, 1, 20, 2, 1, 4, 2, 35, 25),
    OPERATORS(45, 6, 10, 2, 2, 12, 20, 6, 4, 3, 35, 20),
    ADVANCED(60, 4, 8, 1, 1, 22, 2, 1, 3, 2, 40, 65),
    LIMITED(60, 4, 8, 2, 1, 12, 4, 1, 3, 2, 40, 35),
    AUCTIONS(65, 4, 8, 1, 1, 8, 12, 1, 2, 3, 40, 35),
    MARGINS(65, 4, 8, 12, 1, 16, 2, 2, 2, 2, 50, 15),
    CRASHES(60, 4, 8, 6, 1, 30, 2, 2, 4, 3, 45, 15),
    PORTFOLIOS(60, 4, 8, 4, 1, 18, 2, 2, 3, 3, 45, 15);

    final int place;
    final int cancel;
    final int modify;
    final int leverage;
    final int agent;
    final int prices;
    final int operator;
    final int deposit;
    /** Typical distance of a limit from the mark price, in steps. */
    final int stepsBehind;
    /** Typical number of entries of an action. */
    final int entries;
    /** How many orders out of a hundred are meant to trade at once. */
    final int taking;
    /** How many commands of accounts out of a hundred ask for more than plain orders. */
    final int advanced;

    Phase(
        final int place,
        final int cancel,
        final int modify,
        final int leverage,
        final int agent,
        final int prices,
        final int operator,
        final int deposit,
        final int stepsBehind,
        final int entries,
        final int taking,
        final int advanced) {
        this.place = place;
        this.cancel = cancel;
        this.modify = modify;
        this.leverage = leverage;
        this.agent = agent;
        this.prices = prices;
        this.operator = operator;
        this.deposit = deposit;
        this.stepsBehind = stepsBehind;
        this.entries = entries;
        this.taking = taking;
        this.advanced = advanced;
    }

    int total() {
        return place + cancel + modify + leverage + agent + prices + operator + deposit;
    }
}
