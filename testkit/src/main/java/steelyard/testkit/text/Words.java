package steelyard.testkit.text;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import steelyard.model.MarketSpec;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.model.SelfTradeMode;
import steelyard.protocol.Address;
import steelyard.testkit.command.ClientOrderId;

/** How single values are written and read. */
final class Words {
    private static final int USDC_DECIMALS = 6;
    private static final int E8_DECIMALS = 8;
    private static final String NO_ADDRESS = "none";

    private static final int[] FLAGS = {
        OrderFlags.REDUCE_ONLY, OrderFlags.POST_ONLY, OrderFlags.FRONTEND_MARKET, OrderFlags.EXPIRES,
            OrderFlags.ICEBERG,
        OrderFlags.QUOTE, OrderFlags.TRIGGERED, OrderFlags.TWAP_SLICE, OrderFlags.LIQUIDATION, OrderFlags.LINKED,
        OrderFlags.BUILDER};
    private static final String[] FLAG_WORDS = {
        "reduce-only", "post-only", "market", "expires", "iceberg", "quote", "triggered", "twap", "liquidation",
        "linked", "builder"};

    private Words() {
    }

    /** An integer of 10<sup>-decimals</sup> with at least one decimal. */
    static String decimal(final long value, final int decimals) {
        final BigDecimal number = BigDecimal.valueOf(value, decimals).stripTrailingZeros();
        return (number.scale() < 1 ? number.setScale(1) : number).toPlainString();
    }

    static long decimal(final String text, final int decimals) {
        return new BigDecimal(text).movePointRight(decimals).longValueExact();
    }

    static String usdc(final long micros) {
        return decimal(micros, USDC_DECIMALS);
    }

    static long usdc(final String text) {
        return decimal(text, USDC_DECIMALS);
    }

    static String e8(final long value) {
        return decimal(value, E8_DECIMALS);
    }

    static long e8(final String text) {
        return decimal(text, E8_DECIMALS);
    }

    /** A price; raw if the scale is not known. */
    static String price(final MarketSpec spec, final long ticks) {
        return isScaled(spec) ? decimal(ticks, spec.priceDecimals()) : ticks + "t";
    }

    static long price(final int sizeDecimals, final String text) {
        return text.endsWith("t")
            ? Long.parseLong(text.substring(0, text.length() - 1))
            : decimal(text, MarketSpec.DECIMALS - sizeDecimals);
    }

    /** A size; raw if the scale is not known. */
    static String size(final MarketSpec spec, final long lots) {
        return isScaled(spec) ? decimal(lots, spec.sizeDecimals()) : lots + "l";
    }

    static long size(final int sizeDecimals, final String text) {
        return text.endsWith("l")
            ? Long.parseLong(text.substring(0, text.length() - 1))
            : decimal(text, sizeDecimals);
    }

    private static boolean isScaled(final MarketSpec spec) {
        return spec != null && spec.sizeDecimals() >= 0 && spec.sizeDecimals() <= MarketSpec.DECIMALS;
    }

    static String time(final long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L))
            .toString();
    }

    static long time(final String text) {
        final Instant instant = Instant.parse(text);
        return BigDecimal.valueOf(instant.getEpochSecond()).movePointRight(9)
            .add(BigDecimal.valueOf(instant.getNano())).longValueExact();
    }

    /** A span of time in the largest unit that leaves no fraction. */
    static String span(final long nanos) {
        if (nanos % 1_000_000_000L == 0) {
            return nanos / 1_000_000_000L + "s";
        }
        return nanos % 1_000_000L == 0 ? nanos / 1_000_000L + "ms" : nanos + "ns";
    }

    static long span(final String text) {
        final String number = text.replaceAll("[a-z]+$", "");
        final long unit = switch (text.substring(number.length())) {
            case "h" -> 3_600_000_000_000L;
            case "s" -> 1_000_000_000L;
            case "ms" -> 1_000_000L;
            case "ns" -> 1;
            default -> throw new IllegalArgumentException("no unit of time in " + text);
        };
        return Math.multiplyExact(Long.parseLong(number), unit);
    }

    /** Addresses of lower-case ASCII words are written as the word, others in hex. */
    static String address(final Address address) {
        if (address.isZero()) {
            return NO_ADDRESS;
        }
        final byte[] bytes = address.bytes();
        int length = bytes.length;
        while (bytes[length - 1] == 0) {
            length--;
        }
        final String word = new String(bytes, 0, length, US_ASCII);
        return isAddressWord(word) ? word : address.toString();
    }

    static Address address(final String text) {
        if (text.equals(NO_ADDRESS)) {
            return Address.ZERO;
        }
        if (text.startsWith("0x")) {
            final Address address = Address.parse(text);
            if (address == null) {
                throw new IllegalArgumentException("not an address: " + text);
            }
            return address;
        }
        if (!isAddressWord(text)) {
            throw new IllegalArgumentException("neither an address nor a word for one: " + text);
        }
        return Address.of(Arrays.copyOf(text.getBytes(US_ASCII), Address.LENGTH));
    }

    private static boolean isAddressWord(final String text) {
        return text.matches("[a-z][a-z0-9-]{0,19}") && !text.equals(NO_ADDRESS);
    }

    static String clientOrderId(final ClientOrderId id) {
        return id.high() == 0
            ? "0x" + Long.toHexString(id.low())
            : String.format("0x%x%016x", id.high(), id.low());
    }

    static ClientOrderId clientOrderId(final String text) {
        if (!text.matches("0x[0-9a-f]{1,32}")) {
            throw new IllegalArgumentException("not a client order id: " + text);
        }
        final String digits = "0".repeat(34 - text.length()) + text.substring(2);
        return new ClientOrderId(
            Long.parseUnsignedLong(digits.substring(0, 16), 16), Long.parseUnsignedLong(digits.substring(16), 16));
    }

    /** The flags as words, each after a blank; the client order id too if there is one. */
    static String flags(final int flags, final ClientOrderId id) {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < FLAGS.length; i++) {
            if ((flags & FLAGS[i]) != 0) {
                text.append(' ').append(FLAG_WORDS[i]);
            }
        }
        final int mode = (flags & SelfTradeMode.FLAGS_MASK) >>> SelfTradeMode.FLAGS_SHIFT;
        if (mode != 0) {
            text.append(" stp-").append(mode);
        }
        if (OrderFlags.hasClientOrderId(flags)) {
            text.append(" cloid=").append(clientOrderId(id));
        } else if (!id.equals(ClientOrderId.NONE)) {
            text.append(" unflagged-cloid=").append(clientOrderId(id));
        }
        if ((flags & ~OrderFlags.ALL) != 0) {
            text.append(" flags=").append(flags & ~OrderFlags.ALL);
        }
        return text.toString();
    }

    static String side(final int code) {
        return switch (code) {
            case 0 -> "buy";
            case 1 -> "sell";
            default -> "side=" + code;
        };
    }

    static int side(final String text) {
        return switch (text) {
            case "buy" -> 0;
            case "sell" -> 1;
            default -> Integer.parseInt(after("side=", text));
        };
    }

    /** Good till canceled goes without saying. */
    static String timeInForce(final int code) {
        return switch (code) {
            case 0 -> "";
            case 1 -> " ioc";
            case 2 -> " fok";
            case 3 -> " gtt";
            default -> " tif=" + code;
        };
    }

    /** Code of the time in force that a word names; 0 if it names none. */
    static int timeInForce(final String word) {
        return switch (word) {
            case "ioc" -> 1;
            case "fok" -> 2;
            case "gtt" -> 3;
            default -> 0;
        };
    }

    /** The flag that a word names. */
    static int flag(final String word) {
        if (word.startsWith("stp-")) {
            return Integer.parseInt(after("stp-", word)) << SelfTradeMode.FLAGS_SHIFT;
        }
        for (int i = 0; i < FLAGS.length; i++) {
            if (FLAG_WORDS[i].equals(word)) {
                return FLAGS[i];
            }
        }
        throw new IllegalArgumentException("an order has no " + word);
    }

    static String parameter(final int id) {
        final Parameter parameter = Parameter.of(id);
        return parameter == null ? "parameter=" + id : parameter.name();
    }

    static int parameter(final String text) {
        return text.startsWith("parameter=")
            ? Integer.parseInt(after("parameter=", text))
            : Parameter.valueOf(text).id();
    }

    static String quoted(final String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\0", "\\0") + '"';
    }

    /** The text, in quotation marks unless it is a plain word. */
    static String quotedIfNeeded(final String text) {
        return text.matches("[A-Za-z0-9/._:-]+") ? text : quoted(text);
    }

    /** What follows a prefix that must be there. */
    static String after(final String prefix, final String text) {
        if (!text.startsWith(prefix)) {
            throw new IllegalArgumentException("expected " + prefix + "…, not " + text);
        }
        return text.substring(prefix.length());
    }
}
