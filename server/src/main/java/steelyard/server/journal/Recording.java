package steelyard.server.journal;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.aeron.archive.client.AeronArchive;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads the messages of one recording in order, from its segment files. Messages of several fragments are put together.
 * Belongs to one thread.
 */
final class Recording implements AutoCloseable {
    /**
     * What the archive's catalogue says of a recording.
     *
     * @param startPosition first position that exists
     * @param stopPosition  where it ends, or a negative number if it was not ended
     * @param initialTermId number of its first term
     */
    record Descriptor(
        long recordingId, long startPosition, long stopPosition, int segmentLength, int termLength, int initialTermId) {
    }

    /** Sees messages. */
    @FunctionalInterface
    interface MessageHandler {
        /** One message; {@code position} is where it ends in the stream. */
        void onMessage(long position, DirectBuffer buffer, int offset, int length);
    }

    private static final long NONE = Long.MIN_VALUE;

    private final List<Path> directories;
    private final Descriptor descriptor;
    private final UnsafeBuffer segment = new UnsafeBuffer(0, 0);
    private final ExpandableArrayBuffer message = new ExpandableArrayBuffer();
    private final CRC32C crc = new CRC32C();
    private MappedByteBuffer mapped;
    private Path segmentFile;
    private long segmentBase = -1;
    private long firstTermId = NONE;
    private int streamId;
    private long position;
    private int messageLength;

    /** Begins at {@code position}, which must be where a message begins; its files are in any of the directories. */
    Recording(final List<Path> directories, final Descriptor descriptor, final long position) {
        if (position < descriptor.startPosition()) {
            throw new JournalException("Recording " + descriptor.recordingId() + " begins at "
                + descriptor.startPosition() + ", after " + position + ".");
        }
        this.directories = directories;
        this.descriptor = descriptor;
        this.position = position;
    }

    /** Where the next message begins. */
    long position() {
        return position;
    }

    /**
     * Reads at most {@code limit} messages that end at or before {@code endPosition}.
     *
     * @return how many; fewer than {@code limit} at the end of what is recorded
     */
    int poll(final MessageHandler handler, final int limit, final long endPosition) {
        int messages = 0;
        while (messages < limit && position < end(endPosition) && mapSegment()) {
            final int offset = (int) (position - segmentBase);
            if (offset + DataHeaderFlyweight.HEADER_LENGTH > segment.capacity()) {
                break;
            }
            final int frameLength = segment.getInt(offset, LITTLE_ENDIAN);
            if (frameLength <= 0 || offset + frameLength > segment.capacity()) {
                break;
            }
            final long next = position + BitUtil.align(frameLength, FrameDescriptor.FRAME_ALIGNMENT);
            if (next > end(endPosition)) {
                break;
            }
            if (!isWhole(offset, next)) {
                if (endPosition == Long.MAX_VALUE && isTorn()) {
                    break;
                }
                throw new JournalException(
                    "The recording " + descriptor.recordingId() + " is damaged at " + position);
            }
            position = next;
            if (!isPadding(offset) && onFragment(handler, offset, frameLength)) {
                messages++;
            }
        }
        return messages;
    }

    /** Whether what a frame says of itself fits its place and its contents. */
    private boolean isWhole(final int offset, final long next) {
        final int termOffset = (int) (position & descriptor.termLength() - 1);
        final int type = segment.getShort(offset + DataHeaderFlyweight.TYPE_FIELD_OFFSET, LITTLE_ENDIAN) & 0xFFFF;
        final int termId = segment.getInt(offset + DataHeaderFlyweight.TERM_ID_FIELD_OFFSET, LITTLE_ENDIAN);
        final int stream = segment.getInt(offset + DataHeaderFlyweight.STREAM_ID_FIELD_OFFSET, LITTLE_ENDIAN);
        final int flags = segment.getByte(offset + DataHeaderFlyweight.FLAGS_FIELD_OFFSET) & 0xFF;
        final int wholeFlags = FrameDescriptor.UNFRAGMENTED & 0xFF;
        final int terms = (int) (position / descriptor.termLength());
        if (firstTermId == NONE) {
            firstTermId = (long) termId - terms;
            streamId = stream;
        }
        return segment.getByte(offset + DataHeaderFlyweight.VERSION_FIELD_OFFSET) == DataHeaderFlyweight.CURRENT_VERSION
            && (type == DataHeaderFlyweight.HDR_TYPE_DATA || type == DataHeaderFlyweight.HDR_TYPE_PAD)
            && (flags & ~wholeFlags) == 0 && (type != DataHeaderFlyweight.HDR_TYPE_PAD || flags == wholeFlags)
            && segment.getInt(offset + DataHeaderFlyweight.TERM_OFFSET_FIELD_OFFSET, LITTLE_ENDIAN) == termOffset
            && termId == (int) (firstTermId + terms) && stream == streamId
            && termOffset + (next - position) <= descriptor.termLength()
            && (type == DataHeaderFlyweight.HDR_TYPE_PAD || hasItsChecksum(offset, next));
    }

    /** Whether what is damaged was the last to be written: the run ended while it was. */
    private boolean isTorn() {
        return !RecordedFrames.read(segmentFile, descriptor, segmentBase).hasWholeAfter(position);
    }


    private boolean hasItsChecksum(final int offset, final long next) {
        final int start = offset + DataHeaderFlyweight.HEADER_LENGTH;
        final int end = (int) (next - segmentBase);
        if (start > end || end > segment.capacity()) {
            return false;
        }
        crc.reset();
        crc.update(mapped.slice(start, end - start));
        return (int) crc.getValue()
            == segment.getInt(offset + DataHeaderFlyweight.SESSION_ID_FIELD_OFFSET, LITTLE_ENDIAN);
    }

    /** Who names an end knows that it was recorded, though the catalogue may have been read before. */
    private long end(final long endPosition) {
        return endPosition == Long.MAX_VALUE && descriptor.stopPosition() >= 0
            ? descriptor.stopPosition() : endPosition;
    }

    private boolean isPadding(final int offset) {
        return (segment.getShort(offset + DataHeaderFlyweight.TYPE_FIELD_OFFSET, LITTLE_ENDIAN)
            & 0xFFFF) == DataHeaderFlyweight.HDR_TYPE_PAD;
    }

    private boolean onFragment(final MessageHandler handler, final int offset, final int frameLength) {
        final int flags = segment.getByte(offset + DataHeaderFlyweight.FLAGS_FIELD_OFFSET) & 0xFF;
        final int start = offset + DataHeaderFlyweight.HEADER_LENGTH;
        final int length = frameLength - DataHeaderFlyweight.HEADER_LENGTH;
        if ((flags & FrameDescriptor.UNFRAGMENTED & 0xFF) == (FrameDescriptor.UNFRAGMENTED & 0xFF)) {
            handler.onMessage(position, segment, start, length);
            return true;
        }
        if ((flags & FrameDescriptor.BEGIN_FRAG_FLAG & 0xFF) != 0) {
            messageLength = 0;
        }
        message.putBytes(messageLength, segment, start, length);
        messageLength += length;
        if ((flags & FrameDescriptor.END_FRAG_FLAG & 0xFF) == 0) {
            return false;
        }
        handler.onMessage(position, message, 0, messageLength);
        return true;
    }

    /** Maps the segment that holds the position; {@code false} if there is no such file yet. */
    private boolean mapSegment() {
        final long base = AeronArchive.segmentFileBasePosition(
            descriptor.startPosition(), position, descriptor.termLength(), descriptor.segmentLength());
        if (base == segmentBase) {
            return true;
        }
        final Path file = RecordedFrames.find(directories, descriptor, base);
        if (file == null) {
            return false;
        }
        close();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        } catch (final IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        segment.wrap(mapped);
        segmentBase = base;
        segmentFile = file;
        return true;
    }

    @Override
    public void close() {
        segment.wrap(0, 0);
        BufferUtil.free(mapped);
        mapped = null;
        segmentBase = -1;
    }
}
