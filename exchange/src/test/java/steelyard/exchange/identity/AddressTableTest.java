package steelyard.exchange.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import steelyard.exchange.command.Refusal;

class AddressTableTest {
    private static final long LATER = 1_000_000_000_000L;

    @Test
    void shouldFindWhatWasOpenedAndNotWhatWasClosed() {
        final AddressTable table = new AddressTable(1);
        final Random random = new Random(2);
        final Map<Integer, Integer> rows = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            final int number = random.nextInt(20_000);
            final Integer row = rows.get(number);
            assertEquals(row == null ? AddressTable.NONE : row, table.find(number % 7, number % 3, number));
            if (row == null) {
                final int opened = table.open(number % 7, number % 3, number);
                table.agent(opened, 1);
                rows.put(number, opened);
            } else if (random.nextBoolean()) {
                table.agent(row, AddressTable.NONE);
                rows.remove(number);
            }
            assertEquals(rows.size(), table.count());
        }
    }

    @Test
    void shouldKeepAnAddressWhileItMeansAnything() {
        final AddressTable table = new AddressTable(1);
        final int row = table.open(-1, -2, -3);
        table.agent(row, 5);
        final NonceSets nonces = new NonceSets(table);
        nonces.create(row);
        nonces.add(row, 6);
        table.agent(row, AddressTable.NONE);
        assertEquals(row, table.find(-1, -2, -3));
        assertEquals(6, nonces.nonceAt(row, 0));
        table.accountId(row, 9);
        nonces.use(table.open(-4, -5, -6), LATER, LATER, new Refusal());
        assertEquals(table.find(-4, -5, -6), nonces.first(), "the other nonces are forgotten");
        assertEquals(row, table.find(-1, -2, -3));
        assertEquals(9, table.accountId(row));
        assertEquals(row, table.ofAccount(9));
        assertEquals(-1, table.high(row));
        assertEquals(-2, table.mid(row));
        assertEquals(-3, table.low(row));
    }
}
