package steelyard.signing;

import java.nio.ByteBuffer;

/** The frame of typed data (EIP-712): domains and digests. All words are 32 bytes. */
final class Eip712 {
    static final int WORD = 32;

    private static final byte[] DOMAIN_TYPE_HASH = Keccak.hash(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    private static final byte[] VERSION_HASH = Keccak.hash("1");
    private static final byte[] PREFIX = {0x19, 0x01};

    private Eip712() {
    }

    /** The domain separator of version 1 of {@code name} on a chain, with no contract. */
    static byte[] domain(final byte[] nameHash, final long chainId) {
        return Keccak.hash(DOMAIN_TYPE_HASH, nameHash, VERSION_HASH, word(chainId), new byte[WORD]);
    }

    /** What is signed: the hash of a message in its domain. */
    static byte[] digest(final byte[] domain, final byte[] messageHash) {
        return Keccak.hash(PREFIX, domain, messageHash);
    }

    /** A number of 64 bits as a word. */
    static byte[] word(final long unsigned) {
        return ByteBuffer.allocate(WORD).putLong(WORD - Long.BYTES, unsigned).array();
    }

    /** At most 32 bytes, right-aligned in a word. */
    static byte[] word(final byte[] bytes) {
        return ByteBuffer.allocate(WORD).put(WORD - bytes.length, bytes).array();
    }
}
