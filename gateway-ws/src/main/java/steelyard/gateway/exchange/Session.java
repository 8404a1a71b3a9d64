package steelyard.gateway.exchange;

import steelyard.protocol.Address;

/**
 * Who has proven once, on this connection, who it is: its orders need no signature of their own. The exchange still
 * judges each command: an agent that is removed has no session any more.
 *
 * @param signer              the account's key, or an agent of it
 * @param vaultAddress        the sub-account acted for, or {@link Address#ZERO}
 * @param accountId           the account whose budget of requests it spends
 * @param proof               of the login: signature and digest; stands in every command
 * @param cancelsOnDisconnect whether all open orders are to be canceled when the connection ends
 */
public record Session(
    Address signer, Address vaultAddress, int accountId, byte[] proof, boolean cancelsOnDisconnect) {
    /** In place of a nonce: the command is one of a session. {@code docs/rules.md}, section 4. */
    static final long NONCE = Long.MIN_VALUE;

    Authority authority(final long expiresAfterMillis) {
        return new Authority(signer, Address.ZERO, vaultAddress, NONCE, expiresAfterMillis);
    }
}
