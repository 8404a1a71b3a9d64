package steelyard.flow.recording;

import java.util.List;
import java.util.function.Function;

/** The forms of recordings that can be read. */
public enum RecordingFormat {
    /**
     * CME order by order, a line for each of the actions A, C, M, F, T, R (the book is emptied) and N, with a head line:
     * {@code ts_recv_ns, ts_event_ns, instrument_id, action, side, order_id, price_1e-9, size, flags, sequence}.
     * The reduction that a fill brings comes as a C or M of its own.
     */
    CME_MBO("ES", new CmeMbo()::rows),
    /**
     * NASDAQ by LOBSTER, with or without a head line: {@code time, type, order id, size, price in 1e-4, direction}. An
     * execution of a visible order is its reduction; hidden ones are left out. Levels that the recording does not
     * reach change unseen.
     */
    LOBSTER("AMZN", new Lobster()::rows);

    /** Reads one line of data. */
    interface LineReader extends Function<RecordedLine, List<RecordedRow>> {
    }

    private final String coin;
    private final LineReader reader;

    RecordingFormat(final String coin, final LineReader reader) {
        this.coin = coin;
        this.reader = reader;
    }

    /** A name for a market on which such a recording fits. */
    public String coin() {
        return coin;
    }

    /** Whether orders may leave the book without a word: what later rows prove is taken as said. */
    public boolean losesOrders() {
        return this == LOBSTER;
    }

    List<RecordedRow> rows(final RecordedLine line) {
        return reader.apply(line);
    }
}
