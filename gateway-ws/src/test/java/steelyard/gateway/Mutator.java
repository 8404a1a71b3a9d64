package steelyard.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Makes requests that nearly are ones: bytes of valid requests, changed by chance. Equal seeds make equal inputs. */
final class Mutator {
    private static final int CHANGES_MAX = 4;
    private static final int LENGTH_MAX = 64 * 1024;
    private static final int RUN_MAX = 2_000;
    private static final List<byte[]> PIECES = List.of(
        "null", "true", "\"\"", "[]", "{}", "0", "-0", "-1", "1e9", "0.1", "1.000", "9223372036854775807",
        "9223372036854775808", "-9223372036854775808", "4294967296", "1e999999999", "NaN", "\"0x\"", "\"0X00\"",
        "\"1e5\"", "\"-1\"", "\"100000000000000000000000\"", "\"0.000000001\"", "\"00001.5000\"", "\\u0000", "\\ud800",
        "\"type\":", "\"a\":", ",", ":", "[", "]", "{", "}", "\"", "\\", "[[[[[[[[", "\"nonce\":1,", "\"signatureChainId\":",
        "\"0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\"", "\"vaultAddress\":null,",
        "\"expiresAfter\":1,", "\u00e4\u20ac", "\ufeff")
        .stream().map(piece -> piece.getBytes(StandardCharsets.UTF_8)).toList();

    private final SplittableRandom random;
    private final List<byte[]> seeds;

    Mutator(final long seed, final List<byte[]> seeds) {
        random = new SplittableRandom(seed);
        this.seeds = seeds;
    }

    /** The next input. */
    byte[] next() {
        byte[] input = seeds.get(random.nextInt(seeds.size()));
        for (int changes = 1 + random.nextInt(CHANGES_MAX); changes > 0; changes--) {
            input = changed(input);
        }
        return input.length > LENGTH_MAX ? Arrays.copyOf(input, LENGTH_MAX) : input;
    }

    private byte[] changed(final byte[] input) {
        final int at = random.nextInt(input.length + 1);
        final int end = Math.min(input.length, at + 1 + random.nextInt(1 + random.nextInt(32)));
        return switch (random.nextInt(9)) {
            case 0 -> joined(input, at, new byte[] {(byte) random.nextInt(256)}, Math.min(input.length, at + 1));
            case 1 -> joined(input, at, new byte[0], end);
            case 2 -> joined(input, at, Arrays.copyOfRange(input, at, end), at);
            case 3 -> joined(input, at, piece(), at);
            case 4 -> Arrays.copyOf(input, at);
            case 5 -> spliced(input, at);
            case 6 -> repeated(input, at);
            default -> {
                final int from = valueStart(input, at);
                yield joined(input, from, piece(), valueEnd(input, from));
            }
        };
    }

    private byte[] piece() {
        return PIECES.get(random.nextInt(PIECES.size()));
    }

    private byte[] spliced(final byte[] input, final int at) {
        final byte[] other = seeds.get(random.nextInt(seeds.size()));
        return joined(input, at, Arrays.copyOfRange(other, random.nextInt(other.length), other.length), input.length);
    }

    private byte[] repeated(final byte[] input, final int at) {
        final byte[] piece = piece();
        final ByteArrayOutputStream run = new ByteArrayOutputStream();
        for (int i = random.nextInt(RUN_MAX); i > 0; i--) {
            run.writeBytes(piece);
        }
        return joined(input, at, run.toByteArray(), at);
    }

    /** Where the value behind the next colon begins. */
    private static int valueStart(final byte[] input, final int at) {
        for (int i = at; i < input.length; i++) {
            if (input[i] == ':') {
                return i + 1;
            }
        }
        return at;
    }

    private static int valueEnd(final byte[] input, final int from) {
        for (int i = from; i < input.length; i++) {
            if (input[i] == ',' || input[i] == '}' || input[i] == ']') {
                return i;
            }
        }
        return input.length;
    }

    private static byte[] joined(final byte[] input, final int at, final byte[] middle, final int end) {
        final byte[] all = new byte[at + middle.length + input.length - end];
        System.arraycopy(input, 0, all, 0, at);
        System.arraycopy(middle, 0, all, at, middle.length);
        System.arraycopy(input, end, all, at + middle.length, input.length - end);
        return all;
    }
}
