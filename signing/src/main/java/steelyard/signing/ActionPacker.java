package steelyard.signing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Map;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/** A JSON tree as MessagePack, in the order of its keys: integers as short as they go, never a fraction. */
final class ActionPacker {
    private static final int UNSIGNED_BITS_MAX = 64;
    private static final ThreadLocal<MessageBufferPacker> PACKER =
        ThreadLocal.withInitial(MessagePack::newDefaultBufferPacker);

    private ActionPacker() {
    }

    /** The packed bytes, or {@code null} if the tree holds a number that is no 64-bit integer. */
    static byte[] pack(final JsonNode tree) {
        final MessageBufferPacker packer = PACKER.get();
        packer.clear();
        try {
            return packNode(tree, packer) ? packer.toByteArray() : null;
        } catch (final IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
    }

    private static boolean packNode(final JsonNode node, final MessageBufferPacker packer) throws IOException {
        return switch (node.getNodeType()) {
            case OBJECT -> packObject(node, packer);
            case ARRAY -> packArray(node, packer);
            case NUMBER -> packNumber(node, packer);
            case STRING -> {
                packer.packString(node.textValue());
                yield true;
            }
            case BOOLEAN -> {
                packer.packBoolean(node.booleanValue());
                yield true;
            }
            case NULL -> {
                packer.packNil();
                yield true;
            }
            default -> false;
        };
    }

    private static boolean packObject(final JsonNode node, final MessageBufferPacker packer) throws IOException {
        packer.packMapHeader(node.size());
        for (final Map.Entry<String, JsonNode> field : node.properties()) {
            packer.packString(field.getKey());
            if (!packNode(field.getValue(), packer)) {
                return false;
            }
        }
        return true;
    }

    private static boolean packArray(final JsonNode node, final MessageBufferPacker packer) throws IOException {
        packer.packArrayHeader(node.size());
        for (int i = 0; i < node.size(); i++) {
            if (!packNode(node.get(i), packer)) {
                return false;
            }
        }
        return true;
    }

    private static boolean packNumber(final JsonNode node, final MessageBufferPacker packer) throws IOException {
        if (!node.isIntegralNumber()) {
            return false;
        }
        if (node.canConvertToLong()) {
            packer.packLong(node.longValue());
            return true;
        }
        final BigInteger value = node.bigIntegerValue();
        if (value.signum() < 0 || value.bitLength() > UNSIGNED_BITS_MAX) {
            return false;
        }
        packer.packBigInteger(value);
        return true;
    }
}
