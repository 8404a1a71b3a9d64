/**
 * Who signed a request of the public API, and how a client signs one.
 *
 * <p>Two schemes share one curve. A trading action is packed, hashed and signed through a stand-in message
 * ({@link steelyard.signing.ActionHash}, {@link steelyard.signing.Network}); a transfer or an approval is signed as
 * readable typed data of its own ({@link steelyard.signing.UserSignedAction}). Both end in a 32-byte digest from which
 * {@link steelyard.signing.Signature#signer} recovers the address.
 *
 * <p>Everything here is stateless and safe for any thread. What a client sent wrong is answered with {@code null},
 * never with an exception.
 */
package steelyard.signing;
