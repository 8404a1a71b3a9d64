package steelyard.gateway.json;

import java.util.HexFormat;

/**
 * The {@code hash} of fills and trades: the place of the command in the log, as 32 bytes. The last two bytes are the
 * command's index in its log message, the eight before them the message's log position, all others zero.
 */
final class TransactionName {
    private static final String ZEROS = "0".repeat(44);
    private static final HexFormat HEX = HexFormat.of();

    /** Of what no transaction of a client did. */
    static final String NONE = "0x" + "0".repeat(64);

    private TransactionName() {
    }

    /** The name of the command at this place. */
    static String of(final long logPosition, final int commandIndex) {
        return "0x" + ZEROS + HEX.toHexDigits(logPosition) + HEX.toHexDigits((short) commandIndex);
    }
}
