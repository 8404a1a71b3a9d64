package steelyard.flow.recording;

import java.util.List;
import steelyard.flow.recording.RecordedRow.Kind;
import steelyard.model.Side;

/** Lines of {@link RecordingFormat#CME_MBO}. */
final class CmeMbo {
    static final List<String> COLUMNS = List.of("ts_recv", "ts_event", "instrument_id", "action", "side", "order_id",
        "price", "size", "flags");

    private static final int ACTION = 3;
    private static final int SIDE = 4;
    private static final int ORDER_ID = 5;
    private static final int PRICE = 6;
    private static final int SIZE = 7;
    private static final int FLAGS = 8;
    private static final int PRICE_DECIMALS = 9;
    /** The last row of an event. */
    private static final long FLAG_LAST = 128;
    private static final long FLAG_SNAPSHOT = 32;

    List<RecordedRow> rows(final RecordedLine line) {
        final Kind kind = switch (line.text(ACTION)) {
            case "A" -> Kind.ADD;
            case "C" -> Kind.CANCEL;
            case "M" -> Kind.AMEND;
            case "T" -> Kind.TRADE;
            case "F" -> Kind.FILL;
            case "R" -> Kind.CLEAR;
            case "N" -> Kind.OTHER;
            default -> throw line.problem("has an unknown action: " + line.text(ACTION));
        };
        final Side side = switch (line.text(SIDE)) {
            case "B" -> Side.BUY;
            case "A" -> Side.SELL;
            default -> null;
        };
        final boolean hasPrice = kind != Kind.CLEAR && kind != Kind.OTHER;
        if (hasPrice && kind != Kind.TRADE && kind != Kind.FILL && side == null) {
            throw line.problem("has an order without a side");
        }
        final long flags = line.integer(FLAGS);
        final boolean isSnapshot = (flags & FLAG_SNAPSHOT) != 0;
        return List.of(new RecordedRow(line.number(), kind, side, line.integer(ORDER_ID),
            hasPrice ? line.priceE8(PRICE, PRICE_DECIMALS) : 0, line.integer(SIZE), isSnapshot,
            isSnapshot || (flags & FLAG_LAST) != 0));
    }
}
