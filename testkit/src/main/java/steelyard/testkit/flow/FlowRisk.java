package steelyard.testkit.flow;

import java.util.ArrayList;
import java.util.List;
import steelyard.model.HouseAccount;
import steelyard.model.MarketParameter;
import steelyard.model.Parameter;
import steelyard.testkit.command.Authority;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.Command.Remark;
import steelyard.testkit.command.RiskCommand;
import steelyard.testkit.ledger.Ledger;
import steelyard.testkit.ledger.LedgerAccount;
import steelyard.testkit.ledger.LedgerMarket;

/** Numbers of markets and classes of accounts that margin reads, and the margin of isolated positions. */
final class FlowRisk {
    private static final List<Parameter> OF_LIQUIDATION = List.of(
        Parameter.LIQUIDATION, Parameter.WARN_E4, Parameter.TARGET_E4, Parameter.TAKEOVER_E6, Parameter.SLICE_USDC,
        Parameter.SLICE_E4, Parameter.ROUNDS_MAX, Parameter.ROUND_MILLIS, Parameter.LOOKS_MAX, Parameter.STEPS_MAX,
        Parameter.SWEEP_MAX, Parameter.LIQUIDATION_FEE_E4, Parameter.LIQUIDATION_MAKER_E4, Parameter.FUND_DROP_E4,
        Parameter.UNWIND_MILLIS, Parameter.UNWIND_USDC, Parameter.UNWIND_BAND_E6);

    private static final int INSURANCE_SOURCE = 99;

    private final Dice dice;
    private final FlowMarkets markets;
    private final FlowSigners signers;
    private long insuranceNumber;

    FlowRisk(final Dice dice, final FlowMarkets markets, final FlowSigners signers) {
        this.dice = dice;
        this.markets = markets;
        this.signers = signers;
    }

    /** What an operator sets. */
    Command operate(final Ledger ledger) {
        return switch (dice.below(8)) {
            case 0 -> new RiskCommand.SetAccountClass(
                dice.oneIn(10) ? FlowSigners.house(3) : signers.anyAccount(),
                dice.oneIn(15) ? 16 : dice.below(2), dice.oneIn(15) ? 200 : dice.below(3), Remark.NONE);
            case 1 -> new RiskCommand.SetLeverageCap(
                (int) dice.pick(0, 0, 2, 5, 30, 1_000, 1_001), (int) dice.pick(0, 1, 1, dice.oneIn(9) ? 16 : 1),
                (int) dice.pick(0, 1, 1, dice.oneIn(9) ? 99 : 0), (int) dice.pick(0, 0, 50, 100, 101), Remark.NONE);
            case 2 -> new RiskCommand.FreezeAccount(
                dice.oneIn(10) ? FlowSigners.address("nobody") : signers.anyAccount(), dice.percent(20), Remark.NONE);
            default -> change(dice.oneIn(20) ? 50 : markets.pick(ledger).id());
        };
    }

    /** What an operator does with the money of the house. */
    Command operateHouse(final Ledger ledger) {
        final long debt = -ledger.accounts().get(HouseAccount.DELEVERAGING.id()).cashMicros();
        if (dice.percent(debt > 0 ? 60 : 10)) {
            return new RiskCommand.SocializeDebt(Remark.NONE);
        }
        if (dice.oneIn(4)) {
            return moveInsurance(ledger);
        }
        final int from = dice.below(dice.oneIn(10) ? 20 : 4);
        final long cash = from < ledger.accounts().size() ? ledger.accounts().get(from).cashMicros() : 0;
        final long amount = switch (dice.below(8)) {
            case 0 -> dice.pick(0, -1, 1L << 56, (1L << 56) + 1, Long.MAX_VALUE);
            case 1 -> cash;
            case 2 -> cash + 1;
            default -> 1 + Math.abs(cash / dice.pick(2, 10, 100));
        };
        return new RiskCommand.TransferHouseCash(
            amount, from, (int) dice.pick(0, 1, 1, 2, 2, 5, dice.below(20)), Remark.NONE);
    }

    /** Money for the fund, or back from it, mostly in order, mostly by two. */
    private Command moveInsurance(final Ledger ledger) {
        final long cash = ledger.accounts().get(HouseAccount.INSURANCE.id()).cashMicros();
        final long amount = switch (dice.below(8)) {
            case 0 -> dice.pick(0, 1L << 56, (1L << 56) + 1, -(1L << 56) - 1, Long.MIN_VALUE, Long.MAX_VALUE);
            case 1 -> -cash;
            case 2 -> -cash - 1;
            case 3 -> -1 - Math.abs(cash / 3);
            default -> dice.between(1, 20_000_000_000L);
        };
        insuranceNumber += dice.oneIn(10) ? 0 : 1;
        return new RiskCommand.MoveInsurance(insuranceNumber, amount, INSURANCE_SOURCE, dice.oneIn(10) ? "ann" : "bob",
            new Remark(dice.oneIn(20) ? "" : "ann", "fund"));
    }

    /** What an operator sets about funding and liquidation. */
    Command operateLiquidation(final Ledger ledger) {
        if (dice.percent(60)) {
            final Parameter parameter = dice.pick(OF_LIQUIDATION);
            return new Command.SetParameter(parameter.id(), value(parameter), Remark.NONE);
        }
        final List<RiskCommand.MarketValue> values = new ArrayList<>();
        switch (dice.below(6)) {
            case 0 -> add(values, MarketParameter.BACKSTOP_CAP_USDC, dice.pick(0, 500, 20_000, 1_000_000));
            case 1 -> add(values, MarketParameter.LIQUIDATION_BAND_E6, dice.pick(1_000, 50_000, 500_000));
            case 2 -> add(values, MarketParameter.CLOSE_COST_E5, dice.pick(0, 50, 2_000));
            case 3 -> add(values, MarketParameter.DEPTH_USDC, dice.pick(0, 100, 10_000));
            case 4 -> {
                add(values, MarketParameter.IMPACT_NOTIONAL_USDC, dice.pick(0, 1, 100, 2_000));
                add(values, MarketParameter.INTEREST_NANOS, dice.pick(100_000, -10_000_000, 5_000_000));
                add(values, MarketParameter.INTEREST_CLAMP_NANOS, dice.pick(0, 500_000, 100_000_000));
                add(values, MarketParameter.FUNDING_CAP_NANOS, dice.pick(0, 40_000_000, 1_000_000_000));
            }
            default -> {
                add(values, MarketParameter.CROWDING_NANOS, dice.pick(0, 1_000_000, 100_000_000));
                add(values, MarketParameter.INVENTORY_NANOS, dice.pick(0, 1_000_000, 100_000_000));
                add(values, MarketParameter.FUNDING_PERCENT, dice.pick(0, 100, 1_000));
            }
        }
        return new RiskCommand.ChangeMarketRisk(markets.pick(ledger).id(), values, Remark.NONE);
    }

    /** What an operator sets about the prices of a market. */
    Command operatePrices(final Ledger ledger) {
        final List<RiskCommand.MarketValue> values = new ArrayList<>();
        add(values, MarketParameter.MARK_METHOD, dice.pick(0, 1, 1, 1));
        if (dice.percent(50)) {
            add(values, MarketParameter.MARK_CLAMP_E6, dice.pick(0, 1, 300, 50_000));
            add(values, MarketParameter.MARK_BAND_E6, dice.pick(0, 1, 500, 20_000));
        }
        if (dice.percent(40)) {
            add(values, MarketParameter.OUTLIER_E6, dice.pick(0, 1, 1_000, 100_000));
            add(values, MarketParameter.CONFIDENCE_MAX_E6, dice.pick(0, 0, 1, 99, 1_000));
        }
        return new RiskCommand.ChangeMarketRisk(markets.pick(ledger).id(), values, Remark.NONE);
    }

    /** What an operator sets about fees: schedules, most of them valid, and how much of them a market takes. */
    Command operateFees(final Ledger ledger) {
        if (dice.oneIn(5)) {
            final List<RiskCommand.MarketValue> values = new ArrayList<>();
            add(values, MarketParameter.FEE_PERCENT, dice.pick(0, 33, 50, 100, 300, 301));
            return new RiskCommand.ChangeMarketRisk(markets.pick(ledger).id(), values, Remark.NONE);
        }
        final List<RiskCommand.FeeTier> tiers = new ArrayList<>();
        long from = dice.oneIn(30) ? dice.pick(-1, 1) : 0;
        for (int i = dice.oneIn(20) ? 17 : dice.below(5); i > 0; i--) {
            tiers.add(new RiskCommand.FeeTier(
                from, (int) dice.pick(0, 100_000, 300_000, 450_000, 450_001, dice.oneIn(9) ? -1 : 10_000_000),
                (int) dice.pick(150_000, 33_333, 0, 0, -20_000, dice.oneIn(9) ? -10_000_001 : -100_000)));
            from = dice.oneIn(40) ? dice.pick(0, 1L << 40, (1L << 40) + 1) : from + dice.pick(1, 100, 3_000, 50_000);
        }
        final List<RiskCommand.MakerTier> makerTiers = new ArrayList<>();
        int share = (int) dice.pick(0, 0, 5_000, dice.oneIn(9) ? -1 : 1_000_000);
        for (int i = dice.oneIn(30) ? 9 : dice.below(3); i > 0; i--) {
            makerTiers.add(new RiskCommand.MakerTier(share, (int) dice.pick(20_000, -1, -30_000, -100_000)));
            share += (int) dice.pick(1, 20_000, 200_000, dice.oneIn(9) ? 0 : 900_000);
        }
        return new RiskCommand.SetFeeSchedule(
            dice.oneIn(25) ? (int) dice.pick(16, 255) : dice.below(3), tiers, makerTiers, Remark.NONE);
    }

    private long value(final Parameter parameter) {
        return switch (parameter) {
            case LIQUIDATION -> dice.oneIn(6) ? 0 : 1;
            case WARN_E4 -> dice.pick(5_000, 8_000, 9_999, 10_000);
            case TARGET_E4 -> dice.pick(10_000, 11_000, 20_000);
            case TAKEOVER_E6 -> dice.pick(0, 666_667, 1_000_000);
            case SLICE_USDC -> dice.pick(0, 50, 2_000, 100_000);
            case SLICE_E4 -> dice.pick(1, 2_000, 10_000);
            case ROUNDS_MAX -> dice.pick(1, 3, 100);
            case ROUND_MILLIS -> dice.pick(1, 5, 100, 1_000);
            case LOOKS_MAX -> dice.pick(1, 2, 5, 256);
            case LIQUIDATION_FEE_E4 -> dice.pick(0, 2_000, 10_000);
            case LIQUIDATION_MAKER_E4, FUND_DROP_E4 -> dice.pick(0, 3_000, 3_333, 10_000);
            case UNWIND_MILLIS -> dice.pick(0, 1, 100, 60_000);
            case UNWIND_USDC -> dice.pick(1, 50, 100_000);
            case UNWIND_BAND_E6 -> dice.pick(0, 1_000, 100_000);
            case STEPS_MAX -> dice.pick(1, 3, 16, 256);
            default -> dice.pick(1, 3, 1_024);
        };
    }

    private Command change(final int marketId) {
        final List<RiskCommand.MarketValue> values = new ArrayList<>();
        switch (dice.below(8)) {
            case 0, 1, 2 -> {
                final long from = dice.pick(0, 100, 3_000, 50_000);
                add(values, MarketParameter.TIER_1_FROM_USDC, from);
                add(values, MarketParameter.TIER_1_LEVERAGE, dice.pick(1, 4, 9, 19));
                add(values, MarketParameter.TIER_2_FROM_USDC, from == 0 ? 0 : dice.pick(0, from * 3, from));
                add(values, MarketParameter.TIER_2_LEVERAGE, dice.pick(1, 3));
                add(values, MarketParameter.TIER_3_FROM_USDC, dice.oneIn(3) ? from * 10 : 0);
                add(values, MarketParameter.TIER_3_LEVERAGE, dice.pick(1, 2));
            }
            case 3 -> {
                final long from = dice.pick(0, 1_000, 100_000);
                add(values, MarketParameter.RAMP_FROM_USDC, from);
                add(values, MarketParameter.RAMP_TO_USDC, dice.pick(0, 0, from * 4 + 1, from));
            }
            case 4 -> add(values, MarketParameter.ISOLATION, dice.pick(0, 0, 1, 2, 3));
            case 5 -> add(values, MarketParameter.LEVERAGE_CLASS, dice.pick(0, 1, 1, 16));
            case 6 -> add(values, MarketParameter.MARGIN_PRICE_MIN_TICKS, dice.pick(0, 0, 1_000, 400_000, -1));
            default -> {
                add(values, MarketParameter.SHOCK_E5, dice.pick(0, 0, 5_000));
                add(values, MarketParameter.SHOCK_1_FROM_USDC, dice.pick(0, 1_000));
                add(values, MarketParameter.SHOCK_1_E5, dice.pick(0, 7_000));
                add(values, MarketParameter.SHOCK_2_FROM_USDC, dice.pick(0, 2_000));
                add(values, MarketParameter.SHOCK_2_E5, dice.pick(0, 9_000));
            }
        }
        if (dice.oneIn(20)) {
            values.add(new RiskCommand.MarketValue(dice.any(), (int) dice.pick(0, 12, 63, 64, 65_535)));
        }
        return new RiskCommand.ChangeMarketRisk(marketId, values, Remark.NONE);
    }

    private static void add(
        final List<RiskCommand.MarketValue> values, final MarketParameter parameter, final long value) {
        values.add(new RiskCommand.MarketValue(value, parameter.id()));
    }

    /** Margin into or out of an isolated position. */
    Command.Signed isolated(final Ledger ledger, final LedgerAccount account, final Authority authority) {
        LedgerMarket market = markets.pick(ledger);
        for (int tries = 0; tries < 6 && account.position(market.id()).lots() == 0; tries++) {
            market = markets.pick(ledger);
        }
        final int marketId = dice.oneIn(30) ? 60 : market.id();
        if (dice.percent(30)) {
            return new RiskCommand.TopUpIsolatedMargin(
                authority, dice.pick(0, 999_999, 1_000_000, 1_500_000, 3_000_000, 20_000_000, Long.MAX_VALUE), marketId);
        }
        final long amount = switch (dice.below(10)) {
            case 0 -> dice.pick(0, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 56, -(1L << 56) - 1);
            case 1, 2, 3 -> -dice.between(1, 5_000_000);
            default -> dice.between(1, 20_000_000);
        };
        return new RiskCommand.UpdateIsolatedMargin(authority, amount, marketId);
    }
}
