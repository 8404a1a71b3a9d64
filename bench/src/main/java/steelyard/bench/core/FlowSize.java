package steelyard.bench.core;

/**
 * How large a recorded flow is.
 *
 * @param markets         markets; every account holds a position in each
 * @param accounts        accounts
 * @param ordersPerMarket resting orders of a market, about
 * @param warmUpCommands  commands at its start that are applied and not measured
 * @param commands        commands that are measured
 * @param perSecond       commands in a second of log time
 */
public record FlowSize(
    int markets, int accounts, int ordersPerMarket, int warmUpCommands, int commands, int perSecond) {

    /** The one that figures are about. */
    public static final FlowSize USUAL = new FlowSize(20, 1_000, 1_000, 400_000, 1_000_000, 100_000);
    /** A small one that shows that everything works. */
    public static final FlowSize QUICK = new FlowSize(20, 200, 200, 100_000, 100_000, 100_000);

    /** Accounts that make most of the flow: each tenth. */
    int makers() {
        return accounts / 10;
    }
}
