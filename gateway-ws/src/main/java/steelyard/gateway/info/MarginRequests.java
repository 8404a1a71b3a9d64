package steelyard.gateway.info;

import java.util.ArrayList;
import java.util.List;
import steelyard.gateway.info.InfoQuery.Result;
import steelyard.gateway.json.Fields;
import steelyard.gateway.json.JsonBody;
import steelyard.gateway.json.RequestFault;
import steelyard.gateway.json.WireMargin;
import steelyard.gateway.json.WireSpot;
import steelyard.model.MarketSpec;
import steelyard.model.Side;
import steelyard.model.WireDecimal;
import steelyard.node.AccountView;
import steelyard.node.MarginView;
import steelyard.node.NodeState;
import steelyard.protocol.Address;

/** Questions about margin: how it comes about, and what it would be. An address without an account has none. */
final class MarginRequests {
    /** Most orders and positions of one question. */
    private static final int CHANGES_MAX = 200;
    private static final int MICRO_DECIMALS = 6;
    private static final JsonBody NOTHING = json -> json.writeNull();

    static final List<InfoRequest> ALL = List.of(
        InfoRequest.of("userAbstraction", MarginRequests::mode, "user"),
        InfoRequest.of("spotClearinghouseState", MarginRequests::balances, "user"),
        InfoRequest.of("marginExplain", MarginRequests::explain, "user"),
        InfoRequest.of("marginWhatIf", MarginRequests::whatIf, "user", "orders", "positions"));

    /** An order or a position that the account does not have. Numbers in 10<sup>-8</sup>; no price: a position. */
    private record Added(String coin, Side side, long sizeE8, long priceE8) {
        /** {@code null} if there is no such market, or its numbers are not of its steps. */
        private MarginView.Change change(final NodeState state) {
            final int marketId = state.marketId(coin);
            if (marketId == NodeState.NONE) {
                return null;
            }
            final MarketSpec spec = state.market(marketId).spec();
            if (sizeE8 % spec.e8PerLot() != 0 || priceE8 % spec.e8PerTick() != 0) {
                return null;
            }
            final long lots = sizeE8 / spec.e8PerLot();
            if (lots > spec.maxPositionLots() || priceE8 / spec.e8PerTick() > spec.maxPriceTicks()) {
                return null;
            }
            if (priceE8 == 0) {
                return new MarginView.Change(marketId, side.sign() * lots, 0, 0, 0);
            }
            return new MarginView.Change(
                marketId, 0, side == Side.BUY ? lots : 0, side == Side.SELL ? lots : 0, priceE8 / spec.e8PerTick());
        }
    }

    private MarginRequests() {
    }

    private static InfoQuery mode(final Fields fields) throws RequestFault {
        final Address user = fields.address("user");
        return state -> {
            final int accountId = state.accountId(user);
            final boolean isPortfolio = accountId != NodeState.NONE && state.account(accountId).isPortfolio();
            return Result.of(json -> json.writeString(isPortfolio ? "portfolioMargin" : "default"));
        };
    }

    /** There are no spot markets: only what clients of a portfolio account look here for. */
    private static InfoQuery balances(final Fields fields) throws RequestFault {
        final Address user = fields.address("user");
        return state -> {
            final int accountId = state.accountId(user);
            final AccountView account = accountId == NodeState.NONE ? null : state.account(accountId);
            return Result.of(new WireSpot(account));
        };
    }

    private static InfoQuery explain(final Fields fields) throws RequestFault {
        final Address user = fields.address("user");
        return state -> {
            final int accountId = state.accountId(user);
            if (accountId == NodeState.NONE) {
                return Result.of(NOTHING);
            }
            final MarginView margin = state.margin(accountId, List.of());
            final long time = state.logTimeNanos();
            return Result.with(sources -> new WireMargin(margin, sources.markets()::spec, time));
        };
    }

    private static InfoQuery whatIf(final Fields fields) throws RequestFault {
        final Address user = fields.address("user");
        final List<Added> added = added(fields);
        return state -> {
            final int accountId = state.accountId(user);
            final List<MarginView.Change> changes = new ArrayList<>();
            for (final Added each : added) {
                changes.add(each.change(state));
            }
            if (accountId == NodeState.NONE || changes.contains(null)) {
                return Result.of(NOTHING);
            }
            final MarginView now = state.margin(accountId, List.of());
            final MarginView then = state.margin(accountId, changes);
            final long time = state.logTimeNanos();
            return Result.with(sources -> json -> {
                json.writeStartObject();
                json.writeFieldName("now");
                new WireMargin(now, sources.markets()::spec, time).write(json);
                json.writeFieldName("then");
                new WireMargin(then, sources.markets()::spec, time).write(json);
                json.writeEndObject();
            });
        };
    }

    private static List<Added> added(final Fields fields) throws RequestFault {
        final List<Added> added = new ArrayList<>();
        if (fields.has("orders")) {
            for (final Fields order : fields.objects("orders")) {
                added.add(new Added(order.text("coin"), order.flag("isBuy") ? Side.BUY : Side.SELL,
                    e8(order, "sz"), e8(order, "limitPx")));
            }
        }
        if (fields.has("positions")) {
            for (final Fields position : fields.objects("positions")) {
                final boolean isShort = position.text("szi").startsWith("-");
                final long size = WireDecimal.parseE8(isShort ? position.text("szi").substring(1) : position.text("szi"));
                added.add(new Added(position.text("coin"), isShort ? Side.SELL : Side.BUY, checked(size), 0));
            }
        }
        if (added.size() > CHANGES_MAX) {
            throw RequestFault.malformed();
        }
        return added;
    }

    private static long e8(final Fields fields, final String name) throws RequestFault {
        return checked(WireDecimal.parseE8(fields.text(name)));
    }

    private static long checked(final long e8) throws RequestFault {
        if (e8 == WireDecimal.INVALID || e8 <= 0) {
            throw RequestFault.malformed();
        }
        return e8;
    }
}
