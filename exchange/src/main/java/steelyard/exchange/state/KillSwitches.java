package steelyard.exchange.state;

import java.util.Arrays;

/** Where operators have stopped the entry of orders: everywhere, in markets, for accounts. */
public final class KillSwitches {
    private final OrderRules rules;
    private boolean all;
    private boolean[] markets = new boolean[16];
    private boolean[] accounts = new boolean[64];

    KillSwitches(final OrderRules rules) {
        this.rules = rules;
    }

    /** Whether an order of the account may not enter the market. */
    public boolean stops(final int accountId, final int marketId) {
        return all || ofMarket(marketId) || ofAccount(accountId);
    }

    /** The switch of everything. */
    public boolean ofAll() {
        return all;
    }

    /** The switch of a market. */
    public boolean ofMarket(final int marketId) {
        return marketId < markets.length && markets[marketId];
    }

    /** The switch of an account. */
    public boolean ofAccount(final int accountId) {
        return accountId < accounts.length && accounts[accountId];
    }

    /** Sets the switch of everything. */
    public void setAll(final boolean on) {
        all = on;
        rules.changed();
    }

    /** Sets the switch of a market. */
    public void setMarket(final int marketId, final boolean on) {
        markets = set(markets, marketId, on);
        rules.changed();
    }

    /** Sets the switch of an account. */
    public void setAccount(final int accountId, final boolean on) {
        accounts = set(accounts, accountId, on);
    }

    private static boolean[] set(final boolean[] switches, final int index, final boolean on) {
        if (!on && index >= switches.length) {
            return switches;
        }
        final boolean[] grown =
            index < switches.length ? switches : Arrays.copyOf(switches, Math.max(index + 1, 2 * switches.length));
        grown[index] = on;
        return grown;
    }
}
