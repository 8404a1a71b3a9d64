package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import steelyard.model.AccountKind;
import steelyard.model.Parameter;
import steelyard.model.Side;
import steelyard.protocol.Address;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.RiskCommand;

/** Everything the state machine remembers, and look-ups that walk over it. */
final class State {
    /** What is known of a node. */
    record Node(int epoch, long token, long lastSeq) {
    }

    /** The last price of a publisher for a market. */
    record Publication(
        int marketId, int sourceId, int nodeId, long priceE8, long publishTimeNanos, long receivedNanos) {
    }

    /** Two numbers: an account and a market or a group of quotes, a class of accounts and one of markets. */
    record Pair(int first, int second) {
    }

    /** The largest leverage of a class of accounts in a class of markets, 0 for none, and its close-out. */
    record LeverageCap(int leverageMax, int closeOutPercent) {
        static final LeverageCap NONE = new LeverageCap(0, 0);
    }

    /** How many scheduled cancels of an account came true on a day. */
    record Scheduled(long day, long count) {
    }

    /** A mark at which a margin set is looked at again. */
    record Trigger(long ticks, boolean isLong) {
        boolean isCrossed(final long markTicks) {
            return isLong ? markTicks < ticks : markTicks > ticks;
        }
    }

    /** A margin set in liquidation: nothing is done before a time; slices without a fill. */
    record Liquidation(int accountId, int marketId, long notBeforeNanos, long rounds) {
    }

    /** What a bankrupt set left in a market, to be closed against those on the other side; its round. */
    static final class Deleveraging {
        final int marketId;
        final long priceTicks;
        boolean isAtMark;
        boolean countsHedges;
        boolean isClosing;
        int next;
        BigInteger weights = BigInteger.ZERO;
        long roundLots;

        Deleveraging(final int marketId, final long priceTicks) {
            this.marketId = marketId;
            this.priceTicks = priceTicks;
        }
    }

    /** A debt of the house that is shared: first all are weighed, then they pay. */
    static final class SharedDebt {
        boolean isPaying;
        int next;
        BigInteger weights = BigInteger.ZERO;
        BigInteger micros = BigInteger.ZERO;
    }

    /** Where something starts that is not under way. */
    static final int IDLE = -1;

    private static final BigInteger TIME_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    long now;
    boolean genesisApplied;
    long depositedMicros;
    long lastEventSequence;
    long lastOrderId;
    long lastTradeId;
    long lastPrioritySequence;
    long lastWithdrawalId;
    int behaviourVersion = 1;
    boolean isStopped;
    /** In the order of their first epochs. */
    final Map<Integer, Node> nodes = new LinkedHashMap<>();
    /** By node; none if it has announced nothing in its epoch. */
    final Map<Integer, Command.AnnounceNode> announcements = new TreeMap<>();
    final Set<Integer> retiredNodes = new TreeSet<>();
    final Set<Integer> stoppedMarkets = new TreeSet<>();
    final Set<Integer> stoppedAccounts = new TreeSet<>();
    final Map<Parameter, Long> parameters = new EnumMap<>(Parameter.class);
    final List<Market> markets = new ArrayList<>();
    final List<Publication> publications = new ArrayList<>();
    final Map<Integer, Long> lastDepositNumbers = new TreeMap<>();
    final List<Account> accounts = new ArrayList<>();
    /** Those that are pending, by their ids. */
    final SortedMap<Long, Funds.Withdrawal> withdrawals = new TreeMap<>();
    final Builders builders = new Builders();
    final Referrals referrals = new Referrals(this);
    /** Requests that were paid for, by account. */
    final Map<Integer, Long> reservedRequests = new HashMap<>();
    /** By account. */
    final Map<Integer, MultiSigs.Terms> multiSigs = new TreeMap<>();
    /** In the order of their approval. */
    final List<Agent> agents = new ArrayList<>();
    /** Nonces of each signing address; the front of the queue is the first entry. */
    final Map<Address, SortedSet<Long>> nonces = new LinkedHashMap<>();
    /** By account, then by market. */
    final List<SortedMap<Integer, Position>> positions = new ArrayList<>();
    /** By id, in the order in which they came to rest. */
    final Map<Long, Order> resting = new LinkedHashMap<>();
    /** The ids of resting orders by account, so that not all of them are walked over all the time. */
    private final Map<Integer, LinkedHashMap<Long, Order>> restingByAccount = new TreeMap<>();
    private final Map<Integer, LinkedHashMap<Long, Order>> restingByMarket = new TreeMap<>();
    final SortedMap<Long, TriggerOrder> triggers = new TreeMap<>();
    final List<Group> groups = new ArrayList<>();
    final SortedMap<Long, Twap> twaps = new TreeMap<>();
    final Deque<FollowUp> followUps = new ArrayDeque<>();
    final SortedSet<Deadline> deadlines = new TreeSet<>();
    final Map<Integer, BigInteger> volumes = new TreeMap<>();
    /** By fee group. */
    final Map<Integer, RiskCommand.SetFeeSchedule> feeSchedules = new TreeMap<>();
    /** By day since 1970, then by owner. */
    final Map<Long, Map<Integer, Fees.Volume>> volumesByDay = new TreeMap<>();
    final Map<Integer, Integer> selfTradeModes = new TreeMap<>();
    final Map<Integer, Scheduled> scheduled = new TreeMap<>();
    /** To which group the quotes of an account in a market belong. */
    final Map<Pair, Integer> quoteGroups = new HashMap<>();
    /** What accounts ever paid as funding in markets, in micros. */
    final Map<Pair, Long> fundingPaid = new HashMap<>();
    final Map<Pair, LeverageCap> leverageCaps = new HashMap<>();
    final Map<Pair, Protection> protections = new HashMap<>();

    /** Accounts in portfolio mode. */
    final Set<Integer> portfolios = new TreeSet<>();
    final Scenarios scenarios = new Scenarios();

    long lastSampleSlot;
    long lastFundingHour;
    /** Number of the interval that is due; 0: none. */
    long fundingInterval;
    int nextToSample = IDLE;
    int nextToClose = IDLE;
    int nextToPay = IDLE;
    boolean hasClosedAny;
    /** By account: the last interval that it paid. */
    final Map<Integer, Long> paidIntervals = new HashMap<>();
    /** Accounts whose cash, isolated margin, positions or class changed, in the order in which they first did. */
    final Set<Integer> changed = new LinkedHashSet<>();
    final LinkedHashSet<Integer> toLookAt = new LinkedHashSet<>();
    /** By account and market, {@link MarginSet#CROSS} for the cross set. */
    final Map<Pair, Integer> marginLevels = new HashMap<>();
    /** By account and market of the position. */
    final Map<Pair, Trigger> marginTriggers = new HashMap<>();
    final Deque<Liquidation> liquidations = new ArrayDeque<>();
    /** Sets in liquidation that are not worked on before a time. */
    final Deque<Liquidation> waiting = new ArrayDeque<>();
    final Deque<Deleveraging> deleveragings = new ArrayDeque<>();
    /** Largest cash of the fund, by hour since 1970. */
    final SortedMap<Long, Long> fundPeaks = new TreeMap<>();
    long fundHour;
    /** The debt that is shared, or {@code null}. */
    SharedDebt sharedDebt;
    long nextUnwindNanos;
    int unwoundMarket = -1;
    int sweepNext;
    int sweepLeft;
    final Map<Integer, List<RiskCommand.Closure>> calendars = new HashMap<>();
    /** When sessions were looked at last, in quarters of an hour since 1970; never: {@code null}. */
    BigInteger sessionQuarter;
    /** Whether something was set since that they depend on. */
    boolean areSessionsChanged;
    /** The market whose session is looked at next, while not all were. */
    OptionalInt nextOfSessions = OptionalInt.empty();

    State() {
        for (final Parameter parameter : Parameter.values()) {
            parameters.put(parameter, parameter.defaultValue());
        }
    }

    long nowMillis() {
        return Math.floorDiv(now, 1_000_000L);
    }

    /** A time in milliseconds as one in nanoseconds; what is beyond all times is the last one. */
    static long nanos(final long millis) {
        final BigInteger nanos = BigInteger.valueOf(millis).multiply(BigInteger.valueOf(1_000_000));
        return nanos.min(TIME_MAX).max(TIME_MAX.negate()).longValueExact();
    }

    long parameter(final Parameter parameter) {
        return parameters.get(parameter);
    }

    /** Notes a node's new epoch. */
    void open(final int nodeId, final Node node) {
        nodes.put(nodeId, node);
        announcements.remove(nodeId);
        retiredNodes.remove(nodeId);
    }

    /** The market with this id, or {@code null}. */
    Market market(final int id) {
        return id >= 0 && id < markets.size() ? markets.get(id) : null;
    }

    Account account(final int id) {
        return accounts.get(id);
    }

    /** The account with this address, or {@code null}. */
    Account account(final Address address) {
        for (final Account account : accounts) {
            if (account.address().equals(address)) {
                return account;
            }
        }
        return null;
    }

    void add(final Account account) {
        accounts.add(account);
        positions.add(new TreeMap<>());
    }

    void addCash(final int accountId, final long micros) {
        final Account account = accounts.get(accountId);
        accounts.set(accountId, account.withCash(Math.addExact(account.cashMicros(), micros)));
        changed.add(accountId);
    }

    /** The sub-account with this address that the account owns, or {@code null}. */
    Account subAccount(final Address address, final int ownerId) {
        final Account account = account(address);
        return account != null && account.kind() == AccountKind.SUB_ACCOUNT && account.ownerId() == ownerId
            ? account
            : null;
    }

    /** The agent with this address, live or not, or {@code null}. */
    Agent agent(final Address address) {
        for (final Agent agent : agents) {
            if (agent.address().equals(address)) {
                return agent;
            }
        }
        return null;
    }

    Position position(final int accountId, final int marketId) {
        return positions.get(accountId).getOrDefault(marketId, Position.NONE);
    }

    void putPosition(final int accountId, final int marketId, final Position position) {
        positions.get(accountId).put(marketId, position);
    }

    /** The account has another position in the market, which loses its trigger if it is no longer of its side. */
    void movePosition(final int accountId, final int marketId, final Position position) {
        final long before = position(accountId, marketId).lots();
        putPosition(accountId, marketId, position);
        changed.add(accountId);
        if (Long.signum(before) != Long.signum(position.lots())) {
            marginTriggers.remove(new Pair(accountId, marketId));
        }
    }

    boolean isSampling() {
        return nextToSample != IDLE;
    }

    boolean isClosing() {
        return nextToClose != IDLE;
    }

    boolean isPaying() {
        return nextToPay != IDLE;
    }

    /** Every account is due for a look. */
    void sweepAll() {
        sweepLeft = accounts.size();
    }

    LeverageCap leverageCap(final int accountClass, final int leverageClass) {
        return leverageCaps.getOrDefault(new Pair(accountClass, leverageClass), LeverageCap.NONE);
    }

    /** Open interest of a market: the sum of the long positions, in lots. */
    BigInteger openInterest(final int marketId) {
        BigInteger lots = BigInteger.ZERO;
        for (final SortedMap<Integer, Position> each : positions) {
            lots = lots.add(BigInteger.valueOf(Math.max(0, each.getOrDefault(marketId, Position.NONE).lots())));
        }
        return lots;
    }

    BigInteger volume(final int accountId) {
        return volumes.getOrDefault(accountId, BigInteger.ZERO);
    }

    /** Puts an order into the book, or in the place of the one with its id. */
    void putResting(final Order order) {
        resting.put(order.id(), order);
        restingByAccount.computeIfAbsent(order.accountId(), id -> new LinkedHashMap<>()).put(order.id(), order);
        restingByMarket.computeIfAbsent(order.marketId(), id -> new LinkedHashMap<>()).put(order.id(), order);
    }

    void removeResting(final Order order) {
        resting.remove(order.id());
        restingByAccount.get(order.accountId()).remove(order.id());
        restingByMarket.get(order.marketId()).remove(order.id());
    }

    /** The account's resting orders in all markets, in the order in which they came to rest. */
    List<Order> restingOf(final int accountId) {
        return List.copyOf(restingByAccount.getOrDefault(accountId, new LinkedHashMap<>()).values());
    }

    /** One side of a market's book: best price first, oldest first. */
    List<Order> bookSide(final int marketId, final Side side) {
        final Comparator<Order> byPrice = Comparator.comparingLong(Order::priceTicks);
        return restingByMarket.getOrDefault(marketId, new LinkedHashMap<>()).values().stream()
            .filter(order -> order.side() == side)
            .sorted((side == Side.BUY ? byPrice.reversed() : byPrice).thenComparingLong(Order::prioritySequence))
            .toList();
    }

    /** The orders at the best price of a side, oldest first; empty if the side is. */
    List<Order> bestOrders(final int marketId, final Side side) {
        final List<Order> best = new ArrayList<>();
        for (final Order order : restingByMarket.getOrDefault(marketId, new LinkedHashMap<>()).values()) {
            if (order.side() != side) {
                continue;
            }
            if (!best.isEmpty() && order.priceTicks() != best.getFirst().priceTicks()) {
                final boolean better = side == Side.BUY
                    ? order.priceTicks() > best.getFirst().priceTicks()
                    : order.priceTicks() < best.getFirst().priceTicks();
                if (!better) {
                    continue;
                }
                best.clear();
            }
            best.add(order);
        }
        best.sort(Comparator.comparingLong(Order::prioritySequence));
        return best;
    }

    /** The account's resting reduce-only orders in a market, in the order in which they came to rest. */
    List<Order> reduceOnlyOrders(final int accountId, final int marketId) {
        return restingOf(accountId).stream()
            .filter(order -> order.marketId() == marketId && order.isReduceOnly())
            .toList();
    }

    /** The account's trigger orders that have not fired, in the order of their ids. */
    List<TriggerOrder> openTriggersOf(final int accountId) {
        return triggers.values().stream()
            .filter(trigger -> trigger.accountId() == accountId && trigger.isOpen())
            .toList();
    }

    long openOrders(final int accountId) {
        return restingOf(accountId).size() + openTriggersOf(accountId).size();
    }

    void setDeadline(final long timeNanos, final int kind, final long id) {
        removeDeadline(kind, id);
        deadlines.add(new Deadline(timeNanos, kind, id));
    }

    void removeDeadline(final int kind, final long id) {
        deadlines.removeIf(deadline -> deadline.kind() == kind && deadline.id() == id);
    }
}
