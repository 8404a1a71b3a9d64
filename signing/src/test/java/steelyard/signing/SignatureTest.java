package steelyard.signing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {
    private static final BigInteger ORDER =
        new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    private static final byte[] DIGEST = Keccak.hash("digest");
    private static final byte[] VALID = Vectors.KEY_1.sign(DIGEST).bytes();

    @Test
    void shouldHaveAddressesOfPublishedKeys() {
        assertEquals("0x14791697260e4c9a71f18484c9f997b308e59325", Vectors.KEY_1.addressText());
        assertEquals("0xcd49bbac6e85fdeb167eb7ca41a945d2b8758f6f", Vectors.KEY_2.addressText());
        assertEquals("0xe5ca49fb3bd9a581f0d1ef9cb5d7177da08bf901", Vectors.KEY_3.addressText());
    }

    @Test
    void shouldNeverProveSignerAfterFlipOfOneBit() {
        for (int bit = 0; bit < 8 * Signature.LENGTH; bit++) {
            final byte[] flipped = VALID.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            final byte[] signer = signer(flipped);
            assertFalse(Arrays.equals(Vectors.KEY_1.address(), signer), "bit " + bit);
        }
    }

    @Test
    void shouldProveAnotherSignerOfAnotherDigest() {
        final byte[] other = signature(VALID).signer(Keccak.hash("other"));

        assertNotNull(other);
        assertFalse(Arrays.equals(Vectors.KEY_1.address(), other));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 27, 28})
    void shouldRecoverNothingFromZero(final int v) {
        final String valid = HexFormat.of().formatHex(VALID, 0, 32);
        assertNull(Signature.of("0x0", "0x0", v).signer(DIGEST));
        assertNull(Signature.of("0x0", valid, v).signer(DIGEST));
        assertNull(Signature.of(valid, "0x0", v).signer(DIGEST));
    }

    @Test
    void shouldRecoverNothingBeyondOrderOfCurve() {
        final String s = HexFormat.of().formatHex(VALID, 32, 64);
        assertNull(Signature.of(ORDER.toString(16), s, 27).signer(DIGEST));
        assertNull(Signature.of("f".repeat(64), s, 27).signer(DIGEST));
        assertNull(Signature.of(s, ORDER.toString(16), 27).signer(DIGEST));
        assertNull(Signature.of(s, "f".repeat(64), 27).signer(DIGEST));
    }

    @Test
    void shouldRefuseTwinWithUpperS() {
        final BigInteger s = new BigInteger(1, Arrays.copyOfRange(VALID, 32, 64));
        final String r = HexFormat.of().formatHex(VALID, 0, 32);
        final int twinV = VALID[64] == 27 ? 28 : 27;

        assertNull(Signature.of(r, ORDER.subtract(s).toString(16), twinV).signer(DIGEST));
    }

    @Test
    void shouldTakeLowerHalfOfOrderIncluded() {
        final String half = ORDER.shiftRight(1).toString(16);
        final String r = HexFormat.of().formatHex(VALID, 0, 32);

        assertNotNull(Signature.of(r, half, 27).signer(DIGEST));
        assertNull(Signature.of(r, ORDER.shiftRight(1).add(BigInteger.ONE).toString(16), 27).signer(DIGEST));
    }

    @Test
    void shouldTakeBothFormsOfRecoveryBit() {
        final String r = HexFormat.of().formatHex(VALID, 0, 32);
        final String s = HexFormat.of().formatHex(VALID, 32, 64);

        assertArrayEquals(Vectors.KEY_1.address(), Signature.of(r, s, VALID[64] - 27).signer(DIGEST));
        assertEquals(VALID[64], Signature.of(r, s, VALID[64] - 27).v());
    }

    @Test
    void shouldTakeScalarsWithoutLeadingZeros() {
        final int seed = IntStream.iterate(0, i -> i + 1)
            .filter(i -> Vectors.KEY_1.sign(Keccak.hash("seed " + i)).bytes()[0] == 0).findFirst().orElseThrow();
        final byte[] digest = Keccak.hash("seed " + seed);
        final byte[] bytes = Vectors.KEY_1.sign(digest).bytes();
        final String r = new BigInteger(1, Arrays.copyOf(bytes, 32)).toString(16);

        final String s = HexFormat.of().formatHex(bytes, 32, 64);

        assertArrayEquals(Vectors.KEY_1.address(), Signature.of("0x" + r, s, bytes[64]).signer(digest));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "null", "[]", "{}", "{\"r\":\"0x1\",\"s\":\"0x1\"}", "{\"r\":1,\"s\":\"0x1\",\"v\":27}",
        "{\"r\":\"0x1\",\"s\":\"0x1\",\"v\":29}", "{\"r\":\"0x1\",\"s\":\"0x1\",\"v\":2}",
        "{\"r\":\"0x1\",\"s\":\"0x1\",\"v\":-1}", "{\"r\":\"0x1\",\"s\":\"0x1\",\"v\":27.5}",
        "{\"r\":\"0x1\",\"s\":\"0x1\",\"v\":\"27\"}", "{\"r\":\"0x\",\"s\":\"0x1\",\"v\":27}",
        "{\"r\":\"0xg\",\"s\":\"0x1\",\"v\":27}", "{\"r\":\"-1\",\"s\":\"0x1\",\"v\":27}",
        "{\"r\":\"0x00000000000000000000000000000000000000000000000000000000000000001\",\"s\":\"0x1\",\"v\":27}"})
    void shouldParseNothingElse(final String json) {
        assertNull(Signature.parse(Vectors.json(json)));
    }

    @Test
    void shouldWriteWhatItParses() {
        final Signature signature = Vectors.KEY_1.sign(DIGEST);

        assertArrayEquals(signature.bytes(), Signature.parse(signature.json()).bytes());
    }

    @Test
    void shouldRefuseWhatIsNoPrivateKey() {
        assertThrows(IllegalArgumentException.class, () -> SigningKey.of("0x01"));
        assertThrows(IllegalArgumentException.class, () -> SigningKey.of("00".repeat(32)));
        assertThrows(IllegalArgumentException.class, () -> SigningKey.of(ORDER.toString(16)));
    }

    private static byte[] signer(final byte[] bytes) {
        final Signature signature = signature(bytes);
        return signature == null ? null : signature.signer(DIGEST);
    }

    private static Signature signature(final byte[] bytes) {
        return Signature.of(
            HexFormat.of().formatHex(bytes, 0, 32), HexFormat.of().formatHex(bytes, 32, 64), bytes[64] & 0xff);
    }
}
