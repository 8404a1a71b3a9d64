package steelyard.server.journal;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.aeron.archive.client.AeronArchive;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;
import org.agrona.BitUtil;

/** The fragments of one segment file of a recording, looked at one by one: is each what was written? */
final class RecordedFrames {
    private static final int HEADER = DataHeaderFlyweight.HEADER_LENGTH;

    private final Recording.Descriptor recording;
    private final long base;
    private final ByteBuffer bytes;
    private final CRC32C crc = new CRC32C();

    private RecordedFrames(final Recording.Descriptor recording, final long base, final ByteBuffer bytes) {
        this.recording = recording;
        this.base = base;
        this.bytes = bytes;
    }

    /** A file that begins at position {@code base}; it has no fragments if there is no such file. */
    static RecordedFrames read(final Path file, final Recording.Descriptor recording, final long base) {
        if (!Files.exists(file)) {
            return new RecordedFrames(recording, base, ByteBuffer.allocate(0));
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new RecordedFrames(recording, base,
                channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()).order(LITTLE_ENDIAN));
        } catch (final IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Name of the file that begins at {@code base}. */
    static Path file(final Path archive, final Recording.Descriptor recording, final long base) {
        return archive.resolve(recording.recordingId() + "-" + base + ".rec");
    }

    /** The file that begins at {@code base}, in the first of the directories that has it; {@code null} if none has. */
    static Path find(final List<Path> directories, final Recording.Descriptor recording, final long base) {
        for (final Path directory : directories) {
            final Path file = file(directory, recording, base);
            if (Files.exists(file)) {
                return file;
            }
        }
        return null;
    }

    /** Where the file begins that holds {@code position}. */
    static long base(final Recording.Descriptor recording, final long position) {
        return AeronArchive.segmentFileBasePosition(
            recording.startPosition(), position, recording.termLength(), recording.segmentLength());
    }

    /** The position behind the last fragment of an unbroken row of whole ones that begins at {@code position}. */
    long wholeUntil(final long position) {
        int offset = (int) (position - base);
        while (isWhole(offset)) {
            offset += length(offset);
        }
        return base + offset;
    }

    /** Whether any whole fragment begins behind {@code position}. */
    boolean hasWholeAfter(final long position) {
        for (int offset = (int) (position - base) + HEADER; offset < bytes.limit(); offset += HEADER) {
            if (isWhole(offset)) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is anything at {@code position} or behind it. */
    boolean hasBytesFrom(final long position) {
        for (int offset = (int) (position - base); offset < bytes.limit(); offset++) {
            if (bytes.get(offset) != 0) {
                return true;
            }
        }
        return false;
    }

    private int length(final int offset) {
        return BitUtil.align(bytes.getInt(offset), FrameDescriptor.FRAME_ALIGNMENT);
    }

    private boolean isWhole(final int offset) {
        if (offset + HEADER > bytes.limit() || bytes.getInt(offset) < HEADER) {
            return false;
        }
        final int length = length(offset);
        return length > 0 && offset + length <= bytes.limit() && fits(offset) && hasItsChecksum(offset, length);
    }

    private boolean fits(final int offset) {
        final long position = base + offset;
        return bytes.getInt(offset + DataHeaderFlyweight.TERM_OFFSET_FIELD_OFFSET)
            == (int) (position & recording.termLength() - 1)
            && bytes.getInt(offset + DataHeaderFlyweight.TERM_ID_FIELD_OFFSET)
            == recording.initialTermId() + (int) (position / recording.termLength());
    }

    /** Padding has a header alone. */
    private boolean hasItsChecksum(final int offset, final int length) {
        final int type = bytes.getShort(offset + DataHeaderFlyweight.TYPE_FIELD_OFFSET) & 0xFFFF;
        if (type != DataHeaderFlyweight.HDR_TYPE_DATA) {
            return type == DataHeaderFlyweight.HDR_TYPE_PAD;
        }
        crc.reset();
        crc.update(bytes.slice(offset + HEADER, length - HEADER));
        return (int) crc.getValue() == bytes.getInt(offset + DataHeaderFlyweight.SESSION_ID_FIELD_OFFSET);
    }
}
