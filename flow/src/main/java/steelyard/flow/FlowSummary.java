package steelyard.flow;

import java.io.PrintStream;
import java.util.SortedMap;

/**
 * What came of a run.
 *
 * @param lines      lines of the recording that were sent
 * @param commands   signed actions that were sent
 * @param nanos      time from the first to the last answer, comparisons included
 * @param checks     comparisons of the books
 * @param difference the first difference between the books, or {@code null}
 * @param equal      orders in their recorded place at the end
 * @param orders     orders of the recorded book at the end
 * @param unknown    rows that named orders from before the recording
 * @param unseen     orders that left the recorded book unseen
 * @param refusals   how often the node refused for which reason, numbers replaced by {@code #}
 * @param shares     whom the takers met
 */
public record FlowSummary(
    int lines,
    long commands,
    long nanos,
    int checks,
    String difference,
    int equal,
    int orders,
    int unknown,
    int unseen,
    SortedMap<String, Long> refusals,
    MakerTally.Shares shares) {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double PERCENT = 100.0;

    /** Whether the books were equal at every comparison and nothing was refused. */
    public boolean isFaithful() {
        return difference == null && refusals.isEmpty();
    }

    /** Prints it for people, and figures for programs. */
    public void print(final FlowMode mode, final PrintStream out) {
        if (unknown + unseen > 0) {
            out.printf("left out       %,d rows about orders from before; %,d orders went unseen%n", unknown, unseen);
        }
        refusals.forEach((reason, count) -> out.printf("refused        %,d  %s%n", count, reason));
        if (mode == FlowMode.BOOK) {
            out.println(difference == null
                ? "books          equal at each of %,d comparisons, %,d orders at the end".formatted(checks, orders)
                : "books          DIFFER at comparison " + checks + ": " + difference);
        } else {
            out.printf("books          %,d of %,d recorded orders at the end in their recorded place%n", equal, orders);
            printShares(out);
        }
        out.printf("figure flow.lines %d%n", lines);
        out.printf("figure flow.commands %d%n", commands);
        out.printf("figure flow.commands-per-second %.0f%n", commands / (nanos / NANOS_PER_SECOND));
    }

    private void printShares(final PrintStream out) {
        out.printf("fills          %,d recorded, %,d on the node; %,d with the recorded maker%n",
            shares.recorded(), shares.actual(), shares.met());
        out.printf("traded         %,d recorded, %,d on the node; %,d with the recorded maker%n",
            shares.recordedSize(), shares.actualSize(), shares.metSize());
        out.printf("figure flow.fills-with-recorded-maker-percent %.2f%n",
            PERCENT * shares.met() / Math.max(1, shares.recorded()));
        out.printf("figure flow.size-with-recorded-maker-percent %.2f%n",
            PERCENT * shares.metSize() / Math.max(1, shares.recordedSize()));
    }
}
