package steelyard.bench.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import steelyard.signing.ActionHash;

/**
 * Requests as the frames that go over the wire, signed and masked beforehand, so that sending one costs a write. Its
 * number, which the answer repeats, is its index.
 */
final class SignedRequests {
    private static final int FINAL_TEXT = 0x81;
    private static final int MASKED = 0x80;
    private static final int LENGTH_16 = 126;
    private static final int MASK = 0x5A3C_96E1;

    private final byte[][] frames;
    private final int[] accounts;

    private SignedRequests(final byte[][] frames, final int[] accounts) {
        this.frames = frames;
        this.accounts = accounts;
    }

    /** The next {@code count} requests of a script. Nonces begin at {@code firstNonce}, and rise by one. */
    static SignedRequests sign(final OrderScript script, final int count, final long firstNonce) {
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
        return new SignedRequests(frames, steps.stream().mapToInt(OrderScript.Step::account).toArray());
    }

    private static byte[] frame(final String text) {
        final byte[] payload = text.getBytes(UTF_8);
        final ByteBuffer frame = ByteBuffer.allocate(8 + payload.length);
        frame.put((byte) FINAL_TEXT).put((byte) (MASKED | LENGTH_16)).putShort((short) payload.length).putInt(MASK);
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
