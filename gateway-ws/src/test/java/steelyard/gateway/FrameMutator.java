package steelyard.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes what nearly is a message of a WebSocket: changed text in good frames, good text in bad frames, and both. Equal
 * seeds make equal inputs.
 */
final class FrameMutator {
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final int SHORT_MAX = 125;
    private static final int MEDIUM = 126;
    private static final int LONG = 127;
    private static final List<byte[]> BROKEN_TEXT = List.of(new byte[] {(byte) 0xc0, (byte) 0x80},
        new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, new byte[] {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
        new byte[] {(byte) 0xe2, (byte) 0x82}, new byte[] {(byte) 0xff}, new byte[] {0});

    private final SplittableRandom random;
    private final Mutator texts;
    private final List<byte[]> seeds;

    FrameMutator(final long seed, final List<byte[]> seeds) {
        this.random = new SplittableRandom(seed);
        this.texts = new Mutator(seed, seeds);
        this.seeds = seeds;
    }

    /** A whole message in one good frame. */
    static byte[] frame(final String text) {
        return frame(FIN | TEXT, text.getBytes(StandardCharsets.UTF_8), 0x12345678);
    }

    /** The next input: the bytes of one or more frames. */
    byte[] next() {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4 -> out.writeBytes(frame(FIN | TEXT, texts.next(), key()));
            case 5, 6 -> fragments(out, texts.next());
            case 7 -> out.writeBytes(frame(FIN | TEXT, brokenText(), key()));
            case 8 -> fragments(out, brokenText());
            case 9 -> out.writeBytes(frame(random.nextInt(256), seed(), key()));
            case 10 -> out.writeBytes(control());
            case 11 -> out.writeBytes(wrongLength());
            case 12 -> out.writeBytes(unmasked(seed()));
            case 13 -> out.writeBytes(frame(FIN | BINARY, texts.next(), key()));
            case 14 -> out.writeBytes(changed(frame(FIN | TEXT, seed(), key())));
            default -> {
                final byte[] frame = frame(FIN | TEXT, texts.next(), key());
                out.writeBytes(Arrays.copyOf(frame, random.nextInt(frame.length + 1)));
            }
        }
        return out.toByteArray();
    }

    /** Whether a server that reads these bytes waits for the rest of a frame. */
    static boolean isUnfinished(final byte[] bytes) {
        final ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining()) {
            if (in.remaining() < 2) {
                return true;
            }
            in.get();
            final int second = in.get() & 0xFF;
            final int extended = (second & LONG) == LONG ? 8 : (second & LONG) == MEDIUM ? 2 : 0;
            final int mask = (second & MASKED) == 0 ? 0 : 4;
            if (in.remaining() < extended + mask) {
                return true;
            }
            final long length = extended == 8 ? in.getLong() : extended == 2 ? in.getShort() & 0xFFFF : second & LONG;
            in.position(in.position() + mask);
            if (length < 0 || length > in.remaining()) {
                return true;
            }
            in.position(in.position() + (int) length);
        }
        return false;
    }

    private static byte[] frame(final int first, final byte[] payload, final int key) {
        return frame(first, payload, payload.length, payload.length <= SHORT_MAX ? 0 : payload.length <= 0xFFFF ? 2 : 8,
            key);
    }

    private static byte[] frame(
        final int first, final byte[] payload, final long declared, final int lengthBytes, final int key) {
        final ByteBuffer out = ByteBuffer.allocate(14 + payload.length);
        out.put((byte) first);
        switch (lengthBytes) {
            case 0 -> out.put((byte) (MASKED | declared));
            case 2 -> out.put((byte) (MASKED | MEDIUM)).putShort((short) declared);
            default -> out.put((byte) (MASKED | LONG)).putLong(declared);
        }
        out.putInt(key);
        for (int i = 0; i < payload.length; i++) {
            out.put((byte) (payload[i] ^ key >> 8 * (3 - i % 4)));
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    /** In pieces, cut anywhere, with pings and, seldom, what must not be there in between. */
    private void fragments(final ByteArrayOutputStream out, final byte[] text) {
        int from = 0;
        int first = TEXT;
        for (int pieces = 1 + random.nextInt(5); pieces > 0; pieces--) {
            final int to = from + random.nextInt(text.length - from + 1);
            out.writeBytes(frame(first, Arrays.copyOfRange(text, from, to), key()));
            if (random.nextInt(4) == 0) {
                out.writeBytes(frame(FIN | PING, bytes(random.nextInt(SHORT_MAX + 1)), key()));
            }
            from = to;
            first = random.nextInt(32) == 0 ? random.nextInt(16) : CONTINUATION;
        }
        if (random.nextInt(8) != 0) {
            out.writeBytes(frame(FIN | first, Arrays.copyOfRange(text, from, text.length), key()));
        }
    }

    private byte[] brokenText() {
        final byte[] seed = seed();
        final byte[] piece = BROKEN_TEXT.get(random.nextInt(BROKEN_TEXT.size()));
        final int at = random.nextInt(seed.length + 1);
        final byte[] text = new byte[seed.length + piece.length];
        System.arraycopy(seed, 0, text, 0, at);
        System.arraycopy(piece, 0, text, at, piece.length);
        System.arraycopy(seed, at, text, at + piece.length, seed.length - at);
        return text;
    }

    /** A ping, a pong or a close, with too long or senseless contents, or in pieces. */
    private byte[] control() {
        final int code = CLOSE + random.nextInt(3);
        final byte[] payload = bytes(random.nextInt(random.nextBoolean() ? 4 : 200));
        return frame(random.nextInt(4) == 0 ? code : FIN | code, payload, key());
    }

    /** More or less than there is, too much for any message, below zero, or written in more bytes than needed. */
    private byte[] wrongLength() {
        final byte[] seed = seed();
        return switch (random.nextInt(6)) {
            case 0 -> frame(FIN | TEXT, seed, Math.min(SHORT_MAX, seed.length + 1 + random.nextInt(9)), 0, key());
            case 1 -> frame(FIN | TEXT, seed, random.nextInt(seed.length), 8, key());
            case 2 -> frame(FIN | TEXT, seed, 1L << 18 + random.nextInt(45), 8, key());
            case 3 -> frame(FIN | TEXT, seed, random.nextLong() | Long.MIN_VALUE, 8, key());
            case 4 -> frame(FIN | TEXT, seed, seed.length, 8, key());
            default -> frame(TEXT, seed, 0xFFFF, 2, key());
        };
    }

    private static byte[] unmasked(final byte[] text) {
        final ByteBuffer out = ByteBuffer.allocate(4 + text.length);
        out.put((byte) (FIN | TEXT));
        if (text.length <= SHORT_MAX) {
            out.put((byte) text.length);
        } else {
            out.put((byte) MEDIUM).putShort((short) text.length);
        }
        out.put(text);
        return Arrays.copyOf(out.array(), out.position());
    }

    private byte[] changed(final byte[] frame) {
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            frame[random.nextInt(random.nextBoolean() ? Math.min(8, frame.length) : frame.length)] ^=
                (byte) (1 << random.nextInt(8));
        }
        return frame;
    }

    private byte[] seed() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private byte[] bytes(final int length) {
        final byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private int key() {
        return random.nextInt();
    }
}
