package steelyard.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Scenarios as integers: for each underlying, named by its coin, the direction and strength of its move in each
 * scenario, in 10<sup>-4</sup> of its own shock. Its text form is one line {@code scenarios VERSION} and then a line
 * per underlying, the coin and {@value #SCENARIOS} numbers; lines that are empty or start with {@code #} mean nothing.
 * Its fingerprint is the SHA-256 of version and columns, whatever the text looked like.
 *
 * <p><em>Invariants</em>: every number is within ±{@value #ONE}; every underlying has a scenario with +{@value #ONE}
 * and one with −{@value #ONE}, so that a position alone always scans its full shock. Immutable. Not for the hot path.
 */
public final class ScenarioMatrix {
    /** Number of scenarios. */
    public static final int SCENARIOS = 64;
    /** A move by the whole shock. */
    public static final int ONE = 10_000;
    /** Most underlyings. */
    public static final int COLUMNS_MAX = 511;

    private static final int COIN_LENGTH = 16;

    private final int version;
    private final List<String> coins;
    private final short[][] columns;

    /**
     * A matrix of these columns.
     *
     * @throws IllegalArgumentException if it breaks an invariant
     */
    public ScenarioMatrix(final int version, final List<String> coins, final short[][] columns) {
        this.version = version;
        this.coins = List.copyOf(coins);
        this.columns = new short[columns.length][];
        for (int column = 0; column < columns.length; column++) {
            this.columns[column] = columns[column].clone();
        }
        check();
    }

    /** Reads the text form. */
    public static ScenarioMatrix parse(final List<String> lines) {
        int version = 0;
        final List<String> coins = new ArrayList<>();
        final List<short[]> columns = new ArrayList<>();
        for (final String line : lines) {
            final String[] words = line.trim().split("\\s+");
            if (words[0].equals("scenarios") && words.length == 2) {
                version = Integer.parseInt(words[1]);
            } else if (!words[0].isEmpty() && !words[0].startsWith("#")) {
                coins.add(words[0]);
                columns.add(column(words));
            }
        }
        return new ScenarioMatrix(version, coins, columns.toArray(short[][]::new));
    }

    /** The text form. */
    public List<String> lines() {
        final List<String> lines = new ArrayList<>();
        lines.add("scenarios " + version);
        for (int column = 0; column < columns.length; column++) {
            final StringBuilder line = new StringBuilder(coins.get(column));
            for (final short direction : columns[column]) {
                line.append(' ').append(direction);
            }
            lines.add(line.toString());
        }
        return lines;
    }

    /** Number of the matrix, from 1. */
    public int version() {
        return version;
    }

    /** The underlyings, in their order. */
    public List<String> coins() {
        return coins;
    }

    /** The column of an underlying, or −1. */
    public int indexOf(final String coin) {
        return coins.indexOf(coin);
    }

    /** The moves of an underlying, in 10<sup>-4</sup> of its shock; a copy. */
    public short[] directions(final int column) {
        return columns[column].clone();
    }

    /**
     * SHA-256 of version and columns: version as 4 bytes, number of columns as 4, then for each column its coin as 16
     * ASCII bytes, filled with zeros, and its numbers as 2 bytes each; little-endian.
     */
    public byte[] sha256() {
        final ByteBuffer bytes = ByteBuffer
            .allocate(8 + columns.length * (COIN_LENGTH + 2 * SCENARIOS)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(version).putInt(columns.length);
        for (int column = 0; column < columns.length; column++) {
            final byte[] coin = new byte[COIN_LENGTH];
            final byte[] name = coins.get(column).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(name, 0, coin, 0, name.length);
            bytes.put(coin);
            for (final short direction : columns[column]) {
                bytes.putShort(direction);
            }
        }
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes.array());
        } catch (final NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether a column keeps the invariants. */
    public static boolean isValid(final short[] column) {
        boolean up = false;
        boolean down = false;
        boolean within = column.length == SCENARIOS;
        for (final short direction : column) {
            within &= Math.abs(direction) <= ONE;
            up |= direction == ONE;
            down |= direction == -ONE;
        }
        return within && up && down;
    }

    private static short[] column(final String[] words) {
        final short[] column = new short[words.length - 1];
        for (int i = 1; i < words.length; i++) {
            column[i - 1] = Short.parseShort(words[i]);
        }
        return column;
    }

    private void check() {
        if (version < 1 || columns.length != coins.size() || columns.length > COLUMNS_MAX) {
            throw new IllegalArgumentException(
                "version " + version + " with " + coins.size() + " names and " + columns.length + " columns");
        }
        final Set<String> names = new HashSet<>();
        for (int column = 0; column < columns.length; column++) {
            final String coin = coins.get(column);
            if (!coin.matches("[\\x21-\\x7e]{1,16}") || !names.add(coin) || !isValid(columns[column])) {
                throw new IllegalArgumentException("column " + column + " of " + coin);
            }
        }
    }
}
