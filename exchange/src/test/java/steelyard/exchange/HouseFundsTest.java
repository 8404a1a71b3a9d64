package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import steelyard.model.HouseAccount;
import steelyard.model.MarketParameter;
import steelyard.model.Parameter;
import steelyard.model.Side;
import steelyard.model.TimeInForce;

/** docs/risk-rules.md, sections 8 to 10: what the house does with its money, and who pays when it has none. */
class HouseFundsTest {
    private static final int ALICE = 1;
    private static final int BOB = 2;
    private static final int CAROL = 3;
    private static final int DAVE = 4;
    private static final long USDC = Rig.USDC;

    private final Rig rig = Rig.open();

    private static Entry order(final Side side, final long lots, final long ticks) {
        return new Entry(Rig.BTC, side, ticks, lots, TimeInForce.GTC, 0, 0, 0, 0);
    }

    /** Alice is long 1 BTC at 60,000 with 3,000; 27 of fees were paid for it, and are in the fund. */
    @BeforeEach
    void open() {
        rig.set(Parameter.MAKER_FEE_NANOS, 0);
        rig.set(Parameter.LIQUIDATION, 1);
        rig.deposit(ALICE, 3_027 * USDC);
        rig.deposit(BOB, 1_000_000 * USDC);
        rig.deposit(CAROL, 1_000_000 * USDC);
        rig.deposit(DAVE, 1_000_000 * USDC);
        rig.place(BOB, order(Side.SELL, 100_000, 600_000));
        rig.place(ALICE, order(Side.BUY, 100_000, 600_000));
        rig.set(Parameter.TAKER_FEE_NANOS, 0);
    }

    private void fillTheFund() {
        rig.expect(rig.transferHouse(HouseAccount.FEES, HouseAccount.INSURANCE, 27 * USDC), """
            HouseCashTransferred amountMicros=27000000 fromCashMicros=0 toCashMicros=27000000 fromAccountId=0 \
            toAccountId=1
            done
            """);
    }

    private static List<String> of(final List<String> events, final String name) {
        return events.stream().filter(each -> each.startsWith(name)).toList();
    }

    @Test
    void shouldPassAPartOfTheFeeOnToMakers() {
        rig.place(CAROL, order(Side.BUY, 10_000, 576_000));
        rig.place(DAVE, order(Side.BUY, 90_000, 576_000));
        final List<String> events = rig.price(Rig.BTC, 577_000);
        // 14,385 lots at 57,700 are 8,300.145 USDC; a fifth of an eightieth of it is 20.7503625, and 0.3 of that
        // 6.22510875: Carol took 10,000 of the lots, Dave 4,385.
        assertEquals(List.of("LiquidationFeePaid amountMicros=20750362 isolatedMicros=0"), of(events, "LiquidationFeePaid")
            .stream().map(each -> each.substring(0, each.indexOf(" cashMicros"))).toList());
        assertEquals(List.of(
            "HouseTransferred amountMicros=4327499 fromCashMicros=16422863 toCashMicros=1000004327499"
                + " fromAccountId=1 toAccountId=18",
            "HouseTransferred amountMicros=1897608 fromCashMicros=14525255 toCashMicros=1000001897608"
                + " fromAccountId=1 toAccountId=19"), of(events, "HouseTransferred"));
        rig.exchange.verify();
    }

    @Test
    void shouldSpareTheFundForDebtsWithoutPosition() {
        fillTheFund();
        rig.tick();
        // Alice has 1,000 less than nothing; of 27 the fund can spare three tenths.
        final List<String> events = rig.price(Rig.BTC, 560_000);
        assertEquals(List.of("InsurancePaid amountMicros=8100000 fundCashMicros=18900000 cashMicros=3008100000"
            + " accountId=16"), of(events, "InsurancePaid"));
        assertEquals(2, of(events, "PositionTransferred").size());
        rig.exchange.verify();
    }

    @Test
    void shouldForgetThePeakAfterEightHours() {
        fillTheFund();
        rig.tick();
        rig.transferHouse(HouseAccount.INSURANCE, HouseAccount.BACKSTOP, 17 * USDC);
        rig.now += 7 * 3_600 * Rig.SECOND;
        rig.exchange = rig.restored();
        rig.tick();
        rig.price(Rig.BTC, 600_000);
        assertEquals(0, of(rig.price(Rig.BTC, 560_000), "InsurancePaid").size(), "10 is less than 0.7 of 27");
        rig.now += 3_600 * Rig.SECOND;
        rig.tick();
    }

    @Test
    void shouldPayForWhoLostMoreThanTheyHad() {
        fillTheFund();
        rig.place(CAROL, order(Side.BUY, 100_000, 540_000));
        final List<String> events = rig.place(ALICE, order(Side.SELL, 100_000, 540_000));
        assertEquals(List.of("InsurancePaid amountMicros=27000000 fundCashMicros=0 cashMicros=-2973000000"
            + " accountId=16"), of(events, "InsurancePaid"));
        rig.exchange.verify();
    }

    @Test
    void shouldMoveMoneyOfTheFundInAndOutForTwoOperators() {
        for (final String[] pair : new String[][] {{"ann", "ann"}, {"", "bob"}, {"ann", ""}, {"", ""}}) {
            assertEquals("SAME_OPERATOR", Rig.outcome(rig.moveInsurance(1, 100 * USDC, pair[0], pair[1])));
        }
        assertEquals("INVALID_AMOUNT(72057594037927936)", Rig.outcome(rig.moveInsurance(1, 0, "ann", "bob")));
        assertEquals("INVALID_AMOUNT(72057594037927936)",
            Rig.outcome(rig.moveInsurance(1, -(1L << 56) - 1, "ann", "bob")));
        rig.expect(rig.moveInsurance(1, 100 * USDC, "ann", "anna"), """
            InsuranceMoved number=1 amountMicros=100000000 fundCashMicros=100000000 sourceId=9 \
            secondOperator='anna'
            done
            """);
        assertEquals("DEPOSIT_ALREADY_APPLIED(1,1)", Rig.outcome(rig.moveInsurance(1, 100 * USDC, "ann", "bob")));
        assertEquals("INSUFFICIENT_FUNDS(100000000)", Rig.outcome(rig.moveInsurance(2, -100 * USDC - 1, "ann", "bob")));
        rig.expect(rig.moveInsurance(2, -30 * USDC, "bob", "ann"), """
            InsuranceMoved number=2 amountMicros=-30000000 fundCashMicros=70000000 sourceId=9 secondOperator='ann'
            done
            """);
        rig.exchange.verify();
        rig.exchange = rig.restored();
        assertEquals("DEPOSIT_ALREADY_APPLIED(2,2)", Rig.outcome(rig.moveInsurance(2, USDC, "ann", "bob")));
        rig.exchange.verify();
    }

    @Test
    void shouldTransferOnlyWhatIsTheHousesOwn() {
        for (final HouseAccount[] pair : new HouseAccount[][] {
            {HouseAccount.FEES, HouseAccount.FEES}, {HouseAccount.INSURANCE, HouseAccount.FEES},
            {HouseAccount.FUNDING, HouseAccount.INSURANCE}, {HouseAccount.WITHDRAWALS, HouseAccount.INSURANCE},
            {HouseAccount.DELEVERAGING, HouseAccount.INSURANCE}, {HouseAccount.FEES, HouseAccount.ROUNDING},
            {HouseAccount.FEES, HouseAccount.WITHDRAWALS}}) {
            assertEquals("INVALID_HOUSE_TRANSFER", Rig.outcome(rig.transferHouse(pair[0], pair[1], 1)));
        }
        assertEquals("INVALID_AMOUNT(72057594037927936)",
            Rig.outcome(rig.transferHouse(HouseAccount.FEES, HouseAccount.INSURANCE, 0)));
        assertEquals("INSUFFICIENT_FUNDS(27000000)",
            Rig.outcome(rig.transferHouse(HouseAccount.FEES, HouseAccount.INSURANCE, 27 * USDC + 1)));
        assertEquals("INSUFFICIENT_FUNDS",
            Rig.outcome(rig.transferHouse(HouseAccount.BACKSTOP, HouseAccount.INSURANCE, 1)));
    }

    @Test
    void shouldUnwindWhatTheBackstopTook() {
        rig.risk(Rig.BTC, MarketParameter.BACKSTOP_CAP_USDC, 100_000);
        rig.set(Parameter.MAKER_FEE_NANOS, 100_000);
        assertEquals(1, of(rig.price(Rig.BTC, 574_500), "PositionTransferred").size(), "450 is below 2/3 of 718");
        rig.set(Parameter.UNWIND_USDC, 10_000);
        rig.set(Parameter.UNWIND_MILLIS, 1_000);
        rig.place(CAROL, order(Side.BUY, 100_000, 574_000));
        rig.waitMillis(1_000);
        // 10,000 USDC at 57,450 are 17,406 lots; a thousandth below the mark is 57,392.55, and orders have five figures.
        final List<String> events = rig.tick();
        assertEquals(List.of("BackstopUnwound lots=17406 limitPriceTicks=573930 marketId=0"),
            of(events, "BackstopUnwound"));
        assertEquals(List.of("0", "499552"), of(events, "fill ").stream()
            .map(each -> each.replaceAll(".* fee=(-?[0-9]+).*", "$1")).sorted().toList(), "half of the maker's fee");
        assertEquals(0, of(rig.tick(), "BackstopUnwound").size());
        rig.waitMillis(1_000);
        rig.exchange = rig.restored();
        assertEquals(1, of(rig.tick(), "BackstopUnwound").size());
        rig.exchange.verify();
    }

    @Test
    void shouldShareADebtAmongThoseWhoHavePositions() {
        // The shorts are Dave's, from 56,500: at 57,000 he has nothing to give, and the debt stays with the house.
        rig.place(DAVE, order(Side.SELL, 100_000, 565_000));
        rig.place(BOB, order(Side.BUY, 100_000, 565_000));
        assertEquals("INVALID_HOUSE_TRANSFER", Rig.outcome(rig.socializeDebt()));
        rig.price(Rig.BTC, 560_000);
        rig.tick();
        rig.place(CAROL, order(Side.BUY, 10_000, 560_000));
        rig.place(DAVE, order(Side.SELL, 10_000, 560_000));
        rig.set(Parameter.SWEEP_MAX, 16);
        rig.expect(rig.socializeDebt(), """
            DebtSocialized debtMicros=1000000000
            done
            """);
        assertEquals("INVALID_HOUSE_TRANSFER", Rig.outcome(rig.socializeDebt()));
        rig.exchange = rig.restored();
        // Carol has 1,000,000 and Dave 1,000,500, each with a tenth of 5,600 to keep.
        assertEquals(List.of("HouseTransferred amountMicros=499874962", "HouseTransferred amountMicros=500125038"),
            of(concat(rig.tick(), rig.tick()), "HouseTransferred").stream()
                .map(each -> each.substring(0, each.indexOf(" from"))).toList());
        rig.exchange.verify();
        assertEquals("INVALID_HOUSE_TRANSFER", Rig.outcome(rig.socializeDebt()));
    }

    private static List<String> concat(final List<String> one, final List<String> other) {
        return java.util.stream.Stream.concat(one.stream(), other.stream()).toList();
    }
}
