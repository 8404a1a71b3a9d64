package steelyard.server.cli;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.agrona.ExpandableArrayBuffer;
import steelyard.node.CommandCallback;
import steelyard.protocol.Address;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.DepositEncoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.server.Node;
import steelyard.server.StartException;

/** The demo's money. Each account is credited once in the life of the exchange, however often the demo starts. */
final class Deposits {
    private static final int SOURCE_ID = 1;

    private Deposits() {
    }

    /** Credits each address, in order, unless it was credited before; waits until it is done. */
    static void make(final Node node, final List<String> addresses, final long amountMicros) {
        for (int i = 0; i < addresses.size(); i++) {
            make(node, Address.parse(addresses.get(i)), amountMicros, i + 1);
        }
    }

    private static void make(final Node node, final Address address, final long amountMicros, final long number) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final DepositEncoder encoder = new DepositEncoder();
        encoder.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .number(number).amountMicros(amountMicros).sourceId(SOURCE_ID);
        encoder.origin().seq(0).epoch(0).nodeId(0).reserved(0);
        address.write(buffer, encoder.offset() + DepositEncoder.addressEncodingOffset());
        encoder.operatorName("demo").reason("play money");
        final CompletableFuture<Void> done = new CompletableFuture<>();
        if (!node.commands().submit(
            buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength(), new Done(done))) {
            throw new StartException("The demo's deposits were refused: the node is busy.");
        }
        done.orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Completes when the deposit was applied, or had been before. */
    private record Done(CompletableFuture<Void> future) implements CommandCallback {
        @Override
        public void onDone(final EventBatch events) {
            future.complete(null);
        }

        @Override
        public void onBusy() {
            future.completeExceptionally(new StartException("The demo's deposits were refused: the node is busy."));
        }

        @Override
        public void onOutcomeUnknown() {
            future.completeExceptionally(new StartException("The demo's deposits were not answered in time."));
        }
    }
}
