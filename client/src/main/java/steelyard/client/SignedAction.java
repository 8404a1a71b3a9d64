package steelyard.client;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A signed request, ready to be sent once: by {@link SteelyardClient#exchange} or {@link SteelyardSocket#exchange}.
 *
 * @param nonce the nonce it uses up
 * @param body  the JSON text of the HTTP request, which is also the payload of a WebSocket post
 */
public record SignedAction(long nonce, String body) {
    /** The body in UTF-8. */
    public byte[] bytes() {
        return body.getBytes(UTF_8);
    }
}
