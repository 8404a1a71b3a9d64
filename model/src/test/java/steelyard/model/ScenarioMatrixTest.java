package steelyard.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioMatrixTest {
    private final ScenarioMatrix matrix =
        new ScenarioMatrix(3, List.of("BTC", "GOLD"), new short[][] {column(0), column(5)});

    /** +1 in this scenario, −1 in the next, and small numbers elsewhere. */
    static short[] column(final int up) {
        final short[] column = new short[ScenarioMatrix.SCENARIOS];
        for (int k = 0; k < column.length; k++) {
            column[k] = (short) (k * 10 - 300);
        }
        column[up] = ScenarioMatrix.ONE;
        column[up + 1] = -ScenarioMatrix.ONE;
        return column;
    }

    @Test
    void shouldReadWhatItWrites() {
        final ScenarioMatrix read = ScenarioMatrix.parse(matrix.lines());
        assertEquals(matrix.lines(), read.lines());
        assertEquals(3, read.version());
        assertEquals(1, read.indexOf("GOLD"));
        assertEquals(-1, read.indexOf("ETH"));
        assertArrayEquals(column(5), read.directions(1));
        assertArrayEquals(matrix.sha256(), read.sha256());
    }

    @Test
    void shouldKeepItsFingerprintWhateverTheTextLooksLike() {
        final List<String> lines = new java.util.ArrayList<>(matrix.lines());
        lines.add(0, "# calibrated");
        lines.add(2, "");
        lines.set(1, "  scenarios   3 ");
        assertArrayEquals(matrix.sha256(), ScenarioMatrix.parse(lines).sha256());
        assertEquals(64, HexFormat.of().formatHex(matrix.sha256()).length());
    }

    @Test
    void shouldChangeItsFingerprintWithEveryNumber() {
        final short[] changed = column(5);
        changed[40]++;
        final ScenarioMatrix other =
            new ScenarioMatrix(3, List.of("BTC", "GOLD"), new short[][] {column(0), changed});
        assertFalse(Arrays.equals(matrix.sha256(), other.sha256()));
        final ScenarioMatrix later =
            new ScenarioMatrix(4, List.of("BTC", "GOLD"), new short[][] {column(0), column(5)});
        assertFalse(Arrays.equals(matrix.sha256(), later.sha256()));
    }

    @Test
    void shouldRefuseWhatBreaksAnInvariant() {
        final short[] noUp = column(0);
        noUp[0] = 9_999;
        refuse(1, List.of("BTC"), noUp);
        final short[] beyond = column(0);
        beyond[9] = 10_001;
        refuse(1, List.of("BTC"), beyond);
        refuse(0, List.of("BTC"), column(0));
        refuse(1, List.of("BTC", "BTC"), column(0), column(0));
        refuse(1, List.of("BTC"), new short[63]);
        refuse(1, List.of("A coin"), column(0));
    }

    private static void refuse(final int version, final List<String> coins, final short[]... columns) {
        assertThrows(IllegalArgumentException.class, () -> new ScenarioMatrix(version, coins, columns));
    }
}
