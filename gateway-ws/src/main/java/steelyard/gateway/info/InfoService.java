package steelyard.gateway.info;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.gateway.json.Fields;
import steelyard.gateway.json.JsonBody;
import steelyard.gateway.json.Reply;
import steelyard.gateway.json.RequestFault;
import steelyard.gateway.limit.ClientHost;
import steelyard.gateway.limit.RequestBudgets;
import steelyard.gateway.reads.AccountDirectory;
import steelyard.gateway.reads.MarketDirectory;
import steelyard.gateway.reads.NodeReads;
import steelyard.node.HistoryReader;

/** Answers reads. One instance serves all connections; everything of one request happens on its event loop. */
public final class InfoService {
    private static final Logger LOG = LoggerFactory.getLogger(InfoService.class);
    private static final Map<String, InfoRequest> REQUESTS = Stream
        .of(MarketRequests.ALL, AccountRequests.ALL, MarginRequests.ALL, HistoryRequests.ALL, PortfolioRequests.ALL,
            AbsentFeatures.ALL)
        .flatMap(List::stream)
        .collect(Collectors.toUnmodifiableMap(InfoRequest::type, Function.identity()));

    private final NodeReads reads;
    private final HistoryReader history;
    private final MarketDirectory markets;
    private final AccountDirectory accounts;
    private final RequestBudgets budgets;

    /** Answers from the node and the history store. */
    public InfoService(
        final NodeReads reads, final HistoryReader history, final MarketDirectory markets,
        final AccountDirectory accounts, final RequestBudgets budgets) {
        this.reads = reads;
        this.history = history;
        this.markets = markets;
        this.accounts = accounts;
        this.budgets = budgets;
    }

    /** The types of reads, each with its fields in the order of the positional form. */
    public static Map<String, List<String>> requests() {
        return REQUESTS.values().stream()
            .collect(Collectors.toUnmodifiableMap(InfoRequest::type, InfoRequest::parameters));
    }

    /** Answers {@code request}; {@code sink} is called once, on {@code loop}, at once or later. */
    public void answer(
        final JsonNode request, final ClientHost host, final Executor loop, final Consumer<Reply> sink) {
        final InfoRequest type = REQUESTS.get(type(request));
        if (!host.takeWeight(type == null ? 1 : type.weight())) {
            sink.accept(Reply.BUSY);
            return;
        }
        final InfoQuery query;
        try {
            query = decode(type, request);
        } catch (final RequestFault fault) {
            sink.accept(fault.reply());
            return;
        }
        if (!reads.status().ready()) {
            sink.accept(Reply.NOT_READY);
            return;
        }
        final Asked asked = new Asked(type, host, sink);
        final boolean queued = reads.ask(loop,
            state -> new Read(query.read(state), state.eventSequence()),
            (read, failure) -> load(asked, read, failure, loop));
        if (!queued) {
            sink.accept(Reply.BUSY);
        }
    }

    /** The type of a request that was answered with success. */
    public static String type(final JsonNode request) {
        return (request.isArray() ? request.path(0) : request.path("type")).asText();
    }

    private static InfoQuery decode(final InfoRequest type, final JsonNode request) throws RequestFault {
        if (type == null) {
            throw RequestFault.malformed();
        }
        return type.decoder().decode(Fields.of(request.isArray() ? named(request, type) : request));
    }

    /** The positional form with its names. */
    private static ObjectNode named(final JsonNode request, final InfoRequest type) throws RequestFault {
        if (request.size() > 1 + type.parameters().size()) {
            throw RequestFault.malformed();
        }
        final ObjectNode named = JsonNodeFactory.instance.objectNode();
        for (int i = 1; i < request.size(); i++) {
            named.set(type.parameters().get(i - 1), request.get(i));
        }
        return named;
    }

    private record Read(InfoQuery.Result result, long eventSequence) {
    }

    private record Asked(InfoRequest type, ClientHost host, Consumer<Reply> sink) {
    }

    private void load(final Asked asked, final Read read, final Throwable failure, final Executor loop) {
        if (failure != null) {
            asked.sink.accept(failed(failure));
            return;
        }
        final InfoQuery.Sources sources =
            new InfoQuery.Sources(history, markets, accounts, budgets, reads.status().stale(), loop);
        final CompletableFuture<JsonBody> loaded = read.result.load(sources).toCompletableFuture();
        if (loaded.isDone()) {
            loaded.whenComplete((body, error) -> finish(asked, read, body, error));
        } else {
            loaded.whenCompleteAsync((body, error) -> finish(asked, read, body, error), loop);
        }
    }

    private static void finish(final Asked asked, final Read read, final JsonBody body, final Throwable error) {
        if (error == null) {
            asked.host.chargeWeight(asked.type.weightOf(body.itemCount()));
        }
        asked.sink.accept(error == null ? written(body, read.eventSequence) : failed(error));
    }

    private static Reply written(final JsonBody body, final long eventSequence) {
        try {
            return Reply.ok(body, eventSequence);
        } catch (final RuntimeException failure) {
            return failed(failure);
        }
    }

    private static Reply failed(final Throwable failure) {
        final Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof RejectedExecutionException) {
            return Reply.BUSY;
        }
        if (!(cause instanceof TimeoutException)) {
            LOG.error("A read failed", cause);
        }
        return Reply.UNAVAILABLE;
    }
}
