package steelyard.node;

import steelyard.model.OrderFlags;
import steelyard.node.HistoryReader.LedgerEntry;
import steelyard.node.HistoryReader.LedgerKind;
import steelyard.node.HistoryReader.LiquidatedPosition;
import steelyard.node.HistoryReader.Liquidation;
import steelyard.protocol.Address;
import steelyard.protocol.sbe.EventHeaderDecoder;
import steelyard.protocol.sbe.LiquidationStepDecoder;
import steelyard.protocol.sbe.PositionTransferredDecoder;

/**
 * Follows the events of a command to tell which fills are of a liquidation, and what a step of one closed. A step's order
 * is the first that is placed after it, if that is the account's; its fills go on until another order is placed. Belongs
 * to one thread.
 */
public final class LiquidationUnderWay {
    private static final int DELEVERAGED = 2;
    private static final int NONE = -1;

    private Liquidation liquidation;
    private boolean placed;
    private int accountId = NONE;
    private int marketId;
    private boolean isolated;
    private long equityMicros;
    private long closedLots;
    private long sequence;
    private long logPosition;
    private int commandIndex;
    private long timestampNanos;

    /** A step begins. */
    public void begin(final LiquidationStepDecoder step) {
        final EventHeaderDecoder cause = step.header();
        liquidation = new Liquidation(
            Address.from(step.buffer(), step.offset() + LiquidationStepDecoder.addressEncodingOffset()),
            step.markPriceTicks());
        placed = false;
        accountId = step.accountId();
        marketId = step.marketId();
        isolated = step.setMarketId() >= 0;
        equityMicros = step.equityMicros();
        closedLots = 0;
        sequence = cause.eventSequence();
        logPosition = cause.logPosition();
        commandIndex = cause.commandIndex();
        timestampNanos = cause.timestampNanos();
    }

    /** Whether an order with these flags that is placed now is that of the step; if not the step has ended. */
    public boolean takes(final int orderAccountId, final int flags) {
        final boolean first = liquidation != null && !placed;
        placed = first && orderAccountId == accountId && OrderFlags.isLiquidation(flags);
        return placed;
    }

    /**
     * A fill was settled: the liquidation that it is a part of, or {@code null}.
     *
     * @param lots bought, or sold below zero
     */
    public Liquidation fill(final int fillAccountId, final boolean taker, final long lots) {
        if (!placed) {
            return null;
        }
        if (taker && fillAccountId == accountId) {
            closedLots -= lots;
        }
        return liquidation;
    }

    /** Whose liquidation the step is of. */
    public int accountId() {
        return accountId;
    }

    /** Ends the step: what it closed, or {@code null} if that is nothing or there was no step. */
    public LedgerEntry end() {
        final LedgerEntry entry = liquidation == null || closedLots == 0 ? null
            : entry(sequence, logPosition, commandIndex, timestampNanos, new LiquidatedPosition(marketId, closedLots,
                liquidation.markPriceTicks(), equityMicros, isolated, LiquidatedPosition.ON_BOOK));
        liquidation = null;
        placed = false;
        closedLots = 0;
        return entry;
    }

    /** What the giver of a position lost to the house in a liquidation; {@code null} of one who is deleveraged. */
    public static LedgerEntry of(final PositionTransferredDecoder event) {
        final EventHeaderDecoder cause = event.header();
        return event.reason() == DELEVERAGED ? null
            : entry(cause.eventSequence(), cause.logPosition(), cause.commandIndex(), cause.timestampNanos(),
                new LiquidatedPosition(event.marketId(), event.lots(), event.priceTicks(), event.equityMicros(),
                    event.isIsolated() != 0, event.toAccountId()));
    }

    private static LedgerEntry entry(
        final long sequence, final long logPosition, final int commandIndex, final long timestampNanos,
        final LiquidatedPosition liquidated) {
        return new LedgerEntry(sequence, logPosition, commandIndex, timestampNanos, LedgerKind.LIQUIDATION, 0, 0,
            Address.ZERO, 0, liquidated);
    }
}
