package steelyard.gateway.stream;

import java.util.ArrayList;
import java.util.List;
import steelyard.gateway.json.Json;
import steelyard.gateway.json.JsonBody;
import steelyard.gateway.json.WireFill;
import steelyard.gateway.json.WireFunding;
import steelyard.gateway.json.WireMarginCall;
import steelyard.gateway.json.WireOrder;
import steelyard.model.MarketSpec;
import steelyard.node.HistoryReader.LedgerEntry;
import steelyard.protocol.Address;

/** What one command did to one account: its fills and order updates, in order. */
final class AccountNews {
    /** A resting order that the exchange canceled of its own. */
    record UnaskedCancel(MarketSpec spec, long orderId) {
    }

    private final List<WireFill> fills = new ArrayList<>();
    private final List<WireOrder> updates = new ArrayList<>();
    private final List<UnaskedCancel> unaskedCancels = new ArrayList<>();
    private final List<LedgerEntry> ledgerEntries = new ArrayList<>();
    private final List<WireFunding> fundings = new ArrayList<>();
    private final List<WireMarginCall> marginCalls = new ArrayList<>();
    private boolean lastIsPartialFill;
    private long sequence;
    private long firstTwapChange;

    /** Adds a fill with the state of its order afterwards; of partial fills in a row only the last state is told. */
    void fill(final WireFill fill, final WireOrder order) {
        fills.add(fill);
        if (lastIsPartialFill && updates.getLast().orderId() == order.orderId()) {
            updates.removeLast();
        }
        updates.add(order);
        lastIsPartialFill = order.isOpen();
    }

    /** Adds what is shown as a fill but is of no order. */
    void fill(final WireFill fill) {
        fills.add(fill);
        lastIsPartialFill = false;
    }

    /** Adds a new state of an order. */
    void update(final WireOrder order) {
        updates.add(order);
        lastIsPartialFill = false;
    }

    /** Adds an order that the exchange canceled of its own. */
    void unaskedCancel(final MarketSpec spec, final long orderId) {
        unaskedCancels.add(new UnaskedCancel(spec, orderId));
    }

    /** Adds a change of the account's cash, other than by trading. */
    void ledgerEntry(final LedgerEntry entry) {
        ledgerEntries.add(entry);
    }

    /** Adds what a position paid for funding. */
    void funding(final WireFunding funding) {
        fundings.add(funding);
    }

    /** Adds a new level of its margin. */
    void marginCall(final WireMarginCall call) {
        marginCalls.add(call);
    }

    List<WireMarginCall> marginCalls() {
        return marginCalls;
    }

    List<WireFunding> fundings() {
        return fundings;
    }

    /** A TWAP began to wait or to run, or ended, with this event: history tells how. */
    void twapChanged(final long eventSequence) {
        firstTwapChange = firstTwapChange == 0 ? eventSequence : firstTwapChange;
    }

    /** The first such event, or 0. */
    long firstTwapChange() {
        return firstTwapChange;
    }

    List<LedgerEntry> ledgerEntries() {
        return ledgerEntries;
    }

    List<WireOrder> updates() {
        return updates;
    }

    List<WireFill> fills() {
        return fills;
    }

    boolean hasUpdates() {
        return !updates.isEmpty();
    }

    boolean hasUnaskedCancels() {
        return !unaskedCancels.isEmpty();
    }

    /** The last event of the command is this one. */
    AccountNews upTo(final long eventSequence) {
        sequence = eventSequence;
        return this;
    }

    /** The number of the command's last event. */
    long sequence() {
        return sequence;
    }

    byte[] updatesFrame() {
        return updatesFrame(updates, sequence, false);
    }

    /** Says that updates up to this event may be missing. */
    static byte[] gapFrame(final long sequence) {
        return updatesFrame(List.of(), sequence, true);
    }

    private static byte[] updatesFrame(final List<WireOrder> updates, final long sequence, final boolean isGap) {
        return Json.frame(StreamType.ORDER_UPDATES.channel(), json -> {
            json.writeStartArray();
            for (final WireOrder update : updates) {
                update.writeUpdate(json);
            }
            json.writeEndArray();
        }, sequence, isGap);
    }

    byte[] eventFillsFrame() {
        return eventFrame("fills", JsonBody.list(fills.stream().<JsonBody>map(fill -> fill::write).toList()));
    }

    /** A frame of {@code userEvents} with one value. */
    static byte[] eventFrame(final String name, final JsonBody list) {
        return Json.frame(StreamType.USER_EVENTS.channel(), json -> {
            json.writeStartObject();
            json.writeFieldName(name);
            list.write(json);
            json.writeEndObject();
        });
    }

    /** A frame of {@code userEvents} with one payment of funding. */
    static byte[] fundingFrame(final WireFunding funding) {
        return eventFrame("funding", funding::write);
    }

    /** A frame of {@code notification}. */
    static byte[] notificationFrame(final String text) {
        return Json.frame(StreamType.NOTIFICATION.channel(), json -> {
            json.writeStartObject();
            json.writeStringField("notification", text);
            json.writeEndObject();
        });
    }

    byte[] unaskedCancelsFrame() {
        return Json.frame(StreamType.USER_EVENTS.channel(), json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("nonUserCancel");
            for (final UnaskedCancel cancel : unaskedCancels) {
                json.writeStartObject();
                json.writeStringField("coin", cancel.spec.coin());
                json.writeNumberField("oid", cancel.orderId);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** A frame of a list of a user's: fundings, ledger updates, margin calls, orders or TWAPs. */
    static byte[] listFrame(
        final StreamType type, final Address user, final String name, final JsonBody list, final boolean isSnapshot) {
        return Json.frame(type.channel(), json -> {
            json.writeStartObject();
            if (isSnapshot) {
                json.writeBooleanField("isSnapshot", true);
            }
            json.writeStringField("user", user.toString());
            json.writeFieldName(name);
            list.write(json);
            json.writeEndObject();
        });
    }

    /**
     * A frame of {@code userFills}.
     *
     * @param isGap whether some before these may be missing
     */
    static byte[] fillsFrame(
        final Address user, final List<WireFill> fills, final boolean merged, final boolean isSnapshot,
        final long sequence, final boolean isGap) {
        return Json.frame(StreamType.USER_FILLS.channel(), json -> {
            json.writeStartObject();
            if (isSnapshot) {
                json.writeBooleanField("isSnapshot", true);
            }
            json.writeStringField("user", user.toString());
            json.writeArrayFieldStart("fills");
            for (final WireFill fill : merged ? WireFill.merged(fills) : fills) {
                fill.write(json);
            }
            json.writeEndArray();
            json.writeEndObject();
        }, sequence, isGap);
    }
}
