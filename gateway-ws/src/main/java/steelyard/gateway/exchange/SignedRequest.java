package steelyard.gateway.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import steelyard.gateway.json.Fields;
import steelyard.gateway.json.RequestFault;
import steelyard.protocol.Address;
import steelyard.signing.ActionHash;
import steelyard.signing.Signature;

/**
 * The envelope of an action.
 *
 * @param signature          {@code null} in a session
 * @param vaultAddress       the account acted for, or {@code null}
 * @param expiresAfterMillis or {@link ActionHash#NO_EXPIRY}
 */
record SignedRequest(
    Fields action, String type, long nonceMillis, Signature signature, Address vaultAddress, long expiresAfterMillis) {

    private static final Set<String> FIELDS = Set.of("action", "nonce", "signature", "vaultAddress", "expiresAfter");
    private static final Set<String> SESSION_FIELDS = Set.of("action", "expiresAfter");
    private static final Set<String> SIGNATURE_FIELDS = Set.of("r", "s", "v");

    static SignedRequest of(final JsonNode request) throws RequestFault {
        final Fields fields = Fields.of(request).only(FIELDS);
        final Fields action = fields.object("action");
        return new SignedRequest(action, action.text("type"), fields.number("nonce"),
            signature(fields.object("signature")),
            fields.has("vaultAddress") ? fields.address("vaultAddress") : null,
            fields.has("expiresAfter") ? fields.number("expiresAfter") : ActionHash.NO_EXPIRY);
    }

    /** A signature. */
    static Signature signature(final Fields fields) throws RequestFault {
        final Signature signature = Signature.parse(fields.only(SIGNATURE_FIELDS).node());
        if (signature == null) {
            throw RequestFault.malformed();
        }
        return signature;
    }

    /** Another action in the same envelope, which others have signed. */
    SignedRequest of(final Fields inner) throws RequestFault {
        return new SignedRequest(inner, inner.text("type"), nonceMillis, null, vaultAddress, expiresAfterMillis);
    }

    /** A request of a session: an action, perhaps with an end, without nonce and signature. */
    static SignedRequest ofSession(final JsonNode request) throws RequestFault {
        final Fields fields = Fields.of(request).only(SESSION_FIELDS);
        final Fields action = fields.object("action");
        return new SignedRequest(action, action.text("type"), Session.NONCE, null, null,
            fields.has("expiresAfter") ? fields.number("expiresAfter") : ActionHash.NO_EXPIRY);
    }

    boolean hasExpiry() {
        return expiresAfterMillis != ActionHash.NO_EXPIRY;
    }
}
