package steelyard.gateway.stream;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import steelyard.gateway.reads.MarketDirectory;
import steelyard.node.EventListener;
import steelyard.protocol.Address;
import steelyard.protocol.EventBatch;
import steelyard.protocol.MarketSpecCodec;
import steelyard.protocol.sbe.AccountCreatedDecoder;
import steelyard.protocol.sbe.CashTransferredDecoder;
import steelyard.protocol.sbe.DepositedDecoder;
import steelyard.protocol.sbe.FillSettledDecoder;
import steelyard.protocol.sbe.FundingPaidDecoder;
import steelyard.protocol.sbe.LiquidationStepDecoder;
import steelyard.protocol.sbe.MarginLevelChangedDecoder;
import steelyard.protocol.sbe.MarketChangedDecoder;
import steelyard.protocol.sbe.MarketListedDecoder;
import steelyard.protocol.sbe.OrderCanceledDecoder;
import steelyard.protocol.sbe.OrderPlacedDecoder;
import steelyard.protocol.sbe.OrderReducedDecoder;
import steelyard.protocol.sbe.OrderRefreshedDecoder;
import steelyard.protocol.sbe.OrderRejectedDecoder;
import steelyard.protocol.sbe.OrderRestedDecoder;
import steelyard.protocol.sbe.OrderTriggeredDecoder;
import steelyard.protocol.sbe.PositionTransferredDecoder;
import steelyard.protocol.sbe.PriceChangedDecoder;
import steelyard.protocol.sbe.RequestsReservedDecoder;
import steelyard.protocol.sbe.RewardsClaimedDecoder;
import steelyard.protocol.sbe.TradeExecutedDecoder;
import steelyard.protocol.sbe.TriggerPlacedDecoder;
import steelyard.protocol.sbe.TwapEndedDecoder;
import steelyard.protocol.sbe.TwapSlicedDecoder;
import steelyard.protocol.sbe.TwapStartedDecoder;
import steelyard.protocol.sbe.WithdrawalRequestedDecoder;
import steelyard.protocol.sbe.WithdrawalResolvedDecoder;

/**
 * What the gateway does on the node's session thread: marks changed markets, copies wanted events into a bounded queue.
 * Allocates only for a new market or account; never waits. A full queue is told to the hub, and events are then
 * missing.
 */
final class EventTap implements EventListener {
    /** Stands in the queue behind the wanted events of one command. */
    static final int END_OF_COMMAND = 1;

    private final Interest interest;
    private final MarketDirectory markets;
    private final OneToOneRingBuffer queue;
    /** What changes followed books, apart: who follows a busy book must not cost others their events. */
    private final OneToOneRingBuffer books;
    private final AtomicBoolean lost = new AtomicBoolean();
    private final AtomicBoolean booksLost = new AtomicBoolean();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Runnable wake;

    private boolean ofFollowedBook;
    /** After a step of a liquidation in this command: the orders that are placed tell which fills are of it. */
    private boolean liquidating;

    private final AccountCreatedDecoder accountCreated = new AccountCreatedDecoder();
    private final MarketListedDecoder marketListed = new MarketListedDecoder();
    private final PriceChangedDecoder priceChanged = new PriceChangedDecoder();
    private final OrderPlacedDecoder placed = new OrderPlacedDecoder();
    private final OrderRejectedDecoder rejected = new OrderRejectedDecoder();
    private final OrderRestedDecoder rested = new OrderRestedDecoder();
    private final OrderReducedDecoder reduced = new OrderReducedDecoder();
    private final OrderCanceledDecoder canceled = new OrderCanceledDecoder();
    private final TradeExecutedDecoder trade = new TradeExecutedDecoder();
    private final FillSettledDecoder fill = new FillSettledDecoder();
    private final TriggerPlacedDecoder triggerPlaced = new TriggerPlacedDecoder();
    private final OrderTriggeredDecoder triggered = new OrderTriggeredDecoder();
    private final OrderRefreshedDecoder refreshed = new OrderRefreshedDecoder();
    private final TwapStartedDecoder twapStarted = new TwapStartedDecoder();
    private final TwapSlicedDecoder twapSliced = new TwapSlicedDecoder();
    private final TwapEndedDecoder twapEnded = new TwapEndedDecoder();
    private final MarketChangedDecoder marketChanged = new MarketChangedDecoder();
    private final CashTransferredDecoder transferred = new CashTransferredDecoder();
    private final WithdrawalRequestedDecoder requested = new WithdrawalRequestedDecoder();
    private final RewardsClaimedDecoder rewardsClaimed = new RewardsClaimedDecoder();
    private final RequestsReservedDecoder requestsReserved = new RequestsReservedDecoder();
    private final WithdrawalResolvedDecoder resolved = new WithdrawalResolvedDecoder();
    private final PositionTransferredDecoder positionTaken = new PositionTransferredDecoder();
    private final FundingPaidDecoder fundingPaid = new FundingPaidDecoder();
    private final MarginLevelChangedDecoder levelChanged = new MarginLevelChangedDecoder();
    private final DepositedDecoder deposited = new DepositedDecoder();

    /**
     * A tap with two queues of {@code queueLength} bytes, a power of two.
     *
     * @param wake called when the queue has something for a hub that does not know it yet; must not wait
     */
    EventTap(
        final Interest interest, final MarketDirectory markets, final int queueLength, final Runnable wake) {
        this.interest = interest;
        this.markets = markets;
        this.wake = wake;
        queue = queue(queueLength);
        books = queue(queueLength);
    }

    private static OneToOneRingBuffer queue(final int length) {
        return new OneToOneRingBuffer(
            new UnsafeBuffer(ByteBuffer.allocateDirect(length + RingBufferDescriptor.TRAILER_LENGTH)));
    }

    @Override
    public void onEvents(final EventBatch events) {
        boolean copied = false;
        boolean bookCopied = false;
        liquidating = false;
        while (events.next()) {
            ofFollowedBook = false;
            if (isWanted(events)) {
                put(queue, lost, events);
                copied = true;
            }
            if (ofFollowedBook) {
                put(books, booksLost, events);
                bookCopied = true;
            }
        }
        if (copied) {
            end(queue, lost, events);
        }
        if (bookCopied) {
            end(books, booksLost, events);
        }
        if ((copied || bookCopied) && !woken.getAndSet(true)) {
            wake.run();
        }
    }

    private static void put(final OneToOneRingBuffer to, final AtomicBoolean lost, final EventBatch events) {
        if (!to.write(events.templateId(), events.buffer(), events.eventOffset(), events.eventLength())) {
            lost.set(true);
        }
    }

    private static void end(final OneToOneRingBuffer to, final AtomicBoolean lost, final EventBatch events) {
        if (!to.write(END_OF_COMMAND, events.buffer(), 0, 0)) {
            lost.set(true);
        }
    }

    /** Marks what the event changes and says whether it is to be copied. */
    private boolean isWanted(final EventBatch events) {
        final DirectBuffer buffer = events.buffer();
        final int offset = events.blockOffset();
        final int length = events.blockLength();
        final int version = events.version();
        switch (events.templateId()) {
            case TradeExecutedDecoder.TEMPLATE_ID:
                trade.wrap(buffer, offset, length, version);
                bookChanged(trade.marketId());
                interest.traded.set(trade.marketId());
                return interest.trades.test(trade.marketId());
            case FillSettledDecoder.TEMPLATE_ID:
                return interest.accounts.test(fill.wrap(buffer, offset, length, version).accountId());
            case OrderPlacedDecoder.TEMPLATE_ID:
                return interest.accounts.test(placed.wrap(buffer, offset, length, version).accountId()) || liquidating;
            case OrderRejectedDecoder.TEMPLATE_ID:
                return interest.accounts.test(rejected.wrap(buffer, offset, length, version).accountId());
            case OrderRestedDecoder.TEMPLATE_ID:
                rested.wrap(buffer, offset, length, version);
                bookChanged(rested.marketId());
                return false;
            case OrderReducedDecoder.TEMPLATE_ID:
                reduced.wrap(buffer, offset, length, version);
                bookChanged(reduced.marketId());
                return interest.accounts.test(reduced.accountId());
            case OrderCanceledDecoder.TEMPLATE_ID:
                canceled.wrap(buffer, offset, length, version);
                bookChanged(canceled.marketId());
                return interest.accounts.test(canceled.accountId());
            case TriggerPlacedDecoder.TEMPLATE_ID:
                return interest.accounts.test(triggerPlaced.wrap(buffer, offset, length, version).accountId());
            case OrderTriggeredDecoder.TEMPLATE_ID:
                return interest.accounts.test(triggered.wrap(buffer, offset, length, version).accountId());
            case OrderRefreshedDecoder.TEMPLATE_ID:
                refreshed.wrap(buffer, offset, length, version);
                bookChanged(refreshed.marketId());
                return false;
            case TwapStartedDecoder.TEMPLATE_ID:
                return interest.accounts.test(twapStarted.wrap(buffer, offset, length, version).accountId());
            case TwapSlicedDecoder.TEMPLATE_ID:
                return interest.accounts.test(twapSliced.wrap(buffer, offset, length, version).accountId());
            case TwapEndedDecoder.TEMPLATE_ID:
                return interest.accounts.test(twapEnded.wrap(buffer, offset, length, version).accountId());
            case MarketChangedDecoder.TEMPLATE_ID:
                markets.change(MarketSpecCodec.decode(marketChanged.wrap(buffer, offset, length, version).spec()));
                return false;
            case CashTransferredDecoder.TEMPLATE_ID:
                transferred.wrap(buffer, offset, length, version);
                return interest.accounts.test(transferred.fromAccountId())
                    || interest.accounts.test(transferred.toAccountId());
            case WithdrawalRequestedDecoder.TEMPLATE_ID:
                return interest.accounts.test(requested.wrap(buffer, offset, length, version).accountId());
            case RewardsClaimedDecoder.TEMPLATE_ID:
                return interest.accounts.test(rewardsClaimed.wrap(buffer, offset, length, version).accountId());
            case RequestsReservedDecoder.TEMPLATE_ID:
                return interest.accounts.test(requestsReserved.wrap(buffer, offset, length, version).accountId());
            case WithdrawalResolvedDecoder.TEMPLATE_ID:
                return interest.accounts.test(resolved.wrap(buffer, offset, length, version).accountId());
            case PositionTransferredDecoder.TEMPLATE_ID:
                return interest.accounts.test(positionTaken.wrap(buffer, offset, length, version).fromAccountId());
            case LiquidationStepDecoder.TEMPLATE_ID:
                liquidating = true;
                return true;
            case FundingPaidDecoder.TEMPLATE_ID:
                return interest.accounts.test(fundingPaid.wrap(buffer, offset, length, version).accountId());
            case MarginLevelChangedDecoder.TEMPLATE_ID:
                return interest.accounts.test(levelChanged.wrap(buffer, offset, length, version).accountId());
            case DepositedDecoder.TEMPLATE_ID:
                return interest.accounts.test(deposited.wrap(buffer, offset, length, version).accountId());
            case PriceChangedDecoder.TEMPLATE_ID:
                interest.changedMids.set(priceChanged.wrap(buffer, offset, length, version).marketId());
                return false;
            case AccountCreatedDecoder.TEMPLATE_ID:
                return accountCreated(accountCreated.wrap(buffer, offset, length, version));
            case MarketListedDecoder.TEMPLATE_ID:
                markets.add(MarketSpecCodec.decode(marketListed.wrap(buffer, offset, length, version).spec()));
                return false;
            default:
                return false;
        }
    }

    private void bookChanged(final int marketId) {
        ofFollowedBook = interest.books.test(marketId);
        interest.changedBooks.set(marketId);
        interest.changedMids.set(marketId);
    }

    /** From its first event on a new account is wanted, if its address is waited for. */
    private boolean accountCreated(final AccountCreatedDecoder created) {
        final Address address = Address.from(
            created.buffer(), created.offset() + AccountCreatedDecoder.addressEncodingOffset());
        if (!interest.awaited.contains(address)) {
            return false;
        }
        interest.accounts.set(created.accountId());
        return true;
    }

    /** Before the hub looks: from now on it will be woken again. */
    void looking() {
        woken.set(false);
    }

    /** The queue, for the hub to read. */
    OneToOneRingBuffer queue() {
        return queue;
    }

    /** The queue of followed books, for the hub to read. */
    OneToOneRingBuffer books() {
        return books;
    }

    /** Whether changes of followed books were lost since the last call. */
    boolean takeBooksLost() {
        return booksLost.getAndSet(false);
    }

    /** Whether events were lost since the last call. */
    boolean takeLost() {
        return lost.getAndSet(false);
    }
}
