package steelyard.gateway.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import steelyard.protocol.Address;

/**
 * The fields of one JSON object, each read as what it has to be. A field that is missing or of another kind ends the
 * request as malformed; {@code null} counts as absent.
 */
public final class Fields {
    private final JsonNode object;

    private Fields(final JsonNode object) {
        this.object = object;
    }

    /** The fields of {@code node}, which must be an object. */
    public static Fields of(final JsonNode node) throws RequestFault {
        if (node == null || !node.isObject()) {
            throw RequestFault.malformed();
        }
        return new Fields(node);
    }

    /** A list of at most this many addresses. */
    public List<Address> addresses(final String name, final int most) throws RequestFault {
        final JsonNode values = object.path(name);
        if (!values.isArray() || values.size() > most) {
            throw RequestFault.malformed();
        }
        final List<Address> addresses = new ArrayList<>(values.size());
        for (final JsonNode value : values) {
            final Address address = value.isTextual() ? Address.parse(value.textValue()) : null;
            if (address == null) {
                throw RequestFault.malformed();
            }
            addresses.add(address);
        }
        return addresses;
    }

    /** The object itself. */
    public JsonNode node() {
        return object;
    }

    /** Refuses fields with other names than these. */
    public Fields only(final Set<String> names) throws RequestFault {
        final Iterator<String> present = object.fieldNames();
        while (present.hasNext()) {
            if (!names.contains(present.next())) {
                throw RequestFault.malformed();
            }
        }
        return this;
    }

    /** Whether the field is there and not {@code null}. */
    public boolean has(final String name) {
        return object.hasNonNull(name);
    }

    /** A text. */
    public String text(final String name) throws RequestFault {
        final JsonNode value = object.path(name);
        if (!value.isTextual()) {
            throw RequestFault.malformed();
        }
        return value.textValue();
    }

    /** A text, or {@code absent}. */
    public String text(final String name, final String absent) throws RequestFault {
        return has(name) ? text(name) : absent;
    }

    /** A truth value. */
    public boolean flag(final String name) throws RequestFault {
        final JsonNode value = object.path(name);
        if (!value.isBoolean()) {
            throw RequestFault.malformed();
        }
        return value.booleanValue();
    }

    /** A truth value, or {@code absent}. */
    public boolean flag(final String name, final boolean absent) throws RequestFault {
        return has(name) ? flag(name) : absent;
    }

    /** A whole number from 0 to the largest {@code long}. */
    public long number(final String name) throws RequestFault {
        final JsonNode value = object.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw RequestFault.malformed();
        }
        return value.longValue();
    }

    /**
     * An order's id: a whole number below 2^64. No order has one from 2^63 on; it is read as the largest {@code long},
     * which no order has either.
     */
    public long orderId(final String name) throws RequestFault {
        final JsonNode value = object.path(name);
        if (!value.isIntegralNumber()) {
            throw RequestFault.malformed();
        }
        final BigInteger id = value.bigIntegerValue();
        if (id.signum() < 0 || id.bitLength() > Long.SIZE) {
            throw RequestFault.malformed();
        }
        return id.bitLength() == Long.SIZE ? Long.MAX_VALUE : id.longValue();
    }

    /** A whole number, also one below zero. */
    public long signed(final String name) throws RequestFault {
        final JsonNode value = object.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw RequestFault.malformed();
        }
        return value.longValue();
    }

    /** A whole number from 0 to the largest {@code int}. */
    public int small(final String name) throws RequestFault {
        final long value = number(name);
        if (value > Integer.MAX_VALUE) {
            throw RequestFault.malformed();
        }
        return (int) value;
    }

    /** A whole number from 0 to the largest {@code int}, or {@code absent}. */
    public int small(final String name, final int absent) throws RequestFault {
        return has(name) ? small(name) : absent;
    }

    /** An address, its hex digits of any case, with or without {@code 0x}. */
    public Address address(final String name) throws RequestFault {
        final Address address = Address.parse(text(name));
        if (address == null) {
            throw RequestFault.malformed();
        }
        return address;
    }

    /** A client order id. */
    public ClientOrderId clientOrderId(final String name) throws RequestFault {
        final ClientOrderId id = ClientOrderId.parse(text(name));
        if (id == null) {
            throw RequestFault.malformed();
        }
        return id;
    }

    /** Whether the field holds a text, so that it may be a client order id instead of a number. */
    public boolean isText(final String name) {
        return object.path(name).isTextual();
    }

    /** An object. */
    public Fields object(final String name) throws RequestFault {
        return of(object.get(name));
    }

    /** A list of objects. */
    public List<Fields> objects(final String name) throws RequestFault {
        final JsonNode list = object.path(name);
        if (!list.isArray()) {
            throw RequestFault.malformed();
        }
        final List<Fields> objects = new ArrayList<>(list.size());
        for (final JsonNode element : list) {
            objects.add(of(element));
        }
        return objects;
    }

    /** Checks the optional field {@code dex}: there is one exchange of perpetuals here, the nameless first one. */
    public void defaultDex() throws RequestFault {
        if (!text("dex", "").isEmpty()) {
            throw new RequestFault(Reply.UNAVAILABLE);
        }
    }
}
