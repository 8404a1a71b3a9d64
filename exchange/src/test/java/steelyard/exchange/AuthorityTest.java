package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import steelyard.protocol.Address;

class AuthorityTest {
    private static final int ALICE = 1;
    private static final int BOB = 2;
    private static final int STRANGER = 50;
    private static final int AGENT = 60;
    private static final long TWO_DAYS = 172_800_000;
    private static final long ONE_DAY = 86_400_000;

    private final Rig rig = Rig.open();

    @BeforeEach
    void fund() {
        rig.deposit(ALICE, 1_000 * Rig.USDC);
        rig.deposit(BOB, 1_000 * Rig.USDC);
    }

    @Test
    void shouldActForTheSignersAccount() {
        rig.expect(act(ALICE), "request rejected ORDER_NOT_FOUND order=9 m0 account=16 #0\ndone account=16\n");
        rig.expect(act(STRANGER), "refused UNKNOWN_SIGNER\n");
    }

    @Test
    void shouldTryTheAlternateSignerAfterTheSigner() {
        rig.alternate = Rig.address(BOB);
        assertEquals("done account=16", act(ALICE).getLast());
        assertEquals("done account=17", act(STRANGER).getLast());
        rig.alternate = Rig.address(STRANGER + 1);
        rig.expect(act(STRANGER), "refused UNKNOWN_SIGNER\n");
    }

    @Test
    void shouldTryTheSignerAsAnAgentBeforeTheAlternateAsAnAccount() {
        rig.approve(ALICE, Rig.address(AGENT), "", 0);
        rig.alternate = Rig.address(BOB);
        assertEquals("done account=16", act(AGENT).getLast());
    }

    @Test
    void shouldLetAgentsActUntilTheyExpire() {
        final long until = rig.now / 1_000_000 + 10;
        rig.approve(ALICE, Rig.address(AGENT), "", until);
        assertEquals("done account=16", act(AGENT).getLast());
        rig.waitMillis(9);
        assertEquals("done account=16", act(AGENT).getLast());
        rig.waitMillis(1);
        rig.expect(act(AGENT), "refused UNKNOWN_SIGNER\n");
    }

    @Test
    void shouldPreferTheAccountOfAnAddressThatWasAnAgent() {
        rig.approve(ALICE, Rig.address(AGENT), "", 0);
        rig.deposit(AGENT, 5);
        assertEquals("done account=18", act(AGENT).getLast());
    }

    @Test
    void shouldNotLetHouseAccountsOrTheZeroAddressSign() {
        rig.alternate = new Address(0xFE00_0000_0000_0000L, 0, 0);
        rig.expect(act(STRANGER), "refused UNKNOWN_SIGNER\n");
        rig.alternate = Address.ZERO;
        rig.expect(act(STRANGER), "refused UNKNOWN_SIGNER\n");
    }

    @Test
    void shouldRefuseVaultsBeforeTheNonceIsUsed() {
        rig.vault = Rig.address(BOB);
        rig.expect(act(ALICE), "refused VAULT_NOT_REGISTERED account=16\n");
        rig.vault = Address.ZERO;
        rig.nonce--;
        assertEquals("done account=16", act(ALICE).getLast());
    }

    @Test
    void shouldUseTheNonceBeforeAnExpiredActionIsRefused() {
        final long nowMillis = rig.now / 1_000_000;
        rig.expiresAfter = nowMillis - 1;
        rig.expect(act(ALICE), "refused ACTION_EXPIRED account=16\n");
        rig.expiresAfter = nowMillis;
        rig.nonce--;
        rig.expect(act(ALICE), "refused NONCE_DUPLICATE(" + (rig.nonce - 1) + ") account=16\n");
        assertEquals("done account=16", act(ALICE).getLast());
    }

    @Test
    void shouldUseTheNonceOfAnActionThatIsRefusedForItsContent() {
        rig.expect(rig.cancel(ALICE, 0), "refused NO_ORDERS account=16\n");
        rig.nonce--;
        assertEquals("NONCE_DUPLICATE(" + rig.nonce + ")", Rig.outcome(act(ALICE)));
    }

    @Test
    void shouldAcceptNoncesWithinTheWindowOnly() {
        final long t = rig.now / 1_000_000;
        assertEquals("NONCE_TOO_LOW(" + (t - TWO_DAYS) + "," + (t - TWO_DAYS) + ")", withNonce(ALICE, t - TWO_DAYS));
        assertEquals("ORDER_NOT_FOUND", withNonce(ALICE, t - TWO_DAYS + 1));
        assertEquals("NONCE_TOO_HIGH(" + (t + ONE_DAY) + "," + (t + ONE_DAY) + ")", withNonce(ALICE, t + ONE_DAY));
        assertEquals("ORDER_NOT_FOUND", withNonce(ALICE, t + ONE_DAY - 1));
        assertEquals("NONCE_TOO_LOW(" + (Long.MIN_VALUE + 1) + "," + (t - TWO_DAYS) + ")",
            withNonce(ALICE, Long.MIN_VALUE + 1));
        assertEquals("NONCE_TOO_HIGH(" + Long.MAX_VALUE + "," + (t + ONE_DAY) + ")", withNonce(ALICE, Long.MAX_VALUE));
    }

    @Test
    void shouldRefuseNoncesBelowTheSmallestOfAFullSet() {
        final long t = rig.now / 1_000_000;
        for (int i = 0; i < 100; i++) {
            assertEquals("ORDER_NOT_FOUND", withNonce(ALICE, t + 10 * i));
        }
        assertEquals("NONCE_TOO_LOW(" + (t - 1) + "," + t + ")", withNonce(ALICE, t - 1));
        assertEquals("NONCE_DUPLICATE(" + t + ")", withNonce(ALICE, t));
        assertEquals("ORDER_NOT_FOUND", withNonce(ALICE, t + 5), "takes the place of the smallest");
        assertEquals("NONCE_TOO_LOW(" + t + "," + (t + 5) + ")", withNonce(ALICE, t));
        assertEquals("NONCE_DUPLICATE(" + (t + 5) + ")", withNonce(ALICE, t + 5));
        rig.exchange.verify();
    }

    @Test
    void shouldKeepNoncesOfTheAddressThatSignedNotOfTheAccount() {
        rig.approve(ALICE, Rig.address(AGENT), "", 0);
        final long nonce = rig.nonce;
        assertEquals("ORDER_NOT_FOUND", withNonce(ALICE, nonce));
        assertEquals("ORDER_NOT_FOUND", withNonce(AGENT, nonce));
        assertEquals("NONCE_DUPLICATE(" + nonce + ")", withNonce(AGENT, nonce));
        rig.approve(ALICE, Address.ZERO, "", 0);
        rig.approve(BOB, Rig.address(AGENT), "", 0);
        assertEquals("NONCE_DUPLICATE(" + nonce + ")", withNonce(AGENT, nonce), "survives revocation");
    }

    private List<String> act(final int signer) {
        return rig.cancel(signer, Rig.BTC, 9);
    }

    private String withNonce(final int signer, final long nonce) {
        final long before = rig.nonce;
        rig.nonce = nonce;
        final String outcome = Rig.outcome(act(signer));
        rig.nonce = before + 1000;
        return outcome;
    }
}
