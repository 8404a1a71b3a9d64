package steelyard.server.cluster;

import java.util.List;
import org.agrona.DirectBuffer;
import steelyard.exchange.Exchange;
import steelyard.exchange.StateHash;

/** The exchange as the log drives it. */
public final class ExchangeMachine implements StateMachine {
    private final Exchange exchange;
    private final SkipList skips;

    private ExchangeMachine(final Exchange exchange, final SkipList skips) {
        this.exchange = exchange;
        this.skips = skips;
    }

    /**
     * Makes empty exchanges.
     *
     * @param indexSeed secret of this process, see {@link Exchange}
     */
    public static Factory factory(final long indexSeed) {
        return factory(indexSeed, SkipList.EMPTY);
    }

    /** As above; the commands in {@code skips} are passed over. */
    public static Factory factory(final long indexSeed, final SkipList skips) {
        return events -> new ExchangeMachine(new Exchange(events::onBatch, indexSeed), skips);
    }

    @Override
    public void expect(final DirectBuffer buffer, final int offset, final int length) {
        exchange.expect(buffer, offset, length);
    }

    @Override
    public void apply(
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final long logPosition,
        final int commandIndex,
        final long timestampNanos) {
        if (skips.skips(buffer, offset, length, logPosition, commandIndex)) {
            exchange.skip(buffer, offset, length, logPosition, commandIndex, timestampNanos);
        } else {
            exchange.apply(buffer, offset, length, logPosition, commandIndex, timestampNanos);
        }
    }

    @Override
    public void snapshot(final BatchSink sink) {
        exchange.snapshotInBatches(sink::onBatch);
    }

    @Override
    public void load(final DirectBuffer record, final int offset, final int length) {
        exchange.load(record, offset, length);
    }

    @Override
    public long eventSequence() {
        return exchange.eventSequence();
    }

    @Override
    public long nowNanos() {
        return exchange.nowNanos();
    }

    @Override
    public StateHashes hashes() {
        final StateHash hash = exchange.stateHash();
        return new StateHashes(hash.total(), List.of(
            new StateHashes.Part("books", hash.books()),
            new StateHashes.Part("accounts", hash.accounts()),
            new StateHashes.Part("risk", hash.risk()),
            new StateHashes.Part("nonces", hash.nonces()),
            new StateHashes.Part("prices", hash.prices()),
            new StateHashes.Part("timers", hash.timers()),
            new StateHashes.Part("transport", hash.transport())));
    }
}
