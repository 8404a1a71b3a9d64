package steelyard.exchange;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import steelyard.exchange.identity.AddressTable;
import steelyard.exchange.state.ExchangeState;
import steelyard.matching.BookSide;
import steelyard.matching.OrderBook;
import steelyard.matching.OrderStore;
import steelyard.model.Side;
import steelyard.protocol.sbe.AuthorityDecoder;
import steelyard.protocol.sbe.CancelOrdersDecoder;
import steelyard.protocol.sbe.GroupSizeEncodingDecoder;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.ModifyOrdersDecoder;
import steelyard.protocol.sbe.PlaceOrdersDecoder;
import steelyard.risk.margin.Positions;

/**
 * Reads what the next commands will read, for all of them before the first is applied, so that their cache misses pass
 * together and not one after the other. Step by step, because a step finds its places through what the one before has
 * read. Changes nothing: whether a command was announced shows in time alone, and so may bytes that turn out to be no
 * command.
 */
final class ReadAhead {
    private static final int COMMANDS_MAX = 16;
    /** Up to so many orders or accounts the caches hold most of what commands read. */
    private static final int CACHED_MAX = OrderStore.CACHED_MAX;
    private static final int ABSENT = -1;

    /** Where the parts of an action's first entry stand. */
    private record Layout(int blockLength, int entryLength, int orderId, int marketId, int priceE8, int side) {
    }

    private static final Layout PLACE = new Layout(
        PlaceOrdersDecoder.BLOCK_LENGTH, PlaceOrdersDecoder.OrdersDecoder.sbeBlockLength(), ABSENT,
        PlaceOrdersDecoder.OrdersDecoder.marketIdEncodingOffset(),
        PlaceOrdersDecoder.OrdersDecoder.priceE8EncodingOffset(),
        PlaceOrdersDecoder.OrdersDecoder.sideEncodingOffset());
    private static final Layout MODIFY = new Layout(
        ModifyOrdersDecoder.BLOCK_LENGTH, ModifyOrdersDecoder.ModifiesDecoder.sbeBlockLength(),
        ModifyOrdersDecoder.ModifiesDecoder.targetOrderIdEncodingOffset(),
        ModifyOrdersDecoder.ModifiesDecoder.marketIdEncodingOffset(),
        ModifyOrdersDecoder.ModifiesDecoder.priceE8EncodingOffset(),
        ModifyOrdersDecoder.ModifiesDecoder.sideEncodingOffset());
    private static final Layout CANCEL = new Layout(
        CancelOrdersDecoder.BLOCK_LENGTH, CancelOrdersDecoder.CancelsDecoder.sbeBlockLength(),
        CancelOrdersDecoder.CancelsDecoder.orderIdEncodingOffset(),
        CancelOrdersDecoder.CancelsDecoder.marketIdEncodingOffset(), ABSENT, ABSENT);

    private final ExchangeState state;
    private final OrderStore orders;
    private final long[] signers = new long[COMMANDS_MAX];
    private final long[] orderIds = new long[COMMANDS_MAX];
    private final long[] pricesE8 = new long[COMMANDS_MAX];
    private final int[] sides = new int[COMMANDS_MAX];
    private final int[] marketIds = new int[COMMANDS_MAX];
    private final boolean[] isMarket = new boolean[COMMANDS_MAX];
    private final int[] addresses = new int[COMMANDS_MAX];
    private final int[] accounts = new int[COMMANDS_MAX];
    private final int[] slots = new int[COMMANDS_MAX];
    private final int[] positions = new int[COMMANDS_MAX];
    private int count;
    /** Keeps the reads from being left out. */
    private long seen;

    ReadAhead(final ExchangeState state) {
        this.state = state;
        this.orders = state.books().orders();
    }

    /** Notes a command that comes soon, if it acts on orders and reading ahead pays. */
    void expect(final DirectBuffer buffer, final int offset, final int length) {
        if (!isLarge() || count == COMMANDS_MAX || length < MessageHeaderDecoder.ENCODED_LENGTH) {
            return;
        }
        switch (unsignedShort(buffer, offset + MessageHeaderDecoder.templateIdEncodingOffset())) {
            case PlaceOrdersDecoder.TEMPLATE_ID -> note(PLACE, buffer, offset, length);
            case ModifyOrdersDecoder.TEMPLATE_ID -> note(MODIFY, buffer, offset, length);
            case CancelOrdersDecoder.TEMPLATE_ID -> note(CANCEL, buffer, offset, length);
            default -> { }
        }
    }

    /** Whether the state is larger than the caches. */
    boolean isLarge() {
        return orders.size() > CACHED_MAX || state.accounts().count() > CACHED_MAX;
    }

    private void note(final Layout layout, final DirectBuffer buffer, final int offset, final int length) {
        final int block = offset + MessageHeaderDecoder.ENCODED_LENGTH;
        final int entry = block + layout.blockLength() + GroupSizeEncodingDecoder.ENCODED_LENGTH;
        final int blockLength = unsignedShort(buffer, offset + MessageHeaderDecoder.blockLengthEncodingOffset());
        if (blockLength != layout.blockLength() || entry + layout.entryLength() > offset + length) {
            return;
        }
        final int signer =
            block + PlaceOrdersDecoder.authorityEncodingOffset() + AuthorityDecoder.signerEncodingOffset();
        signers[count] = state.addresses().hash(
            buffer.getLong(signer, BIG_ENDIAN), buffer.getLong(signer + Long.BYTES, BIG_ENDIAN),
            buffer.getInt(signer + 2 * Long.BYTES, BIG_ENDIAN));
        orderIds[count] = layout.orderId() == ABSENT ? 0 : buffer.getLong(entry + layout.orderId(), LITTLE_ENDIAN);
        marketIds[count] = buffer.getInt(entry + layout.marketId(), LITTLE_ENDIAN);
        sides[count] = layout.side() == ABSENT ? ABSENT : buffer.getByte(entry + layout.side());
        pricesE8[count] = layout.priceE8() == ABSENT ? 0 : buffer.getLong(entry + layout.priceE8(), LITTLE_ENDIAN);
        count++;
    }

    /** Whether commands were noted and nothing was read for them yet. */
    boolean isDue() {
        return count > 0;
    }

    /** Reads for all commands noted. */
    void read() {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += state.addresses().preload(signers[i]) + orders.preloadIndex(orderIds[i]);
        }
        for (int i = 0; i < count; i++) {
            isMarket[i] = state.markets().exists(marketIds[i]);
            sum += isMarket[i] ? state.books().book(marketIds[i]).marketId() : 0;
        }
        for (int i = 0; i < count; i++) {
            addresses[i] = state.addresses().candidate(signers[i]);
            slots[i] = orders.slotOf(orderIds[i]);
            sum += slots[i] == OrderStore.NONE ? 0 : orders.preload(slots[i]);
            sum += state.addresses().low(addresses[i]) + ofBook(i);
        }
        for (int i = 0; i < count; i++) {
            sum += ofSigner(i) + ofMarket(i);
        }
        for (int i = 0; i < count; i++) {
            sum += ofPrice(i) + (slots[i] == OrderStore.NONE ? 0 : orders.preloadNeighbours(slots[i]));
            positions[i] = position(i);
            sum += state.nonces().preloadEnds(addresses[i]);
        }
        for (int i = 0; i < count; i++) {
            sum += state.positions().preload(positions[i], sides[i] == ABSENT) + orders.orderCount(positions[i])
                + (slots[i] == OrderStore.NONE ? 0 : orders.preloadPlace(slots[i]));
        }
        count = 0;
        seen += sum;
    }

    private long ofSigner(final int i) {
        final int address = addresses[i];
        final int own = state.addresses().accountId(address);
        final int agent = state.agents().ofAddress(address);
        accounts[i] = own >= 0 || agent == AddressTable.NONE ? own : state.agents().accountId(agent);
        return accounts[i] < 0 ? 0
            : state.accounts().cashMicros(accounts[i]) + state.accounts().accountClass(accounts[i])
                + state.traders().openOrders(accounts[i]);
    }

    private long ofBook(final int i) {
        if (!isMarket[i]) {
            return 0;
        }
        final OrderBook book = state.books().book(marketIds[i]);
        return book.bids().best() + book.asks().best() + state.marketTerms().preload(marketIds[i]);
    }

    private long ofMarket(final int i) {
        if (!isMarket[i]) {
            return 0;
        }
        final OrderBook book = state.books().book(marketIds[i]);
        return best(book.bids()) + best(book.asks()) + state.markets().markPriceTicks(marketIds[i]);
    }

    /** What an order at a new price will stand behind. */
    private long ofPrice(final int i) {
        final boolean hasPrice = sides[i] == Side.BUY.code() || sides[i] == Side.SELL.code();
        if (!hasPrice || !isMarket[i]) {
            return 0;
        }
        state.marketTerms().look(marketIds[i]);
        final long priceTicks = pricesE8[i] / state.marketTerms().e8PerTick(marketIds[i]);
        return state.books().book(marketIds[i]).side(Side.of(sides[i])).preload(priceTicks);
    }

    private static long best(final BookSide side) {
        return side.isEmpty() ? 0 : side.priceTicks(side.best());
    }

    private int position(final int i) {
        if (slots[i] != OrderStore.NONE) {
            return orders.positionSlot(slots[i]);
        }
        return accounts[i] < 0 ? Positions.NONE : state.positions().find(accounts[i], marketIds[i]);
    }

    private static int unsignedShort(final DirectBuffer buffer, final int index) {
        return buffer.getShort(index, LITTLE_ENDIAN) & 0xFFFF;
    }
}
