package steelyard.node;

import java.util.List;
import steelyard.model.Parameter;
import steelyard.protocol.Address;

/**
 * The read models during one query. Everything returned is immutable and may leave the thread; this object may not.
 *
 * <p>All answers of one query belong to the same event: {@link #eventSequence()}. Ids of markets and accounts must exist:
 * others throw {@link IndexOutOfBoundsException}.
 */
public interface NodeState {
    /** No such market, account or order. */
    int NONE = -1;

    /** The last applied event. */
    long eventSequence();

    /** Log time of the last applied event, in nanoseconds since 1970. */
    long logTimeNanos();

    /** Number of listed markets; ids are below it. */
    int marketCount();

    /** Id of the market with this name, or {@link #NONE}. */
    int marketId(String coin);

    /** One market. */
    MarketView market(int marketId);

    /** Whether operators stopped the entry of orders in a market, or, {@link #NONE}, in all of them. */
    boolean isEntryStopped(int marketId);

    /** The best {@code levelsMax} levels of each side. */
    BookView book(int marketId, int levelsMax);

    /** Id of the account that owns this address, or {@link #NONE}. */
    int accountId(Address address);

    /** Id of the account for which this address is a live agent, or {@link #NONE}. */
    int accountIdOfAgent(Address address);

    /** One account with its margin and open positions. */
    AccountView account(int accountId);

    /**
     * How the margin of an account's cross set comes about, with what it has and with what is added to that; changes
     * nothing. Costs time for each of its positions and orders.
     */
    MarginView margin(int accountId, List<MarginView.Change> changes);

    /** Id of the account that owns this one: its master, or itself. */
    int ownerId(int accountId);

    /** The account's sub-accounts, in the order in which they were made. */
    List<SubAccountView> subAccounts(int accountId);

    /** The builders that the account has approved, in the order of their accounts. */
    List<BuilderView> builders(int accountId);

    /** Who must sign for the account, or {@code null} if it signs alone. */
    MultiSigView multiSig(int accountId);

    /** What the account pays; {@link #NONE} for one that has not been made yet. */
    FeesView fees(int accountId);

    /** Who referred the owner of accounts, and whom it referred; {@link #NONE}: one that has not been made yet. */
    ReferralView referral(int ownerId);

    /** Requests of the account that were ever paid for. */
    long reservedRequests(int accountId);

    /** All withdrawals that are pending, in the order of their ids. */
    List<WithdrawalView> withdrawals();

    /**
     * The account's leverage in a market: the one it chose, or else the market's default; at most the cap of its class, and
     * in portfolio mode at most what the market's shock leaves room for.
     */
    int leverage(int accountId, int marketId);

    /** Whether what the account, or {@link #NONE}, has in a market is, or would be, margined on its own. */
    boolean isIsolated(int accountId, int marketId);

    /** The account's agents, live ones only, in the order of their approval. */
    List<AgentView> agents(int accountId);

    /** The account's open orders, resting and trigger orders, in the order of their ids. */
    List<OrderView> openOrders(int accountId);

    /** An open order by its id, or {@code null}. */
    OrderView openOrder(long orderId);

    /** An open order of the account by its client order id, or {@code null}. */
    OrderView openOrder(int accountId, long clientOrderIdHigh, long clientOrderIdLow);

    /** The account's TWAPs that have not ended, in the order of their ids. */
    List<TwapView> twaps(int accountId);

    /** What the account has set for its trading. */
    TraderView trader(int accountId);

    /** Every resting order of a market, of both sides and in no order; costs time for each of them. */
    List<BookOrderView> bookOrders(int marketId);

    /** Value of a {@link Parameter}. */
    long parameter(Parameter parameter);
}
