package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import steelyard.model.HouseAccount;

/** A margin set at the present marks: the cross positions of an account, or one isolated position. */
record MarginSet(Floor floor, int accountId, int marketId) {
    /** Stands for the cross set where a market could stand. */
    static final int CROSS = -1;

    boolean isCross() {
        return marketId == CROSS;
    }

    /** The markets in which it has a position, in the order of their ids. */
    List<Market> markets() {
        final List<Market> markets = new ArrayList<>();
        for (final Map.Entry<Integer, Position> each : floor.state.positions.get(accountId).entrySet()) {
            final Market market = floor.state.market(each.getKey());
            final boolean isIsolated = market.isIsolated(each.getValue());
            final boolean isOfSet = isCross() ? !isIsolated : isIsolated && market.id() == marketId;
            if (isOfSet && each.getValue().lots() != 0) {
                markets.add(market);
            }
        }
        return markets;
    }

    Position position(final Market market) {
        return floor.state.position(accountId, market.id());
    }

    BigInteger equity() {
        return isCross()
            ? Portfolio.of(floor.state, floor.choices, accountId).equity()
            : Portfolio.isolatedEquity(
                floor.state.market(marketId), floor.state.position(accountId, marketId));
    }

    /** Whether section 4 says what it needs. */
    boolean isPortfolio() {
        return isCross() && floor.state.portfolios.contains(accountId);
    }

    PortfolioMargin hedged() {
        return Portfolio.of(floor.state, floor.choices, accountId).hedged();
    }

    BigInteger maintenance() {
        if (isPortfolio()) {
            return hedged().maintenance();
        }
        BigInteger sum = BigInteger.ZERO;
        for (final Market market : markets()) {
            sum = sum.add(maintenance(market));
        }
        return sum;
    }

    boolean isOfBackstop() {
        return accountId == HouseAccount.BACKSTOP.id();
    }

    /** What its equity may not be below. */
    BigInteger least() {
        return isOfBackstop() ? BigInteger.ZERO : maintenance();
    }

    /** Maintenance of one position of it. */
    BigInteger maintenance(final Market market) {
        return margin(market).maintenance(position(market).lots());
    }

    StandardMargin margin(final Market market) {
        return new StandardMargin(floor.state, floor.choices, floor.state.account(accountId), market);
    }

    State.Pair key() {
        return new State.Pair(accountId, marketId);
    }
}
