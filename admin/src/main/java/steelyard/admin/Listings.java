package steelyard.admin;

import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import steelyard.model.MarketSpec;
import steelyard.model.WireDecimal;
import steelyard.node.AccountView;
import steelyard.node.MarketView;
import steelyard.node.NodeState;
import steelyard.protocol.Address;

/** Markets and accounts as the node's read models have them. */
final class Listings {
    private static final int MICROS_DECIMALS = 6;

    private final CommandSender sender;

    Listings(final CommandSender sender) {
        this.sender = sender;
    }

    private record Markets(long eventSequence, List<MarketView> views) {
        private static Markets of(final NodeState state) {
            final List<MarketView> views = new ArrayList<>();
            for (int marketId = 0; marketId < state.marketCount(); marketId++) {
                views.add(state.market(marketId));
            }
            return new Markets(state.eventSequence(), views);
        }
    }

    /** {@code null} stands for an address without an account. */
    private record Account(long eventSequence, AccountView view, int openOrders, List<MarketSpec> specs) {
        private static Account of(final NodeState state, final Address address) {
            final int accountId = state.accountId(address);
            if (accountId == NodeState.NONE) {
                return null;
            }
            final AccountView view = state.account(accountId);
            return new Account(state.eventSequence(), view, state.openOrders(accountId).size(),
                view.positions().stream().map(position -> state.market(position.marketId()).spec()).toList());
        }
    }

    /** {@code GET /v1/markets}: every market with its state and prices. */
    CompletionStage<Answer> markets(final Request request) {
        return sender.ask(Markets::of).thenApply(markets -> {
            final ObjectNode json = Json.object().put("eventSequence", markets.eventSequence());
            final ArrayNode array = json.putArray("markets");
            markets.views().forEach(view -> add(array.addObject(), view));
            return Answer.ok(json);
        });
    }

    private static void add(final ObjectNode json, final MarketView view) {
        final MarketSpec spec = view.spec();
        json.put("id", spec.marketId())
            .put("coin", spec.coin())
            .put("state", view.state().name().toLowerCase(Locale.ROOT));
        if (view.hasPrice()) {
            json.put("oracle", WireDecimal.format(view.oraclePriceTicks(), spec.priceDecimals()))
                .put("mark", WireDecimal.format(view.markPriceTicks(), spec.priceDecimals()));
        } else {
            json.putNull("oracle").putNull("mark");
        }
        json.put("openInterest", WireDecimal.format(view.openInterestLots(), spec.sizeDecimals()))
            .put("dayVolume", WireDecimal.format(view.dayNotionalMicros(), MICROS_DECIMALS));
    }

    /** {@code GET /v1/accounts/{address}}: an account's money, margin and positions. */
    CompletionStage<Answer> account(final Request request) {
        final Address address = Emergency.address(request.path("address"));
        return sender.ask(state -> Account.of(state, address)).thenApply(account -> {
            if (account == null) {
                throw new AdminException(NOT_FOUND, "there is no such account", "an account begins with its first deposit");
            }
            return Answer.ok(json(account));
        });
    }

    private static ObjectNode json(final Account account) {
        final AccountView view = account.view();
        final ObjectNode json = Json.object()
            .put("eventSequence", account.eventSequence())
            .put("accountId", view.accountId())
            .put("address", view.address().toString())
            .put("kind", view.kind().name().toLowerCase(Locale.ROOT))
            .put("cash", usdc(view.cashMicros()))
            .put("accountValue", usdc(view.accountValueMicros()))
            .put("marginUsed", usdc(view.marginUsedMicros()))
            .put("maintenanceMargin", usdc(view.maintenanceMicros()))
            .put("withdrawable", usdc(view.withdrawableMicros()))
            .put("openOrders", account.openOrders());
        final ArrayNode positions = json.putArray("positions");
        for (int i = 0; i < view.positions().size(); i++) {
            final AccountView.PositionView position = view.positions().get(i);
            final MarketSpec spec = account.specs().get(i);
            positions.addObject()
                .put("coin", spec.coin())
                .put("size", WireDecimal.format(position.quantityLots(), spec.sizeDecimals()))
                .put("entry", usdc(position.entryMicros()))
                .put("mark", WireDecimal.format(position.markPriceTicks(), spec.priceDecimals()))
                .put("leverage", position.leverage())
                .put("marginUsed", usdc(position.marginUsedMicros()));
        }
        return json;
    }

    private static String usdc(final long micros) {
        return WireDecimal.format(micros, MICROS_DECIMALS);
    }
}
