package steelyard.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

final class EventBatchWriterTest {
    @Test
    void shouldWriteTheSameBytesForTheSameEventWhateverWasThereBefore() {
        final EventBatchWriter used = new EventBatchWriter();
        used.buffer().setMemory(0, 256, (byte) 0x55);

        assertArrayEquals(batchOfOneByte(new EventBatchWriter()), batchOfOneByte(used));
    }

    private static byte[] batchOfOneByte(final EventBatchWriter writer) {
        writer.clear();
        writer.buffer().putByte(writer.eventOffset(), (byte) 7);
        writer.endEvent(1);
        final byte[] bytes = new byte[writer.end()];
        writer.buffer().getBytes(0, bytes);
        return bytes;
    }
}
