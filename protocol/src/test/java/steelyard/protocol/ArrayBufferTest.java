package steelyard.protocol;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class ArrayBufferTest {
    private static final long LONG = 0x8122_3344_5566_7788L;

    private final ArrayBuffer buffer = new ArrayBuffer(64);

    @Test
    void shouldHoldTheSameBytesAsOtherBuffers() {
        final UnsafeBuffer other = new UnsafeBuffer(new byte[64]);
        fill(buffer);
        fill(other);
        assertArrayEquals(other.byteArray(), buffer.byteArray());
        assertEquals(read(other), read(buffer));
    }

    private static void fill(final MutableDirectBuffer to) {
        to.putLong(1, LONG);
        to.putInt(9, (int) LONG);
        to.putShort(13, (short) LONG);
        to.putByte(15, (byte) LONG);
        int at = 16;
        for (final ByteOrder order : new ByteOrder[] {LITTLE_ENDIAN, BIG_ENDIAN}) {
            to.putLong(at, LONG, order);
            to.putInt(at + 8, (int) LONG, order);
            to.putShort(at + 12, (short) LONG, order);
            at += 14;
        }
        to.putBytes(at, "text".getBytes());
    }

    private static String read(final MutableDirectBuffer from) {
        final StringBuilder text = new StringBuilder();
        text.append(from.getLong(1)).append(from.getInt(9)).append(from.getShort(13)).append(from.getByte(15));
        for (final ByteOrder order : new ByteOrder[] {LITTLE_ENDIAN, BIG_ENDIAN}) {
            text.append(from.getLong(17, order)).append(from.getInt(25, order)).append(from.getShort(29, order));
        }
        return text.append(from.getStringWithoutLengthAscii(44, 4)).toString();
    }

    @Test
    void shouldBeCopiedIntoOtherBuffersAndFromThem() {
        fill(buffer);
        final UnsafeBuffer other = new UnsafeBuffer(ByteBuffer.allocateDirect(64));
        other.putBytes(3, buffer, 1, 50);
        final ArrayBuffer back = new ArrayBuffer(64);
        other.getBytes(3, back, 1, 50);
        assertArrayEquals(buffer.byteArray(), back.byteArray());
    }

    @Test
    void shouldRefuseWhatLiesOutside() {
        for (final int index : new int[] {-1, 57, 64, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThrows(IndexOutOfBoundsException.class, () -> buffer.putLong(index, 0));
            assertThrows(IndexOutOfBoundsException.class, () -> buffer.getLong(index));
        }
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.putInt(61, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.putShort(63, (short) 0));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.putByte(64, (byte) 0));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.putBytes(61, "text".getBytes()));
    }

    @Test
    void shouldKeepItsContentWhenItGrows() {
        buffer.putLong(56, LONG);
        buffer.reserve(65);
        assertEquals(128, buffer.capacity());
        assertEquals(LONG, buffer.getLong(56));
        buffer.putLong(120, LONG);
        buffer.reserve(10);
        assertEquals(LONG, buffer.getLong(120));
    }

    @Test
    void shouldOwnItsArray() {
        assertThrows(UnsupportedOperationException.class, () -> buffer.wrap(new byte[8]));
        assertThrows(UnsupportedOperationException.class, () -> buffer.wrap(new UnsafeBuffer(new byte[8])));
    }
}
