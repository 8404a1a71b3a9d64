package steelyard.signing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Published signatures of real clients, and the keys that made them. */
final class Vectors {
    static final SigningKey KEY_1 = SigningKey.of("0x0123456789012345678901234567890123456789012345678901234567890123");
    static final SigningKey KEY_2 = SigningKey.of("e908f86dbb4d55ac876378565aafeabc187f6690f046459397b17d9b9a19688e");
    static final SigningKey KEY_3 = SigningKey.of("0x822e9959e022b78423eb653a62ea0020cd283e71a2a8133a6ff2aeffaf373cff");

    private static final ObjectMapper JSON = new ObjectMapper();

    private Vectors() {
    }

    static JsonNode json(final String text) {
        try {
            return JSON.readTree(text);
        } catch (final JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<JsonNode> l1() {
        return load("l1_action_vectors.json");
    }

    static Stream<JsonNode> userSigned() {
        return load("user_signed_vectors.json");
    }

    static SigningKey keyOf(final String address) {
        return Stream.of(KEY_1, KEY_2, KEY_3)
            .filter(key -> key.addressText().equals(address.toLowerCase(Locale.ROOT)))
            .findFirst().orElseThrow();
    }

    private static Stream<JsonNode> load(final String file) {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file)) {
            return StreamSupport.stream(JSON.readTree(in).spliterator(), false);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
