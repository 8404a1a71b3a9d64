package steelyard.gateway.json;

import steelyard.model.MarketSpec;
import steelyard.model.RejectReason;
import steelyard.model.WireDecimal;
import steelyard.protocol.Address;

/** The sentence that tells a client why something was refused: the reason's text with its placeholders filled in. */
public final class RejectText {
    private static final int MICRO_DECIMALS = 6;

    private RejectText() {
    }

    /**
     * The sentence about a whole action.
     *
     * @param address what {@code {address}} stands for
     */
    public static String of(final RejectReason reason, final long detail1, final long detail2, final Address address) {
        return filled(reason.text(), detail1, detail2, null, address);
    }

    /** The sentence about one order, cancel or modification; it ends with the market's number. */
    public static String ofEntry(
        final RejectReason reason, final long detail1, final long detail2, final MarketSpec spec, final int marketId) {
        return filled(reason.text(), detail1, detail2, spec, Address.ZERO) + " asset=" + marketId;
    }

    private static String filled(
        final String text, final long detail1, final long detail2, final MarketSpec spec, final Address address) {
        final StringBuilder out = new StringBuilder(text.length() + 32);
        int position = 0;
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', position)) {
            final int close = text.indexOf('}', open);
            out.append(text, position, open);
            switch (text.substring(open + 1, close)) {
                case "address" -> out.append(address);
                case "1" -> out.append(detail1);
                case "2" -> out.append(detail2);
                case "1@usd" -> out.append(dollars(detail1));
                case "2@usd" -> out.append(dollars(detail2));
                case "1@price" -> out.append(price(detail1, spec));
                case "2@price" -> out.append(price(detail2, spec));
                default -> throw new IllegalStateException("unknown placeholder in: " + text);
            }
            position = close + 1;
        }
        return out.append(text, position, text.length()).toString();
    }

    private static String price(final long priceTicks, final MarketSpec spec) {
        return WireDecimal.format(priceTicks, spec.priceDecimals());
    }

    /** Whole dollars stand without decimals, as clients look for {@code $10}. */
    private static String dollars(final long micros) {
        final String text = WireDecimal.format(micros, MICRO_DECIMALS);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
