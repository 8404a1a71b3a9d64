package steelyard.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.sbe.MessageEncoderFlyweight;
import steelyard.model.ScenarioMatrix;
import steelyard.node.CommandCallback;
import steelyard.node.NodeState;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.ActivateScenariosEncoder;
import steelyard.protocol.sbe.LoadScenariosEncoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.server.Node;
import steelyard.server.StartException;

/** The demo's scenarios of portfolio margin: a shipped matrix, loaded unless it is in force already. */
final class DemoScenarios {
    private static final String OPERATOR = "demo";
    private static final String REASON = "shipped scenarios";
    private static final long ANSWER_SECONDS = 10;

    private final Node node;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    private DemoScenarios(final Node node) {
        this.node = node;
    }

    /** Loads the columns of listed markets and puts them in force; waits until it is done. */
    static void load(final Node node, final Path file) {
        final ScenarioMatrix matrix;
        try {
            matrix = ScenarioMatrix.parse(Files.readAllLines(file));
        } catch (final IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        new DemoScenarios(node).load(matrix);
    }

    private void load(final ScenarioMatrix matrix) {
        final CompletableFuture<Map<Integer, String>> listed = new CompletableFuture<>();
        node.queries().submit(state -> listed.complete(ids(state, matrix)));
        final Map<Integer, String> ids = listed.orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join();
        final List<short[]> columns = new ArrayList<>();
        ids.values().forEach(coin -> columns.add(matrix.directions(matrix.indexOf(coin))));
        final LoadScenariosEncoder load = new LoadScenariosEncoder();
        load.wrapAndApplyHeader(buffer, 0, header).version(matrix.version());
        load.origin().seq(0).epoch(0).nodeId(0).reserved(0);
        final LoadScenariosEncoder.ColumnsEncoder group = load.columnsCount(ids.size());
        int next = 0;
        for (final int marketId : ids.keySet()) {
            final short[] column = columns.get(next++);
            group.next().marketId(marketId);
            for (int k = 0; k < column.length; k++) {
                group.directions(k, column[k]);
            }
        }
        load.operatorName(OPERATOR).reason(REASON);
        submit(load);
        final byte[] sha256 = new ScenarioMatrix(
            matrix.version(), List.copyOf(ids.values()), columns.toArray(short[][]::new)).sha256();
        final ActivateScenariosEncoder activate = new ActivateScenariosEncoder();
        activate.wrapAndApplyHeader(buffer, 0, header)
            .fromSequence(0).version(matrix.version()).columns(ids.size()).putSha256(sha256, 0, sha256.length);
        activate.origin().seq(0).epoch(0).nodeId(0).reserved(0);
        activate.operatorName(OPERATOR).reason(REASON);
        submit(activate);
    }

    private static Map<Integer, String> ids(final NodeState state, final ScenarioMatrix matrix) {
        final Map<Integer, String> ids = new TreeMap<>();
        for (final String coin : matrix.coins()) {
            final int marketId = state.marketId(coin);
            if (marketId != NodeState.NONE) {
                ids.put(marketId, coin);
            }
        }
        return ids;
    }

    /** Waits for the answer, which a matrix in force already may refuse. */
    private void submit(final MessageEncoderFlyweight command) {
        final CompletableFuture<Void> done = new CompletableFuture<>();
        if (!node.commands().submit(
            buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength(), new Done(done))) {
            throw new StartException("The demo's scenarios were refused: the node is busy.");
        }
        done.orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join();
    }

    private record Done(CompletableFuture<Void> future) implements CommandCallback {
        @Override
        public void onDone(final EventBatch events) {
            future.complete(null);
        }

        @Override
        public void onBusy() {
            future.completeExceptionally(new StartException("The demo's scenarios were refused: the node is busy."));
        }

        @Override
        public void onOutcomeUnknown() {
            future.completeExceptionally(new StartException("The demo's scenarios were not answered in time."));
        }
    }
}
