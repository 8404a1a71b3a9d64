package steelyard.exchange.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import steelyard.exchange.command.Refusal;
import steelyard.model.RejectReason;

class NonceSetsTest {
    private static final long NOW = 1_000_000_000_000L;
    private static final long WINDOW = NonceSets.WINDOW_BEHIND_MILLIS;

    private final AddressTable addresses = new AddressTable(3);
    private final NonceSets sets = new NonceSets(addresses);
    private final Refusal refusal = new Refusal();

    @Test
    void shouldKeepTheHundredHighestInOrderWhateverTheirArrival() {
        final Random random = new Random(5);
        final TreeSet<Long> expected = new TreeSet<>();
        final int address = account(1);
        for (int i = 0; i < 20_000; i++) {
            final long nonce = NOW + i / 4 + random.nextInt(60) * random.nextInt(2) - 30;
            final RejectReason reason = sets.use(address, nonce, NOW, refusal);
            if (expected.contains(nonce)) {
                assertEquals(RejectReason.NONCE_DUPLICATE, reason);
            } else if (expected.size() == 100 && nonce < expected.first()) {
                assertEquals(RejectReason.NONCE_TOO_LOW, reason);
                assertEquals(expected.first(), refusal.detail2());
            } else {
                assertEquals(RejectReason.NONE, reason);
                expected.add(nonce);
                if (expected.size() > 100) {
                    expected.pollFirst();
                }
            }
            if (i % 50 == 0) {
                assertEquals(new ArrayList<>(expected), nonces(sets.first()));
            }
        }
        assertEquals(sets.hashFromScratch(), sets.hash());
    }

    @Test
    void shouldLookAtTwoSetsAndPutTheLivingOnesToTheBack() {
        sets.use(account(1), NOW, NOW, refusal);
        sets.use(account(2), NOW + 5, NOW, refusal);
        assertEquals(List.of(1L, 2L), queue());
        final long later = NOW + WINDOW + 4;
        sets.use(account(3), later, later, refusal);
        assertEquals(List.of(2L, 3L), queue(), "1 is forgotten: its highest is too old; 2 is not");
        sets.use(account(1), later, later, refusal);
        assertEquals(List.of(2L, 3L, 1L), queue());
        sets.use(account(4), later + 1, later + 1, refusal);
        assertEquals(List.of(1L, 3L, 4L), queue(), "2 is forgotten, 3 goes behind 1");
        assertEquals(sets.hashFromScratch(), sets.hash());
    }

    @Test
    void shouldForgetAtExactlyTheAgeAtWhichTheWindowRefuses() {
        sets.use(account(1), NOW, NOW, refusal);
        sets.use(account(2), NOW + WINDOW - 1, NOW + WINDOW - 1, refusal);
        assertEquals(List.of(1L, 2L), queue());
        assertEquals(RejectReason.NONCE_DUPLICATE, sets.use(row(1), NOW, NOW + WINDOW, refusal));
        sets.use(account(3), NOW + WINDOW, NOW + WINDOW, refusal);
        assertEquals(List.of(2L, 3L), queue());
        assertEquals(RejectReason.NONCE_TOO_LOW, sets.use(row(1), NOW, NOW + WINDOW, refusal));
    }

    @Test
    void shouldGiveUpAnAddressThatMeantNothingElse() {
        final int agents = addresses.count();
        sets.use(addresses.open(0, 0, 9), NOW, NOW, refusal);
        assertEquals(agents + 1, addresses.count());
        sets.use(account(1), NOW + WINDOW, NOW + WINDOW, refusal);
        assertEquals(AddressTable.NONE, addresses.find(0, 0, 9));
        assertEquals(agents + 1, addresses.count());
    }

    private int account(final int number) {
        final int row = addresses.open(0, 0, number);
        addresses.accountId(row, number);
        return row;
    }

    private int row(final int number) {
        return addresses.find(0, 0, number);
    }

    private List<Long> queue() {
        final List<Long> numbers = new ArrayList<>();
        for (int set = sets.first(); set != NonceSets.NONE; set = sets.next(set)) {
            numbers.add((long) addresses.low(set));
        }
        return numbers;
    }

    private List<Long> nonces(final int set) {
        final List<Long> nonces = new ArrayList<>();
        for (int i = 0; i < sets.size(set); i++) {
            nonces.add(sets.nonceAt(set, i));
        }
        return nonces;
    }
}
