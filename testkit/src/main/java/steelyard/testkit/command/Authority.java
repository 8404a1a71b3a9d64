package steelyard.testkit.command;

import steelyard.protocol.Address;

/**
 * Who signed an action, and its envelope.
 *
 * @param signer             address recovered from the signature
 * @param alternateSigner    second candidate, or {@link Address#ZERO}
 * @param vaultAddress       vault to act for, or {@link Address#ZERO}
 * @param nonceMillis        the action's nonce
 * @param expiresAfterMillis last moment of the action, or 0
 */
public record Authority(
    Address signer,
    Address alternateSigner,
    Address vaultAddress,
    long nonceMillis,
    long expiresAfterMillis) {

    /** An action of this signer, without a second candidate, a vault or an expiry. */
    public static Authority of(final Address signer, final long nonceMillis) {
        return new Authority(signer, Address.ZERO, Address.ZERO, nonceMillis, 0);
    }

    /** The same with another nonce. */
    public Authority withNonce(final long otherNonceMillis) {
        return new Authority(signer, alternateSigner, vaultAddress, otherNonceMillis, expiresAfterMillis);
    }
}
