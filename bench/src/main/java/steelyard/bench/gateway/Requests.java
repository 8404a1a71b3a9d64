package steelyard.bench.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import steelyard.signing.ActionHash;

/**
 * Requests as the frames that go over the wire, signed or not, and masked beforehand, so that sending one costs a write. Its
 * number, which the answer repeats, is its index.
 */
final class Requests {
    private static final int FINAL_TEXT = 0x81;
    private static final int MASKED = 0x80;
    private static final int LENGTH_16 = 126;
    private static final int MASK = 0x5A3C_96E1;

    private final byte[][] frames;
    private final int[] accounts;

    private Requests(final byte[][] frames, final int[] accounts) {
        this.frames = frames;
        this.accounts = accounts;
    }

    /** The next {@code count} requests of a script. Nonces begin at {@code firstNonce}, and rise by one. */
    static Requests sign(final OrderScript script, final int count, final long firstNonce) {
        final List<OrderScript.Step> steps = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            steps.add(script.next());
        }
        final byte[][] frames = new byte[count][];
        IntStream.range(0, count).parallel().forEach(i -> {
            final OrderScript.Step step = steps.get(i);
            final String body = script.wallets().get(step.account())
                .sign(step.action(), firstNonce + i, ActionHash.NO_EXPIRY).body();
            frames[i] = frame("{\"method\":\"post\",\"id\":" + i
                + ",\"request\":{\"type\":\"action\",\"payload\":" + body + "}}");
        });
        return new Requests(frames, steps.stream().mapToInt(OrderScript.Step::account).toArray());
    }

    /** The same unsigned, as the posts of sessions; a session that is none refuses them at once. */
    static Requests ofSessions(final OrderScript script, final int count) {
        return unsigned(count, script::next);
    }

    /** Actions of so many orders each, unsigned. */
    static Requests batches(final OrderScript script, final int count, final int orders) {
        return unsigned(count, () -> script.nextBatch(orders));
    }

    private static Requests unsigned(final int count, final Supplier<OrderScript.Step> script) {
        final byte[][] frames = new byte[count][];
        final int[] accounts = new int[count];
        for (int i = 0; i < count; i++) {
            final OrderScript.Step step = script.get();
            accounts[i] = step.account();
            frames[i] = frame("{\"method\":\"post\",\"id\":" + i
                + ",\"request\":{\"type\":\"session\",\"payload\":{\"action\":" + step.action() + "}}}");
        }
        return new Requests(frames, accounts);
    }

    static byte[] frame(final String text) {
        final byte[] payload = text.getBytes(UTF_8);
        final boolean isShort = payload.length < LENGTH_16;
        final ByteBuffer frame = ByteBuffer.allocate((isShort ? 6 : 8) + payload.length);
        frame.put((byte) FINAL_TEXT).put((byte) (MASKED | (isShort ? payload.length : LENGTH_16)));
        if (!isShort) {
            frame.putShort((short) payload.length);
        }
        frame.putInt(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ MASK >>> 24 - 8 * (i & 3)));
        }
        return frame.array();
    }

    int count() {
        return frames.length;
    }

    byte[] frame(final int index) {
        return frames[index];
    }

    /** Who signed it: a number from 0. */
    int account(final int index) {
        return accounts[index];
    }
}
