package steelyard.flow;

import java.io.PrintStream;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import steelyard.client.SteelyardClient;
import steelyard.flow.recording.RecordedRow;
import steelyard.flow.recording.Recording;

/**
 * Sends a recording to a running node. Books are compared when the orders of the snapshot are in, after an auction,
 * every so many lines, and at the end; while the recorded book is crossed, a comparison waits.
 */
public final class FlowRun {
    /** Each account's money: enough for orders that rest for years. */
    private static final long DEPOSIT_USDC = 1_000_000_000;
    private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int PERCENT = 100;

    private final FlowConfig config;
    private final Recording recording;
    private final PrintStream out;
    private final OperatorClient operators;
    private final SocketTarget target;
    private final FlowReplay replay;
    private final MakerTally tally;
    private final long startNanos = System.nanoTime();
    private long toldNanos = startNanos;
    private int checks;
    private String difference;
    private List<BookLine> lastBook = List.of();

    private FlowRun(
        final FlowConfig config, final Recording recording, final PrintStream out, final OperatorClient operators,
        final SocketTarget target, final MakerTally tally) {
        this.config = config;
        this.recording = recording;
        this.out = out;
        this.operators = operators;
        this.target = target;
        this.tally = tally;
        this.replay = new FlowReplay(recording.format(), config.mode(), target, tally);
    }

    /**
     * Sends the recording and waits for the end.
     *
     * @param out where progress is told
     * @throws FlowException if the node or the market cannot be used
     */
    public static FlowSummary run(final FlowConfig config, final Recording recording, final PrintStream out)
        throws InterruptedException {
        final MakerTally tally = new MakerTally();
        try (OperatorClient operators = new OperatorClient(config.operators(), config.token());
            SteelyardClient client = SteelyardClient.of(config.api());
            SocketTarget target = new SocketTarget(client, config, tally)) {
            if (!operators.book(config.coin()).isEmpty()) {
                throw new FlowException("The market " + config.coin() + " has orders; use one whose book is empty.");
            }
            target.addresses().forEach(address -> operators.deposit(address, DEPOSIT_USDC));
            target.introduce();
            return new FlowRun(config, recording, out, operators, target, tally).run();
        }
    }

    private FlowSummary run() throws InterruptedException {
        boolean inSnapshot = false;
        boolean isDue = false;
        final List<RecordedRow> rows = recording.rows();
        for (int i = 0; i < rows.size() && difference == null; i++) {
            final RecordedRow row = rows.get(i);
            if (inSnapshot && !row.isSnapshot()) {
                check(row.line());
            }
            inSnapshot = row.isSnapshot();
            replay.accept(row);
            isDue |= row.line() % config.checkLines() == 0 || row.kind() == RecordedRow.Kind.TRADE && row.side() == null;
            if (isDue && row.endsEvent() && replay.isInStep()) {
                check(row.line());
                isDue = false;
            }
            tell(row.line());
        }
        return end();
    }

    private void check(final int line) {
        if (config.mode() == FlowMode.BOOK) {
            compare();
            if (difference != null) {
                out.println("line " + line + ": " + difference);
            }
        }
    }

    private void compare() {
        target.awaitAnswers();
        lastBook = operators.book(config.coin());
        checks++;
        difference = replay.isInStep()
            ? BookLine.difference(BookLine.of(replay.book()), lastBook)
            : "the recording ends while its book is crossed";
    }

    private void tell(final int line) {
        final long now = System.nanoTime();
        if (now - toldNanos >= TELL_NANOS) {
            toldNanos = now;
            out.printf("line %,9d of %,d  %3d %%  %,7.0f commands/s  %,d comparisons%n", line, recording.lines(),
                (long) line * PERCENT / recording.lines(),
                target.commands() / ((now - startNanos) / NANOS_PER_SECOND), checks);
        }
    }

    private FlowSummary end() throws InterruptedException {
        if (difference == null) {
            compare();
        }
        final long nanos = System.nanoTime() - startNanos;
        target.awaitFills();
        final List<BookLine> recorded = BookLine.of(replay.book());
        final HashSet<BookLine> found = new HashSet<>(lastBook);
        found.retainAll(new HashSet<>(recorded));
        return new FlowSummary(recording.lines(), target.commands(), nanos, checks,
            difference, found.size(), recorded.size(), replay.book().unknownCount(), replay.book().unseenCount(),
            target.refusals(), tally.shares());
    }
}
