package steelyard.server.cluster;

import io.aeron.archive.checksum.Checksum;
import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/** The checksum of every recorded fragment, over what stands behind its header. Belongs to one thread. */
final class Crc32cChecksum implements Checksum {
    private final CRC32C crc = new CRC32C();

    @Override
    public int compute(final long address, final int offset, final int length) {
        crc.reset();
        crc.update(MemorySegment.ofAddress(address + offset).reinterpret(length).asByteBuffer());
        return (int) crc.getValue();
    }
}
