package steelyard.testkit.event;

import steelyard.model.MarketSpec;
import steelyard.protocol.Address;
import steelyard.testkit.command.ClientOrderId;
import steelyard.testkit.command.Command.Remark;

/** What happened. Fields are those of the schema, in its units; {@code toString} shows the exact integers. */
public sealed interface Event {
    /** What stands in a batch index that is not set. */
    int NO_BATCH_INDEX = 65_535;

    /** Where the event stands. */
    EventHeader header();

    /** An event of the risk rules: {@link RiskEvent}. */
    non-sealed interface OfRisk extends Event {
    }

    /** The last event of every applied or refused command. */
    record CommandDone(
        EventHeader header, long detail1, long detail2, int accountId, int commandTemplateId, int rejectReason,
        int batchIndex, int result) implements Event {
    }

    /** A command was not applied because earlier ones of its node are missing. */
    record SequenceGap(EventHeader header, long expectedSeq) implements Event {
    }

    /** A node starts numbering anew. */
    record EpochOpened(EventHeader header, long token, int openedEpoch, int openedNodeId) implements Event {
    }

    /** The exchange has its first parameters and markets; {@code genesisHash} is 64 hex digits. */
    record GenesisApplied(EventHeader header, String genesisHash) implements Event {
    }

    /** A parameter has this value from now on. */
    record ParameterChanged(EventHeader header, long value, int parameterId, Remark remark) implements Event {
    }

    /** A market was added; {@code state} is a wire code. */
    record MarketListed(EventHeader header, MarketSpec spec, int state, Remark remark) implements Event {
    }

    /** What a market accepts was set; {@code state} is a wire code. */
    record MarketStateChanged(EventHeader header, int marketId, int state, long endsMillis, Remark remark)
        implements Event {
    }

    /** An account exists from now on; {@code kind} is a wire code. */
    record AccountCreated(
        EventHeader header, int accountId, int ownerId, Address address, int kind) implements Event {
    }

    /** Cash came in; {@code cashMicros} is the cash of the account afterwards. */
    record Deposited(
        EventHeader header, long number, long amountMicros, long cashMicros, int accountId, int sourceId,
        Remark remark) implements Event {
    }

    /** The oracle price of a market, and the mark price made from it. */
    record PriceChanged(
        EventHeader header, long oraclePriceTicks, long markPriceTicks, int marketId, long rampNanos)
        implements Event {
        /** Without a rise of initial margin. */
        public PriceChanged(
            final EventHeader header, final long oraclePriceTicks, final long markPriceTicks, final int marketId) {
            this(header, oraclePriceTicks, markPriceTicks, marketId, 0);
        }
    }

    /** An address may sign for an account. */
    record AgentApproved(
        EventHeader header, long validUntilMillis, int accountId, Address agentAddress, String agentName)
        implements Event {
    }

    /** An address may no longer sign for an account. */
    record AgentRemoved(EventHeader header, int accountId, Address agentAddress, String agentName) implements Event {
    }

    /** An account chose a leverage. */
    record LeverageChanged(
        EventHeader header, int accountId, int marketId, int leverage, boolean isCross) implements Event {
    }

    /** A node said which behaviour versions it can run, and its skip list's hash. */
    record NodeAnnounced(EventHeader header, int behaviourMin, int behaviourMax, String skipListHash)
        implements Event {
    }

    /** Commands have another meaning from now on. */
    record BehaviourSwitched(EventHeader header, int behaviourVersion, Remark remark) implements Event {
    }

    /** A node is a member no more. */
    record NodeRetired(EventHeader header, int retiredNodeId, Remark remark) implements Event {
    }

    /** The state before this event had this hash. */
    record CheckpointTaken(EventHeader header, long stateHash) implements Event {
    }

    /** What a node had at a checkpoint; {@code chainHash} and {@code signature} are hex digits. */
    record CheckpointReported(
        EventHeader header, long checkpointSequence, long checkpointPosition, long term, long stateHash,
        String chainHash, String signature) implements Event {
    }

    /** Orders are taken no more, or again; market and account are −1 where the scope is another. */
    record KillSwitchSet(
        EventHeader header, int scope, int marketId, int accountId, boolean on, Remark remark) implements Event {
    }

    /** An operator canceled orders. */
    record OrdersSwept(EventHeader header, long canceledCount, long remainingCount, Remark remark) implements Event {
    }

    /** An order passed every check. */
    record OrderPlaced(
        EventHeader header, long orderId, long priceTicks, long quantityLots, ClientOrderId clientOrderId,
        long replacedOrderId, int accountId, int marketId, int batchIndex, int flags, int side, int timeInForce,
        long displayLots, long expiresMillis) implements Event {
    }

    /** An order was refused; the order is as it was given. */
    record OrderRejected(
        EventHeader header, long orderId, long priceTicks, long quantityLots, ClientOrderId clientOrderId,
        long detail1, long detail2, int accountId, int marketId, int batchIndex, int flags, int rejectReason,
        int side, int timeInForce) implements Event {
    }

    /** A cancel or a modification was refused. */
    record RequestRejected(
        EventHeader header, long orderId, ClientOrderId clientOrderId, long detail1, long detail2,
        int accountId, int marketId, int batchIndex, int rejectReason) implements Event {
    }

    /** A fill, its public side. */
    record TradeExecuted(
        EventHeader header, long tradeId, long makerOrderId, long takerOrderId, long priceTicks,
        long quantityLots, long makerRemainingLots, long takerRemainingLots, int makerAccountId,
        int takerAccountId, int marketId, int takerSide) implements Event {
    }

    /** One side of a fill; position, quote, entry and cash are those afterwards. */
    record FillSettled(
        EventHeader header, long orderId, long tradeId, long priceTicks, long quantityLots, long feeMicros,
        long closedPnlMicros, long startPositionLots, long positionLots, long quoteMicros, long entryMicros,
        long cashMicros, long limitPriceTicks, long originalLots, long remainingLots, long placedTimeNanos,
        ClientOrderId clientOrderId, int accountId, int marketId, int flags, int side, boolean isTaker,
        long isolatedMicros, long builderFeeMicros, int builderAccountId, long rewardMicros, int referrerAccountId)
        implements Event {
        /** A fill of a cross position, of an order that owes no builder and an account that nobody referred. */
        public FillSettled(
            final EventHeader header, final long orderId, final long tradeId, final long priceTicks,
            final long quantityLots, final long feeMicros, final long closedPnlMicros, final long startPositionLots,
            final long positionLots, final long quoteMicros, final long entryMicros, final long cashMicros,
            final long limitPriceTicks, final long originalLots, final long remainingLots,
            final long placedTimeNanos, final ClientOrderId clientOrderId, final int accountId, final int marketId,
            final int flags, final int side, final boolean isTaker) {
            this(header, orderId, tradeId, priceTicks, quantityLots, feeMicros, closedPnlMicros, startPositionLots,
                positionLots, quoteMicros, entryMicros, cashMicros, limitPriceTicks, originalLots, remainingLots,
                placedTimeNanos, clientOrderId, accountId, marketId, flags, side, isTaker, 0, 0, 0, 0, 0);
        }
    }

    /** What did not match at once stands in the book. */
    record OrderRested(
        EventHeader header, long orderId, long priceTicks, long remainingLots, long prioritySequence,
        int accountId, int marketId, int batchIndex, int side, long shownLots) implements Event {
    }

    /** A resting order became smaller without a fill. */
    record OrderReduced(
        EventHeader header, long orderId, long priceTicks, long originalLots, long remainingLots,
        long placedTimeNanos, ClientOrderId clientOrderId, int accountId, int marketId, int batchIndex,
        int flags, int side, long shownLots) implements Event {
    }

    /** An order left the book, or its remainder did not reach it. */
    record OrderCanceled(
        EventHeader header, long orderId, long priceTicks, long originalLots, long remainingLots,
        long placedTimeNanos, ClientOrderId clientOrderId, int accountId, int marketId, int batchIndex,
        int flags, int side, int reason, int timeInForce, boolean wasResting) implements Event {
    }

    /** A trigger order passed every check. */
    record TriggerPlaced(EventHeader header, long orderId, long priceTicks, long quantityLots, long triggerPriceTicks,
        long trailTicks, ClientOrderId clientOrderId, long expiresMillis, long armingSequence, long extremeTicks,
        long replacedOrderId, long parentOrderId, int accountId, int marketId, int trailBps, int flags, int side,
        int timeInForce, int triggerKind, int triggerSource, boolean isMarket, int status, int batchIndex,
        int grouping) implements Event {
    }

    /** A trigger order that waited for its parent looks at prices from now on. */
    record TriggerArmed(EventHeader header, long orderId, long armingSequence, long extremeTicks, int accountId,
        int marketId) implements Event {
    }

    /** A trigger order fired and becomes an order with this limit and quantity. */
    record OrderTriggered(EventHeader header, long orderId, long priceTicks, long quantityLots, long placedTimeNanos,
        ClientOrderId clientOrderId, int accountId, int marketId, int flags, int side,
        int timeInForce) implements Event {
    }

    /** An iceberg shows more, behind all others of its price. */
    record OrderRefreshed(EventHeader header, long orderId, long priceTicks, long remainingLots, long shownLots,
        long prioritySequence, int accountId, int marketId, int side) implements Event {
    }

    /** An account chose the mode of orders that name none. */
    record SelfTradeModeChosen(EventHeader header, int accountId, int mode) implements Event {
    }

    /** All open orders of an account are canceled at this time; 0: no more. */
    record ScheduledCancelSet(EventHeader header, long timeMillis, int accountId) implements Event {
    }

    /** A market is like this from now on. */
    record MarketChanged(EventHeader header, MarketSpec spec, Remark remark) implements Event {
    }

    /** A TWAP runs, or waits for its trigger. */
    record TwapStarted(EventHeader header, long twapId, long quantityLots, long triggerPriceTicks,
        long stopPriceTicks, long intervalNanos, int accountId, int marketId, int minutes, int slices, int batchIndex,
        int flags, int side, boolean randomize, boolean triggerAbove, int status) implements Event {
    }

    /** A TWAP sends an order. */
    record TwapSliced(EventHeader header, long twapId, long orderId, long quantityLots, long executedLots,
        int accountId, int marketId, int slice) implements Event {
    }

    /** A TWAP sends nothing more. */
    record TwapEnded(EventHeader header, long twapId, long executedLots, long executedMicros, int accountId,
        int marketId, int rejectReason, int status) implements Event {
    }

    /** The quotes of one market were refused; the old ones stay. */
    record QuotesRejected(EventHeader header, long detail1, long detail2, int accountId, int marketId, int batchIndex,
        int rejectReason, int quoteGroup) implements Event {
    }

    /** An account set the protection of a group of quotes. */
    record ProtectionSet(EventHeader header, long windowMillis, long frozenMillis, long quantityMaxE8,
        long valueMaxMicros, int countMax, int accountId, int quoteGroup) implements Event {
    }

    /** A group of quotes counts anew. */
    record ProtectionReset(EventHeader header, int accountId, int quoteGroup) implements Event {
    }

    /** The quotes of a group are taken back and refused. */
    record ProtectionTriggered(EventHeader header, long untilMillis, int accountId, int quoteGroup) implements Event {
    }

    /** What an auction would give if it ended now. */
    record AuctionIndicated(EventHeader header, long priceTicks, long volumeLots, long surplusLots,
        int marketId) implements Event {
    }

    /** A round of an auction starts; its fills follow. */
    record AuctionPriced(EventHeader header, long priceTicks, long volumeLots, long surplusLots,
        int marketId) implements Event {
    }

    /** The book is no longer crossed. */
    record AuctionEnded(EventHeader header, int marketId) implements Event {
    }

    /** A sub-account has this name. */
    record SubAccountNamed(EventHeader header, int accountId, String name) implements Event {
    }

    /** Cash has moved; the cash of both accounts is that afterwards, {@code kind} is a wire code. */
    record CashTransferred(
        EventHeader header, long amountMicros, long feeMicros, long fromCashMicros, long toCashMicros,
        int fromAccountId, int toAccountId, Address fromAddress, Address toAddress, int kind) implements Event {
    }

    /** A withdrawal is pending; {@code cashMicros} is the cash of the account afterwards. */
    record WithdrawalRequested(
        EventHeader header, long withdrawalId, long amountMicros, long feeMicros, long cashMicros, int accountId,
        Address destination) implements Event {
    }

    /** A withdrawal was paid out or rejected; {@code outcome} is a wire code. */
    record WithdrawalResolved(
        EventHeader header, long withdrawalId, long amountMicros, long feeMicros, long cashMicros, int accountId,
        Address destination, int outcome, Remark remark) implements Event {
    }
}
