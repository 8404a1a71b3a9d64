package steelyard.testkit.reference;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import steelyard.model.Parameter;
import steelyard.model.Side;
import steelyard.protocol.Address;
import steelyard.testkit.command.Command;

/** Everything the state machine remembers, and look-ups that walk over it. */
final class State {
    /** What is known of a node. */
    record Node(int epoch, long token, long lastSeq) {
    }

    /** The last price of a publisher for a market. */
    record Publication(
        int marketId, int sourceId, int nodeId, long priceE8, long publishTimeNanos, long receivedNanos) {
    }

    long now;
    boolean genesisApplied;
    long depositedMicros;
    long lastEventSequence;
    long lastOrderId;
    long lastTradeId;
    long lastPrioritySequence;
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
    /** In the order of their approval. */
    final List<Agent> agents = new ArrayList<>();
    /** Nonces of each signing address; the front of the queue is the first entry. */
    final Map<Address, SortedSet<Long>> nonces = new LinkedHashMap<>();
    /** By account, then by market. */
    final List<SortedMap<Integer, Position>> positions = new ArrayList<>();
    /** By id, in the order in which they came to rest. */
    final Map<Long, Order> resting = new LinkedHashMap<>();

    State() {
        for (final Parameter parameter : Parameter.values()) {
            parameters.put(parameter, parameter.defaultValue());
        }
    }

    long nowMillis() {
        return Math.floorDiv(now, 1_000_000L);
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

    void replace(final Market market) {
        markets.set(market.id(), market);
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

    /** The account's resting orders in all markets, in the order in which they came to rest. */
    List<Order> restingOf(final int accountId) {
        final List<Order> orders = new ArrayList<>();
        for (final Order order : resting.values()) {
            if (order.accountId() == accountId) {
                orders.add(order);
            }
        }
        return orders;
    }

    /** One side of a market's book, in the order in which the orders came to rest. */
    List<Order> bookSide(final int marketId, final Side side) {
        final List<Order> orders = new ArrayList<>();
        for (final Order order : resting.values()) {
            if (order.marketId() == marketId && order.side() == side) {
                orders.add(order);
            }
        }
        return orders;
    }

    /** The orders at the best price of a side, oldest first; empty if the side is. */
    List<Order> bestOrders(final int marketId, final Side side) {
        final List<Order> best = new ArrayList<>();
        for (final Order order : bookSide(marketId, side)) {
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
        return best;
    }

    /** The account's resting reduce-only orders in a market, in the order in which they came to rest. */
    List<Order> reduceOnlyOrders(final int accountId, final int marketId) {
        return restingOf(accountId).stream()
            .filter(order -> order.marketId() == marketId && order.isReduceOnly())
            .toList();
    }
}
