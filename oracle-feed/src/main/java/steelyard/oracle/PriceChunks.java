package steelyard.oracle;

import static steelyard.node.CommandPort.ACTION_LENGTH_MAX;

import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.UnsafeBuffer;
import steelyard.node.CommandCallback;
import steelyard.node.CommandPort;
import steelyard.protocol.sbe.GroupSizeEncodingEncoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.SubmitPricesEncoder;
import steelyard.protocol.sbe.SubmitPricesEncoder.PricesEncoder;

/** Packs the prices of one source into as few {@code SubmitPrices} commands of at most 16 KiB as they need. */
final class PriceChunks implements PriceConsumer {
    /** Most prices in one command. */
    static final int PRICES_MAX = (ACTION_LENGTH_MAX - MessageHeaderEncoder.ENCODED_LENGTH
        - SubmitPricesEncoder.BLOCK_LENGTH - GroupSizeEncodingEncoder.ENCODED_LENGTH) / PricesEncoder.sbeBlockLength();

    private final CommandPort port;
    private final CommandCallback callback;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[ACTION_LENGTH_MAX]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final SubmitPricesEncoder command = new SubmitPricesEncoder();
    private final AtomicLong busyCommands = new AtomicLong();
    private PricesEncoder prices;
    private int sourceId;
    private int count;

    PriceChunks(final CommandPort port, final CommandCallback callback) {
        this.port = port;
        this.callback = callback;
    }

    /** Forgets unsent prices and begins those of a source. */
    void begin(final int newSourceId) {
        sourceId = newSourceId;
        count = 0;
    }

    @Override
    public void onPrice(
        final int marketId, final long priceE8, final long confidenceE8, final long publishTimeNanos) {
        if (count == 0) {
            command.wrapAndApplyHeader(buffer, 0, header).sourceId(sourceId);
            command.origin().seq(0).epoch(0).nodeId(0).reserved(0);
            prices = command.pricesCount(PRICES_MAX);
        }
        prices.next()
            .priceE8(priceE8)
            .confidenceE8(confidenceE8)
            .publishTimeNanos(publishTimeNanos)
            .marketId(marketId);
        count++;
        if (count == PRICES_MAX) {
            end();
        }
    }

    /** Sends what is left. */
    void end() {
        if (count == 0) {
            return;
        }
        prices.resetCountToIndex();
        final int length = MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
        if (!port.submit(buffer, 0, length, callback)) {
            busyCommands.incrementAndGet();
        }
        count = 0;
    }

    /** Commands that the port refused. */
    long busyCommands() {
        return busyCommands.get();
    }
}
