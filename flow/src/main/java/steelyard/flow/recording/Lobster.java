package steelyard.flow.recording;

import java.util.List;
import steelyard.flow.recording.RecordedRow.Kind;
import steelyard.model.Side;

/** Lines of {@link RecordingFormat#LOBSTER}. */
final class Lobster {
    static final List<String> COLUMNS = List.of("Time", "Type", "OrderId", "Size", "Price", "Direction");

    private static final int TYPE = 1;
    private static final int ORDER_ID = 2;
    private static final int SIZE = 3;
    private static final int PRICE = 4;
    private static final int DIRECTION = 5;
    private static final int PRICE_DECIMALS = 4;

    private static final int SUBMITTED = 1;
    private static final int REDUCED = 2;
    private static final int DELETED = 3;
    private static final int EXECUTED = 4;

    List<RecordedRow> rows(final RecordedLine line) {
        return switch ((int) line.integer(TYPE)) {
            case SUBMITTED -> List.of(row(line, Kind.ADD, true));
            case REDUCED -> List.of(row(line, Kind.REDUCE, true));
            case DELETED -> List.of(row(line, Kind.CANCEL, true));
            case EXECUTED -> List.of(
                row(line, Kind.TRADE, false), row(line, Kind.FILL, false), row(line, Kind.REDUCE, true));
            default -> List.of(new RecordedRow(line.number(), Kind.OTHER, null, 0, 0, 0, false, true));
        };
    }

    /** The direction is that of the resting order; who takes is on the other side. */
    private static RecordedRow row(final RecordedLine line, final Kind kind, final boolean endsEvent) {
        final Side resting = line.integer(DIRECTION) > 0 ? Side.BUY : Side.SELL;
        return new RecordedRow(line.number(), kind, kind == Kind.TRADE ? resting.opposite() : resting,
            line.integer(ORDER_ID), line.priceE8(PRICE, PRICE_DECIMALS), line.integer(SIZE), false, endsEvent);
    }
}
