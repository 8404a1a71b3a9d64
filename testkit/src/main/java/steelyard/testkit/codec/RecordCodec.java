package steelyard.testkit.codec;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.sbe.MessageDecoderFlyweight;
import org.agrona.sbe.MessageEncoderFlyweight;
import steelyard.protocol.Address;
import steelyard.protocol.sbe.AuthorityDecoder;
import steelyard.protocol.sbe.AuthorityEncoder;
import steelyard.protocol.sbe.EventHeaderDecoder;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.OriginEncoder;
import steelyard.testkit.command.Authority;
import steelyard.testkit.command.Command.Remark;
import steelyard.testkit.command.Origin;
import steelyard.testkit.command.Shorts;
import steelyard.testkit.event.EventHeader;

/**
 * Writes and reads a record as the SBE message of its name. Components are named as the message's fields, in its order;
 * they are numbers, flags, addresses, hex digits of bytes, {@link Shorts}, lists of records for groups, an {@link Authority}, an {@link
 * EventHeader} and at the end a {@link Remark}. For tests: it uses reflection.
 */
public final class RecordCodec {
    private static final String PACKAGE = "steelyard.protocol.sbe.";
    private static final HexFormat HEX = HexFormat.of();

    private RecordCodec() {
    }

    /** Template id of the message that has the record's name. */
    public static int templateId(final Class<?> type) {
        try {
            return Class.forName(PACKAGE + type.getSimpleName() + "Encoder").getField("TEMPLATE_ID").getInt(null);
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes a command with its header; answers how long its body is. */
    public static int encode(
        final Object value, final Origin origin, final byte[] proof, final MutableDirectBuffer buffer,
        final int offset) {
        final MessageEncoderFlyweight encoder =
            (MessageEncoderFlyweight) create(value.getClass().getSimpleName() + "Encoder");
        new MessageHeaderEncoder().wrap(buffer, offset).blockLength(encoder.sbeBlockLength())
            .templateId(encoder.sbeTemplateId()).schemaId(encoder.sbeSchemaId())
            .version(encoder.sbeSchemaVersion());
        encoder.wrap(buffer, offset + MessageHeaderEncoder.ENCODED_LENGTH);
        ((OriginEncoder) call(encoder, "origin")).seq(origin.seq()).epoch(origin.epoch()).nodeId(origin.nodeId())
            .reserved(0);
        writeFields(value, encoder);
        final Method putProof = find(encoder.getClass(), "putProof", byte[].class, int.class, int.class);
        if (putProof != null) {
            invoke(putProof, encoder, proof, 0, proof.length);
        }
        return encoder.encodedLength();
    }

    /** Reads the message at {@code offset} into a record of this type. */
    public static <T> T decode(final Class<T> type, final DirectBuffer buffer, final int offset) {
        final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, offset);
        final MessageDecoderFlyweight decoder =
            (MessageDecoderFlyweight) create(type.getSimpleName() + "Decoder");
        decoder.wrap(
            buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH, header.blockLength(), header.version());
        return read(type, decoder);
    }

    /** The records of a list component. */
    public static Class<?> elementType(final RecordComponent component) {
        return (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
    }

    /** The value of a component. */
    public static Object get(final Object value, final RecordComponent component) {
        return invoke(component.getAccessor(), value);
    }

    /** A record of these values. */
    public static <T> T construct(final Class<T> type, final Object[] values) {
        final RecordComponent[] components = type.getRecordComponents();
        final Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = components[i].getType();
        }
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void writeFields(final Object value, final Object encoder) {
        for (final RecordComponent component : value.getClass().getRecordComponents()) {
            writeField(encoder, component.getName(), get(value, component));
        }
    }

    private static void writeField(final Object encoder, final String name, final Object field) {
        switch (field) {
            case Authority a -> authority((AuthorityEncoder) call(encoder, "authority"), a);
            case Remark r -> {
                invoke(find(encoder.getClass(), "operatorName", String.class), encoder, r.operatorName());
                invoke(find(encoder.getClass(), "reason", String.class), encoder, r.reason());
            }
            case Address a -> putBytes(encoder, name, a.bytes());
            case String text when hasText(encoder, name) ->
                invoke(find(encoder.getClass(), name, String.class), encoder, text);
            case String hex -> putBytes(encoder, name, HEX.parseHex(hex));
            case List<?> entries -> {
                final Object group = invoke(find(encoder.getClass(), name + "Count", int.class), encoder,
                    entries.size());
                for (final Object entry : entries) {
                    call(group, "next");
                    writeFields(entry, group);
                }
            }
            case Shorts shorts -> {
                for (int i = 0; i < shorts.values().size(); i++) {
                    invoke(find(encoder.getClass(), name, int.class, short.class), encoder, i,
                        shorts.values().get(i).shortValue());
                }
            }
            case Boolean flag -> writeNumber(encoder, name, flag ? 1 : 0);
            case Number number -> writeNumber(encoder, name, number.longValue());
            default -> throw new IllegalArgumentException("no field can be " + field);
        }
    }

    /** Whether a flyweight has a string of this name; otherwise it has bytes, which records have as hex digits. */
    private static boolean hasText(final Object flyweight, final String name) {
        for (final Method method : flyweight.getClass().getMethods()) {
            if (method.getName().equals(name) && (method.getReturnType() == String.class
                || method.getParameterCount() == 1 && method.getParameterTypes()[0] == String.class)) {
                return true;
            }
        }
        return false;
    }

    private static void writeNumber(final Object encoder, final String name, final long number) {
        for (final Method method : encoder.getClass().getMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == 1) {
                invoke(method, encoder, cast(method.getParameterTypes()[0], number));
                return;
            }
        }
        throw new IllegalArgumentException("no field " + name);
    }

    private static void putBytes(final Object encoder, final String name, final byte[] bytes) {
        final String put = "put" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
        invoke(find(encoder.getClass(), put, byte[].class, int.class, int.class), encoder, bytes, 0, bytes.length);
    }

    private static <T> T read(final Class<T> type, final Object decoder) {
        final RecordComponent[] components = type.getRecordComponents();
        final Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = readField(components[i], decoder);
        }
        return construct(type, values);
    }

    private static Object readField(final RecordComponent component, final Object decoder) {
        final Class<?> type = component.getType();
        final String name = component.getName();
        if (type == EventHeader.class) {
            return header((EventHeaderDecoder) call(decoder, "header"));
        }
        if (type == Authority.class) {
            return authority((AuthorityDecoder) call(decoder, "authority"));
        }
        if (type == Remark.class) {
            final String operator = (String) call(decoder, "operatorName");
            return new Remark(operator, (String) call(decoder, "reason"));
        }
        if (type == Address.class) {
            return Address.from((DirectBuffer) call(decoder, "buffer"), offsetOf(decoder, name));
        }
        if (type == String.class && hasText(decoder, name)) {
            return call(decoder, name);
        }
        if (type == String.class) {
            final int length = (Integer) call(decoder, name + "Length");
            final byte[] bytes = new byte[length];
            ((DirectBuffer) call(decoder, "buffer")).getBytes(offsetOf(decoder, name), bytes);
            return HEX.formatHex(bytes);
        }
        if (type == Shorts.class) {
            final Method number = find(decoder.getClass(), name, int.class);
            final List<Integer> values = new ArrayList<>();
            for (int i = 0; i < (Integer) call(decoder, name + "Length"); i++) {
                values.add(((Number) invoke(number, decoder, i)).intValue());
            }
            return new Shorts(values);
        }
        if (type == List.class) {
            final List<Object> entries = new ArrayList<>();
            for (final Object entry : (Iterable<?>) call(decoder, name)) {
                entries.add(read(elementType(component), entry));
            }
            return List.copyOf(entries);
        }
        return cast(type, ((Number) call(decoder, name)).longValue());
    }

    private static int offsetOf(final Object decoder, final String name) {
        return (Integer) call(decoder, "offset") + (Integer) call(decoder, name + "EncodingOffset");
    }

    private static Object cast(final Class<?> type, final long number) {
        if (type == boolean.class) {
            return number != 0;
        }
        if (type == int.class) {
            return (int) number;
        }
        if (type == short.class) {
            return (short) number;
        }
        return type == byte.class ? (Object) (byte) number : (Object) number;
    }

    private static void authority(final AuthorityEncoder encoder, final Authority authority) {
        encoder.nonceMillis(authority.nonceMillis()).expiresAfterMillis(authority.expiresAfterMillis())
            .putSigner(authority.signer().bytes(), 0, Address.LENGTH)
            .putAlternateSigner(authority.alternateSigner().bytes(), 0, Address.LENGTH)
            .putVaultAddress(authority.vaultAddress().bytes(), 0, Address.LENGTH);
    }

    private static Authority authority(final AuthorityDecoder d) {
        return new Authority(
            Address.from(d.buffer(), d.offset() + AuthorityDecoder.signerEncodingOffset()),
            Address.from(d.buffer(), d.offset() + AuthorityDecoder.alternateSignerEncodingOffset()),
            Address.from(d.buffer(), d.offset() + AuthorityDecoder.vaultAddressEncodingOffset()),
            d.nonceMillis(), d.expiresAfterMillis());
    }

    private static EventHeader header(final EventHeaderDecoder d) {
        return new EventHeader(
            d.eventSequence(), d.logPosition(), d.commandIndex(), d.timestampNanos(),
            d.nodeId(), d.epoch(), d.seq());
    }

    private static Object create(final String name) {
        try {
            return Class.forName(PACKAGE + name).getConstructor().newInstance();
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object call(final Object target, final String name) {
        return invoke(find(target.getClass(), name), target);
    }

    private static Method find(final Class<?> type, final String name, final Class<?>... parameters) {
        try {
            return type.getMethod(name, parameters);
        } catch (final NoSuchMethodException e) {
            return null;
        }
    }

    private static Object invoke(final Method method, final Object target, final Object... arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (final InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        } catch (final IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
