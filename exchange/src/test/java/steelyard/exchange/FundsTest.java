package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import steelyard.model.MarketParameter;
import steelyard.model.Parameter;
import steelyard.protocol.Address;

/** Sub-accounts, transfers and withdrawals: {@code docs/account-rules.md}. */
class FundsTest {
    private static final int ALICE = 1;
    private static final int BOB = 2;
    private static final int AGENT = 60;
    private static final long USDC = Rig.USDC;
    /** The sub-account with id 18. */
    private static final Address SUB = new Address(0xFD00_0000_0000_0000L, 0, 18);

    private final Rig rig = Rig.open();

    @BeforeEach
    void fund() {
        rig.deposit(ALICE, 1_000 * USDC);
        rig.deposit(BOB, 1_000 * USDC);
    }

    @AfterEach
    void verify() {
        rig.exchange.verify();
        final StateHash hash = rig.exchange.stateHash();
        rig.exchange = rig.restored();
        assertEquals(hash, rig.exchange.stateHash(), "from a snapshot");
    }

    @Test
    void shouldMakeAndNameSubAccounts() {
        rig.expect(rig.createSub(ALICE, ""), "refused SUB_ACCOUNT_NAME account=16\n");
        rig.expect(rig.createSub(ALICE, "one"), """
            account 18 owner=16 kind=2 @fd000000000000000000000000000000_18
            named account=18 'one'
            done account=16
            """.replace("@fd000000000000000000000000000000_18", text(SUB)));
        rig.expect(rig.renameSub(ALICE, SUB, "uno"), "named account=18 'uno'\ndone account=16\n");
        rig.expect(rig.renameSub(ALICE, SUB, ""), "refused SUB_ACCOUNT_NAME account=16\n");
        rig.expect(rig.renameSub(BOB, SUB, "x"), "refused SUB_ACCOUNT_UNKNOWN account=17\n");
        rig.expect(rig.renameSub(ALICE, Rig.address(BOB), "x"), "refused SUB_ACCOUNT_UNKNOWN account=16\n");
        rig.set(Parameter.SUB_ACCOUNTS_MAX, 1);
        rig.expect(rig.createSub(ALICE, "two"), "refused SUB_ACCOUNT_LIMIT(1) account=16\n");
        assertEquals("account", Rig.outcome(rig.createSub(BOB, "two")));
        rig.set(Parameter.ACCOUNTS_MAX, 20);
        rig.set(Parameter.SUB_ACCOUNTS_MAX, 2);
        rig.expect(rig.createSub(ALICE, "two"), "refused LIMIT_REACHED(20) account=16\n");
    }

    private static String text(final Address address) {
        return address.high() == Rig.ADDRESS_HIGH ? "@" + address.low() : address.toString();
    }

    @Test
    void shouldActForASubAccount() {
        rig.createSub(ALICE, "one");
        rig.moveSub(ALICE, SUB, 500 * USDC, true);
        rig.approve(ALICE, Rig.address(AGENT), "bot", 0);
        rig.vault = SUB;
        final Entry order = Entry.buy(100, 600_000);
        assertEquals("done account=18", rig.place(ALICE, order).getLast());
        assertEquals("done account=18", rig.place(AGENT, order).getLast());
        rig.expect(rig.place(BOB, order), "refused VAULT_NOT_REGISTERED account=17\n");
        rig.expect(rig.noop(ALICE), "refused VAULT_NOT_REGISTERED account=16\n");
        rig.expect(rig.transfer(ALICE, Rig.address(BOB), USDC, Address.ZERO),
            "refused VAULT_NOT_REGISTERED account=16\n");
        rig.expect(rig.approve(ALICE, Rig.address(61), "x", 0), "refused VAULT_NOT_REGISTERED account=16\n");
        rig.vault = Rig.address(BOB);
        rig.expect(rig.place(ALICE, order), "refused VAULT_NOT_REGISTERED account=16\n");
    }

    @Test
    void shouldMoveCashToAndFromASubAccount() {
        rig.createSub(ALICE, "one");
        rig.expect(rig.moveSub(ALICE, SUB, 0, true), "refused ZERO_AMOUNT account=16\n");
        rig.expect(rig.moveSub(ALICE, SUB, 1_000 * USDC + 1, true),
            "refused INSUFFICIENT_TRANSFER(1000000000) account=16\n");
        rig.expect(rig.moveSub(ALICE, SUB, 1_000 * USDC, true),
            "transfer 16->18 amount=1000000000 fee=0 cash=0,1000000000 kind=2\ndone account=16\n");
        rig.expect(rig.moveSub(ALICE, SUB, 400 * USDC, false),
            "transfer 18->16 amount=400000000 fee=0 cash=600000000,400000000 kind=2\ndone account=16\n");
        rig.expect(rig.moveSub(BOB, SUB, 1, false), "refused SUB_ACCOUNT_UNKNOWN account=17\n");
    }

    @Test
    void shouldTransferToOthersAndToNewAccounts() {
        final Address carol = Rig.address(3);
        rig.expect(rig.transfer(ALICE, Rig.address(BOB), 0, Address.ZERO), "refused ZERO_AMOUNT account=16\n");
        rig.expect(rig.transfer(ALICE, Rig.address(ALICE), 1, Address.ZERO), "refused SELF_TRANSFER account=16\n");
        rig.expect(rig.transfer(ALICE, Address.ZERO, 1, Address.ZERO), "refused HOUSE_ADDRESS account=16\n");
        rig.expect(rig.transfer(ALICE, Rig.address(BOB), 300 * USDC, Address.ZERO),
            "transfer 16->17 amount=300000000 fee=0 cash=700000000,1300000000 kind=1\ndone account=16\n");
        rig.expect(rig.transfer(ALICE, carol, 700 * USDC, Address.ZERO),
            "refused INSUFFICIENT_TRANSFER(700000000) account=16\n");
        rig.expect(rig.transfer(ALICE, carol, Long.MAX_VALUE, Address.ZERO),
            "refused INSUFFICIENT_TRANSFER(700000000) account=16\n");
        rig.expect(rig.transfer(ALICE, carol, 699 * USDC, Address.ZERO), "account 18 owner=18 kind=1 " + text(carol)
            + "\ntransfer 16->18 amount=699000000 fee=1000000 cash=0,699000000 kind=1\ndone account=16\n");
        rig.approve(BOB, Rig.address(AGENT), "bot", 0);
        rig.expect(rig.transfer(AGENT, Rig.address(ALICE), 1, Address.ZERO), "refused MUST_DEPOSIT\n");
    }

    @Test
    void shouldTransferFromASubAccount() {
        rig.createSub(ALICE, "one");
        rig.moveSub(ALICE, SUB, 5 * USDC, true);
        rig.expect(rig.transfer(BOB, Rig.address(ALICE), 1, SUB), "refused SUB_ACCOUNT_UNKNOWN account=17\n");
        rig.expect(rig.transfer(ALICE, Rig.address(BOB), 2 * USDC, SUB),
            "transfer 18->17 amount=2000000 fee=0 cash=3000000,1002000000 kind=1\ndone account=16\n");
        rig.expect(rig.transfer(ALICE, Rig.address(ALICE), 3 * USDC, SUB),
            "transfer 18->16 amount=3000000 fee=0 cash=0,998000000 kind=1\ndone account=16\n");
    }

    @Test
    void shouldKeepWhatPositionsNeed() {
        rig.place(BOB, Entry.sell(1_000, 600_000));
        rig.place(ALICE, Entry.buy(1_000, 600_000));
        final long fee = 600 * USDC * 45 / 100_000;
        // 600 USDC of notional: 30 at 20x, but a tenth is 60.
        final long free = 1_000 * USDC - fee - 60 * USDC;
        rig.expect(rig.transfer(ALICE, Rig.address(BOB), free + 1, Address.ZERO),
            "refused INSUFFICIENT_TRANSFER(" + free + ") account=16\n");
        rig.leverage(ALICE, Rig.BTC, 5, true);
        final long left = free - 60 * USDC;
        rig.expect(rig.withdraw(ALICE, Rig.address(ALICE), left + 1),
            "refused INSUFFICIENT_WITHDRAWAL(" + left + ") account=16\n");
        rig.place(ALICE, Entry.buy(1_000, 500_000));
        assertEquals("withdrawal", Rig.outcome(rig.withdraw(ALICE, Rig.address(ALICE), left)));
        rig.waitMillis(3_600_001);
        rig.expect(rig.withdraw(ALICE, Rig.address(ALICE), 2 * USDC), "refused FUNDS_PRICE_STALE account=16\n");
    }

    @Test
    void shouldKeepWhatIsFrozen() {
        rig.createSub(ALICE, "one");
        rig.freeze(ALICE, true);
        rig.expect(rig.withdraw(ALICE, Rig.address(9), 2 * USDC), "refused ACCOUNT_FROZEN account=16\n");
        rig.expect(rig.transfer(ALICE, Rig.address(BOB), 1, Address.ZERO), "refused ACCOUNT_FROZEN account=16\n");
        rig.expect(rig.moveSub(ALICE, SUB, 1, true), "refused ACCOUNT_FROZEN account=16\n");
        assertEquals("transfer", Rig.outcome(rig.transfer(BOB, Rig.address(ALICE), 1, Address.ZERO)));
    }

    @Test
    void shouldAllowTwoMoreNamedAgentsForEachSubAccount() {
        rig.set(Parameter.NAMED_AGENTS_MAX, 1);
        rig.createSub(ALICE, "one");
        for (int i = 0; i < 3; i++) {
            assertEquals("agent", Rig.outcome(rig.approve(ALICE, Rig.address(AGENT + i), "bot" + i, 0)).split(" ")[0]);
        }
        rig.expect(rig.approve(ALICE, Rig.address(AGENT + 3), "bot3", 0), "refused AGENT_LIMIT(3) account=16\n");
    }

    @Test
    void shouldReserveTheAddressesOfSubAccounts() {
        final Address next = new Address(0xFD00_0000_0000_0000L, 0, 19);
        rig.expect(rig.transfer(ALICE, next, USDC, Address.ZERO), "refused HOUSE_ADDRESS account=16\n");
        rig.createSub(ALICE, "one");
        rig.createSub(ALICE, "two");
        rig.expect(rig.transfer(BOB, next, USDC, Address.ZERO),
            "transfer 17->19 amount=1000000 fee=0 cash=999000000,1000000 kind=1\ndone account=17\n");
    }

    @Test
    void shouldGiveASubAccountTheClassOfItsMaster() {
        rig.risk(Rig.BTC, MarketParameter.LEVERAGE_CLASS, 3);
        rig.cap(1, 3, 2, 0);
        rig.classify(ALICE, 1, 0);
        rig.createSub(ALICE, "one");
        rig.classify(ALICE, 0, 0);
        rig.moveSub(ALICE, SUB, 300 * USDC, true);
        rig.vault = SUB;
        assertEquals("INSUFFICIENT_MARGIN", Rig.outcome(rig.place(ALICE, Entry.buy(1_001, 600_000))));
        assertEquals("placed", Rig.outcome(rig.place(ALICE, Entry.buy(1_000, 600_000))));
    }

    @Test
    void shouldLetNobodyButTheOwnerWithdraw() {
        rig.createSub(ALICE, "one");
        rig.moveSub(ALICE, SUB, 5 * USDC, true);
        rig.approve(ALICE, Rig.address(AGENT), "bot", 0);
        rig.expect(rig.withdraw(AGENT, Rig.address(9), 2 * USDC), "refused MUST_DEPOSIT\n");
        rig.expect(rig.withdraw(3, Rig.address(9), 2 * USDC), "refused MUST_DEPOSIT\n");
        rig.vault = SUB;
        rig.expect(rig.withdraw(ALICE, Rig.address(9), 2 * USDC), "refused VAULT_NOT_REGISTERED account=16\n");
    }

    @Test
    void shouldWithdrawAndComplete() {
        rig.expect(rig.withdraw(ALICE, Rig.address(9), USDC), "refused WITHDRAWAL_TOO_SMALL(1000000) account=16\n");
        rig.expect(rig.withdraw(ALICE, Address.ZERO, 2 * USDC), "refused WITHDRAWAL_ADDRESS account=16\n");
        rig.expect(rig.withdraw(ALICE, Rig.address(9), 10 * USDC),
            "withdrawal 1 account=16 amount=10000000 fee=1000000 cash=990000000\ndone account=16\n");
        rig.expect(rig.resolve(2, 1), "refused WITHDRAWAL_UNKNOWN(2)\n");
        rig.expect(rig.resolve(1, 3), "refused INVALID_STATE\n");
        rig.expect(rig.resolve(1, 1), "resolved 1 outcome=1 account=16 amount=10000000 fee=1000000 cash=990000000"
            + " by=ann reason=test\ndone\n");
        rig.expect(rig.resolve(1, 1), "refused WITHDRAWAL_UNKNOWN(1)\n");
        rig.exchange = rig.restored();
        rig.expect(rig.withdraw(ALICE, Rig.address(9), 10 * USDC),
            "withdrawal 2 account=16 amount=10000000 fee=1000000 cash=980000000\ndone account=16\n");
    }

    @Test
    void shouldGiveBackARejectedWithdrawalAlsoFromASnapshot() {
        rig.set(Parameter.WITHDRAWALS_MAX, 2);
        rig.withdraw(ALICE, Rig.address(9), 10 * USDC);
        rig.withdraw(ALICE, Rig.address(9), 20 * USDC);
        rig.expect(rig.withdraw(ALICE, Rig.address(9), 10 * USDC),
            "refused WITHDRAWALS_PENDING(2) account=16\n");
        rig.exchange = rig.restored();
        rig.expect(rig.withdraw(ALICE, Rig.address(9), 10 * USDC),
            "refused WITHDRAWALS_PENDING(2) account=16\n");
        rig.expect(rig.resolve(1, 2), "resolved 1 outcome=2 account=16 amount=10000000 fee=1000000 cash=980000000"
            + " by=ann reason=test\ndone\n");
        assertEquals("withdrawal", Rig.outcome(rig.withdraw(ALICE, Rig.address(9), 10 * USDC)));
    }

    @Test
    void shouldTakeTradingCommandsOfASessionWithoutNonce() {
        final long before = rig.nonce;
        for (int i = 0; i < 3; i++) {
            rig.nonce = Long.MIN_VALUE;
            assertEquals("placed", Rig.outcome(rig.place(ALICE, Entry.buy(100, 600_000))));
        }
        final List<Supplier<List<String>>> others = List.of(
            () -> rig.withdraw(ALICE, Rig.address(9), 10 * USDC),
            () -> rig.transfer(ALICE, Rig.address(BOB), USDC, Address.ZERO),
            () -> rig.approve(ALICE, Rig.address(AGENT), "bot", 0),
            () -> rig.createSub(ALICE, "x"),
            () -> rig.noop(ALICE));
        for (final Supplier<List<String>> other : others) {
            rig.nonce = Long.MIN_VALUE;
            assertEquals("NONCE_TOO_LOW", Rig.outcome(other.get()).split("\\(")[0]);
        }
        rig.nonce = before;
        rig.expect(rig.noop(ALICE), "done account=16\n");
    }

    @Test
    void shouldUseUpANonceAndNoMore() {
        rig.expect(rig.noop(ALICE), "done account=16\n");
        rig.nonce--;
        assertEquals("NONCE_DUPLICATE", Rig.outcome(rig.noop(ALICE)).split("\\(")[0]);
    }
}
