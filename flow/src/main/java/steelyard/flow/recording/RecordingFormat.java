package steelyard.flow.recording;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The forms of recordings that can be read. */
public enum RecordingFormat {
    /**
     * CME order by order, of one instrument, a line for each of the actions A, C, M, F, T, R (the book is emptied) and N. A
     * head line says where {@code action, side, order_id, price, size} and {@code flags} stand, with or without their
     * units behind; without one they are the fourth to ninth field. Prices are in 1e-9, or decimals with a point. The
     * reduction that a fill brings comes as a C or M of its own.
     */
    CME_MBO("ES", CmeMbo.COLUMNS, new CmeMbo()::rows),
    /**
     * NASDAQ by LOBSTER, with or without a head line: {@code time, type, order id, size, price in 1e-4, direction}. An
     * execution of a visible order is its reduction; hidden ones are left out. Levels that the recording does not
     * reach change unseen.
     */
    LOBSTER("AMZN", Lobster.COLUMNS, new Lobster()::rows);

    /** Reads one line of data. */
    interface LineReader extends Function<RecordedLine, List<RecordedRow>> {
    }

    private final String coin;
    private final List<String> columns;
    private final LineReader reader;

    RecordingFormat(final String coin, final List<String> columns, final LineReader reader) {
        this.coin = coin;
        this.columns = columns;
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

    /** Where the fields stand in lines without a head. */
    int[] columns() {
        return IntStream.range(0, columns.size()).toArray();
    }

    /**
     * Where the fields stand in lines under this head; as without one if it does not name all of them.
     */
    int[] columns(final String head) {
        final List<String> names = List.of(head.split(",", -1));
        final int[] places = columns.stream().mapToInt(column -> place(names, column)).toArray();
        return IntStream.of(places).allMatch(place -> place >= 0) ? places : columns();
    }

    private static int place(final List<String> names, final String column) {
        return IntStream.range(0, names.size())
            .filter(i -> names.get(i).equals(column) || names.get(i).startsWith(column + "_")).findFirst().orElse(-1);
    }

    List<RecordedRow> rows(final RecordedLine line) {
        return reader.apply(line);
    }
}
