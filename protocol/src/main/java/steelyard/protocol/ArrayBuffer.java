package steelyard.protocol;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.agrona.BufferUtil.ARRAY_BASE_OFFSET;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.AbstractMutableDirectBuffer;
import org.agrona.DirectBuffer;

/**
 * A buffer over an array of its own, for messages that are encoded or decoded field by field in a hot loop.
 *
 * <p>The general buffers reach memory in a way after which the compiler must read every field of encoder and buffer again
 * and check the bounds anew: 20 to 30 instructions for each field of a message. Here an access is one of the array, so
 * checks are merged and fields stay in registers: 2 or 3. Numbers of 1, 2, 4 and 8 bytes are accessed so; everything
 * else works as in other buffers.
 */
public final class ArrayBuffer extends AbstractMutableDirectBuffer {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, LITTLE_ENDIAN);
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, LITTLE_ENDIAN);

    /** A buffer of {@code length} bytes, all zero. */
    public ArrayBuffer(final int length) {
        own(new byte[length]);
    }

    /** Makes room for at least {@code length} bytes; what was there stays. Allocates if it has to grow. */
    public void reserve(final int length) {
        if (length > capacity) {
            own(Arrays.copyOf(byteArray, Math.max(length, 2 * capacity)));
        }
    }

    @Override
    public long getLong(final int index, final ByteOrder order) {
        final long value = (long) LONGS.get(byteArray, index);
        return order == LITTLE_ENDIAN ? value : Long.reverseBytes(value);
    }

    @Override
    public void putLong(final int index, final long value, final ByteOrder order) {
        LONGS.set(byteArray, index, order == LITTLE_ENDIAN ? value : Long.reverseBytes(value));
    }

    @Override
    public long getLong(final int index) {
        return getLong(index, ByteOrder.nativeOrder());
    }

    @Override
    public void putLong(final int index, final long value) {
        putLong(index, value, ByteOrder.nativeOrder());
    }

    @Override
    public int getInt(final int index, final ByteOrder order) {
        final int value = (int) INTS.get(byteArray, index);
        return order == LITTLE_ENDIAN ? value : Integer.reverseBytes(value);
    }

    @Override
    public void putInt(final int index, final int value, final ByteOrder order) {
        INTS.set(byteArray, index, order == LITTLE_ENDIAN ? value : Integer.reverseBytes(value));
    }

    @Override
    public int getInt(final int index) {
        return getInt(index, ByteOrder.nativeOrder());
    }

    @Override
    public void putInt(final int index, final int value) {
        putInt(index, value, ByteOrder.nativeOrder());
    }

    @Override
    public short getShort(final int index, final ByteOrder order) {
        final short value = (short) SHORTS.get(byteArray, index);
        return order == LITTLE_ENDIAN ? value : Short.reverseBytes(value);
    }

    @Override
    public void putShort(final int index, final short value, final ByteOrder order) {
        SHORTS.set(byteArray, index, order == LITTLE_ENDIAN ? value : Short.reverseBytes(value));
    }

    @Override
    public short getShort(final int index) {
        return getShort(index, ByteOrder.nativeOrder());
    }

    @Override
    public void putShort(final int index, final short value) {
        putShort(index, value, ByteOrder.nativeOrder());
    }

    @Override
    public byte getByte(final int index) {
        return byteArray[index];
    }

    @Override
    public void putByte(final int index, final byte value) {
        byteArray[index] = value;
    }

    @Override
    protected void ensureCapacity(final int index, final int length) {
        boundsCheck0(index, length);
    }

    @Override
    public boolean isExpandable() {
        return false;
    }

    @Override
    public ByteBuffer byteBuffer() {
        return null;
    }

    @Override
    public int wrapAdjustment() {
        return 0;
    }

    @Override
    public void wrap(final byte[] array) {
        throw ownsItsArray();
    }

    @Override
    public void wrap(final byte[] array, final int offset, final int length) {
        throw ownsItsArray();
    }

    @Override
    public void wrap(final ByteBuffer buffer) {
        throw ownsItsArray();
    }

    @Override
    public void wrap(final ByteBuffer buffer, final int offset, final int length) {
        throw ownsItsArray();
    }

    @Override
    public void wrap(final DirectBuffer buffer) {
        throw ownsItsArray();
    }

    @Override
    public void wrap(final DirectBuffer buffer, final int offset, final int length) {
        throw ownsItsArray();
    }

    @Override
    public void wrap(final long address, final int length) {
        throw ownsItsArray();
    }

    private void own(final byte[] array) {
        byteArray = array;
        addressOffset = ARRAY_BASE_OFFSET;
        capacity = array.length;
    }

    private static UnsupportedOperationException ownsItsArray() {
        return new UnsupportedOperationException("the array is the buffer's own");
    }
}
