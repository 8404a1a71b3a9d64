package steelyard.gateway.exchange;

import steelyard.protocol.Address;

/**
 * Who signed an action, and the envelope that the exchange judges.
 *
 * @param signer             recovered from the signature
 * @param alternateSigner    recovered for the other network, or {@link Address#ZERO}
 * @param vaultAddress       the account acted for, or {@link Address#ZERO}
 * @param expiresAfterMillis 0: never
 */
record Authority(
    Address signer, Address alternateSigner, Address vaultAddress, long nonceMillis, long expiresAfterMillis) {

    static Authority of(final SignedRequest request, final Signers.Proven proven) {
        return new Authority(proven.signer(), proven.alternateSigner(),
            request.vaultAddress() == null ? Address.ZERO : request.vaultAddress(), request.nonceMillis(),
            request.hasExpiry() ? Math.max(1, request.expiresAfterMillis()) : 0);
    }

    /** The same for an account that the action names: the signer's, or its sub-account; zero: as it is. */
    Authority of(final Address user) {
        return user.equals(Address.ZERO) || user.equals(signer) || user.equals(alternateSigner)
            ? this
            : new Authority(signer, alternateSigner, user, nonceMillis, expiresAfterMillis);
    }
}
