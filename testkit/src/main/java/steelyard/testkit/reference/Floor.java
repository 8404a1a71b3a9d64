package steelyard.testkit.reference;

/** Everything that works on orders, for one command. */
final class Floor {
    final State state;
    final Choices choices;
    final Emission out;
    final Limits limits;
    final Book book;
    final Groups groups;
    final Triggers triggers;
    final Matching matching;
    final Quotes quotes;
    final Auctions auctions;
    final Twaps twaps;
    final Sweeps sweeps;
    final Work work;
    final Fills fills;
    final Fees fees;
    final Funding funding;
    final Looks looks;
    final Liquidations liquidations;
    final Deleveragings deleveragings;
    final HouseMoney house;
    final Sessions sessions;

    Floor(final State state, final Choices choices, final Emission out) {
        this.state = state;
        this.choices = choices;
        this.out = out;
        limits = new Limits(state);
        book = new Book(this);
        groups = new Groups(this);
        triggers = new Triggers(this);
        fees = new Fees(this);
        fills = new Fills(this);
        funding = new Funding(this);
        matching = new Matching(this);
        quotes = new Quotes(this);
        auctions = new Auctions(this);
        twaps = new Twaps(this);
        sweeps = new Sweeps(this);
        work = new Work(this);
        looks = new Looks(this);
        liquidations = new Liquidations(this);
        deleveragings = new Deleveragings(this);
        house = new HouseMoney(this);
        sessions = new Sessions(this);
    }
}
