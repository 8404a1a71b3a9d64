package steelyard.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Map;
import steelyard.flow.recording.RecordedRow;
import steelyard.flow.recording.Recording;

/** Replays recordings on a {@link Venue}. */
final class Replays {
    /** What came of a replay. */
    record Result(int commands, int checks, int orders, int unseen, int unknown, Map<?, Integer> refusals,
        MakerTally.Shares shares) {
    }

    private Replays() {
    }

    /** Books must be equal after each {@code checkLines} lines, unless something is held back, and at the end. */
    static Result book(final Recording recording, final long tickCents, final long priceCents, final int checkLines) {
        return replay(recording, FlowMode.BOOK, tickCents, priceCents, checkLines);
    }

    /** Every trade is an order that takes. */
    static Result match(final Recording recording, final long tickCents, final long priceCents) {
        return replay(recording, FlowMode.MATCH, tickCents, priceCents, Integer.MAX_VALUE);
    }

    private static Result replay(
        final Recording recording, final FlowMode mode, final long tickCents, final long priceCents,
        final int checkLines) {
        final MakerTally tally = new MakerTally();
        final Venue venue = new Venue(mode, tickCents, priceCents, tally);
        final FlowReplay replay = new FlowReplay(recording.format(), mode, venue, tally);
        int checks = 0;
        boolean isDue = false;
        boolean inSnapshot = false;
        for (final RecordedRow row : recording.rows()) {
            if (mode == FlowMode.BOOK && inSnapshot && !row.isSnapshot()) {
                check(replay, venue, row.line());
                checks++;
            }
            inSnapshot = row.isSnapshot();
            replay.accept(row);
            isDue |= row.line() % checkLines == 0 || row.kind() == RecordedRow.Kind.TRADE && row.side() == null;
            if (mode == FlowMode.BOOK && isDue && row.endsEvent() && replay.isInStep()) {
                check(replay, venue, row.line());
                isDue = false;
                checks++;
            }
        }
        if (mode == FlowMode.BOOK) {
            check(replay, venue, recording.lines());
            assertEquals(Map.of(), venue.refusals());
        }
        return new Result(venue.commands(), checks + 1, replay.book().size(), replay.book().unseenCount(),
            replay.book().unknownCount(), venue.refusals(), tally.shares());
    }

    private static void check(final FlowReplay replay, final Venue venue, final int line) {
        assertNull(BookLine.difference(BookLine.of(replay.book()), venue.book()), () -> "after line " + line);
    }
}
