package steelyard.crash;

import java.util.BitSet;
import java.util.List;
import org.agrona.DirectBuffer;
import steelyard.model.HouseAccount;
import steelyard.model.ScenarioMatrix;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.DepositedDecoder;
import steelyard.protocol.sbe.FillSettledDecoder;
import steelyard.protocol.sbe.FundingPaidDecoder;
import steelyard.protocol.sbe.FundingRateFixedDecoder;
import steelyard.protocol.sbe.HouseTransferredDecoder;
import steelyard.protocol.sbe.InsurancePaidDecoder;
import steelyard.protocol.sbe.IsolatedMarginChangedDecoder;
import steelyard.protocol.sbe.LiquidationFeePaidDecoder;
import steelyard.protocol.sbe.LiquidationStepDecoder;
import steelyard.protocol.sbe.MarginLevelChangedDecoder;
import steelyard.protocol.sbe.MarginModeChangedDecoder;
import steelyard.protocol.sbe.PositionTransferredDecoder;
import steelyard.protocol.sbe.PriceChangedDecoder;

/** Counts what the events of a crash tell, and checks after each command that no money appeared or was lost. */
final class Tally {
    private static final int LIQUIDATED = 2;
    private static final int TO_BACKSTOP = 0;
    private static final int TO_DELEVERAGING = 1;
    private static final int DELEVERAGED = 2;
    private static final long NO_TIME = Long.MIN_VALUE;

    private final EventBatch batch = new EventBatch();
    private final DepositedDecoder deposited = new DepositedDecoder();
    private final FillSettledDecoder fill = new FillSettledDecoder();
    private final FundingPaidDecoder funding = new FundingPaidDecoder();
    private final FundingRateFixedDecoder rate = new FundingRateFixedDecoder();
    private final HouseTransferredDecoder house = new HouseTransferredDecoder();
    private final InsurancePaidDecoder insurance = new InsurancePaidDecoder();
    private final IsolatedMarginChangedDecoder isolated = new IsolatedMarginChangedDecoder();
    private final LiquidationFeePaidDecoder fee = new LiquidationFeePaidDecoder();
    private final LiquidationStepDecoder step = new LiquidationStepDecoder();
    private final MarginLevelChangedDecoder level = new MarginLevelChangedDecoder();
    private final MarginModeChangedDecoder mode = new MarginModeChangedDecoder();
    private final PositionTransferredDecoder transfer = new PositionTransferredDecoder();
    private final PriceChangedDecoder price = new PriceChangedDecoder();

    private final Books books;
    private final Hedges hedges;
    private final PortfolioTally portfolios;
    private final int markets;
    private final long[] markTicks;
    private final BitSet setsInLiquidation = new BitSet();
    private final BitSet liquidatedAccounts = new BitSet();
    private final BitSet deleveragedAccounts = new BitSet();
    private final long[] deleveragedMicros;
    private long liquidations;
    private long slices;
    private long partialCloses;
    private long closedMicros;
    private long takeovers;
    private long takenOverMicros;
    private long bankruptPositions;
    private long bankruptMicros;
    private long deleveragings;
    private long adlMicros;
    private long insuredMicros;
    private long feeMicros;
    private long fundPeakMicros;
    private long fundDropMicros;
    private long firstLiquidationNanos = NO_TIME;
    private long lastBusyNanos = NO_TIME;
    private long hash = 1;
    private int stepAccount = -1;
    private int stepMarket = -1;
    private boolean isFirstFill;

    Tally(final int accounts, final List<CrashMarket> listed, final ScenarioMatrix matrix) {
        this.markets = listed.size();
        this.books = new Books(accounts, markets);
        this.markTicks = new long[markets];
        this.hedges = new Hedges(books, markTicks, listed, matrix);
        this.portfolios = new PortfolioTally(accounts, books, hedges, HouseAccount.DELEVERAGING.id());
        this.deleveragedMicros = new long[accounts];
    }

    /** Takes the events of one command. */
    void onEvents(final DirectBuffer source, final int offset, final int length, final long nowNanos) {
        batch.wrap(source, offset);
        stepAccount = -1;
        while (batch.next()) {
            onEvent(batch.templateId(), nowNanos);
        }
        books.require();
        if (isBusy()) {
            lastBusyNanos = nowNanos;
        }
    }

    private void onEvent(final int templateId, final long nowNanos) {
        switch (templateId) {
            case DepositedDecoder.TEMPLATE_ID -> {
                wrapDeposited();
                books.deposited(deposited.accountId(), deposited.amountMicros(), deposited.cashMicros());
            }
            case FillSettledDecoder.TEMPLATE_ID -> onFill();
            case FundingPaidDecoder.TEMPLATE_ID -> onFunding();
            case FundingRateFixedDecoder.TEMPLATE_ID -> {
                rate.wrap(batch.buffer(), batch.blockOffset(), batch.blockLength(), batch.version());
                hedges.funding(rate.marketId(), rate.rateNanos());
            }
            case HouseTransferredDecoder.TEMPLATE_ID -> onHouse();
            case InsurancePaidDecoder.TEMPLATE_ID -> onInsurance();
            case IsolatedMarginChangedDecoder.TEMPLATE_ID -> onIsolated();
            case LiquidationFeePaidDecoder.TEMPLATE_ID -> onFee();
            case LiquidationStepDecoder.TEMPLATE_ID -> onStep();
            case MarginLevelChangedDecoder.TEMPLATE_ID -> onLevel(nowNanos);
            case MarginModeChangedDecoder.TEMPLATE_ID -> {
                mode.wrap(batch.buffer(), batch.blockOffset(), batch.blockLength(), batch.version());
                portfolios.entered(mode.accountId(), mode.mode() == 1);
            }
            case PositionTransferredDecoder.TEMPLATE_ID -> onTransfer();
            case PriceChangedDecoder.TEMPLATE_ID -> {
                price.wrap(batch.buffer(), batch.blockOffset(), batch.blockLength(), batch.version());
                markTicks[price.marketId()] = price.markPriceTicks();
            }
            default -> {
                // Says nothing about money.
            }
        }
    }

    private void wrapDeposited() {
        deposited.wrap(batch.buffer(), batch.blockOffset(), batch.blockLength(), batch.version());
    }

    private void onFill() {
        fill.wrap(batch.buffer(), batch.blockOffset(), batch.blockLength(), batch.version());
        final int account = fill.accountId();
        books.cash(account, fill.cashMicros());
        books.position(account, fill.marketId(), fill.positionLots(), fill.quoteMicros(), fill.isolatedMicros());
        final int fees = HouseAccount.FEES.id();
        books.cash(fees, books.cashMicros(fees) + fill.feeMicros());
        if (account == stepAccount && fill.marketId() == stepMarket && fill.isTaker() == 1) {
            closedMicros += Math.abs(fill.priceTicks() * fill.quantityLots());
            partialCloses += isFirstFill ? 1 : 0;
            isFirstFill = false;
        }
    }

    private void onFunding() {
        funding.wrap(batch.buffer(), batch.blockOffset(), batch.blockLength(), batch.version());
        books.cash(funding.accountId(), funding.cashMicros());
        books.isolated(funding.accountId(), funding.marketId(), funding.isolatedMicros());
        final int pool = HouseAccount.FUNDING.id();
        books.cash(pool, books.cashMicros(pool) + funding.amountMicros());
    }

    private void onHouse() {
        house.wrap(batch.buffer(), batch.blockOffset(), batch.blockLength(), batch.version());
        books.cash(house.fromAccountId(), house.fromCashMicros());
        books.cash(house.toAccountId(), house.toCashMicros());
        noteFund();
    }

    private void onInsurance() {
        insurance.wrap(batch.buffer(), batch.blockOffset(), batch.blockLength(), batch.version());
        books.cash(HouseAccount.INSURANCE.id(), insurance.fundCashMicros());
        books.cash(insurance.accountId(), insurance.cashMicros());
        insuredMicros += insurance.amountMicros();
        mix(insurance.accountId(), insurance.amountMicros());
        noteFund();
    }

    private void onIsolated() {
        isolated.wrap(batch.buffer(), batch.blockOffset(), batch.blockLength(), batch.version());
        books.cash(isolated.accountId(), isolated.cashMicros());
        books.isolated(isolated.accountId(), isolated.marketId(), isolated.isolatedMicros());
    }

    private void onFee() {
        fee.wrap(batch.buffer(), batch.blockOffset(), batch.blockLength(), batch.version());
        books.cash(fee.accountId(), fee.cashMicros());
        books.isolated(fee.accountId(), fee.marketId(), fee.isolatedMicros());
        books.cash(HouseAccount.INSURANCE.id(), fee.fundCashMicros());
        feeMicros += fee.amountMicros();
        noteFund();
    }

    private void onStep() {
        step.wrap(batch.buffer(), batch.blockOffset(), batch.blockLength(), batch.version());
        stepAccount = step.accountId();
        stepMarket = step.marketId();
        isFirstFill = true;
        slices++;
        mix(stepAccount, step.lots());
    }

    private void onLevel(final long nowNanos) {
        level.wrap(batch.buffer(), batch.blockOffset(), batch.blockLength(), batch.version());
        final int set = level.accountId() * (markets + 1) + level.marketId() + 1;
        setsInLiquidation.set(set, level.level() == LIQUIDATED);
        if (level.level() == LIQUIDATED) {
            liquidations++;
            liquidatedAccounts.set(level.accountId());
            firstLiquidationNanos = firstLiquidationNanos == NO_TIME ? nowNanos : firstLiquidationNanos;
            mix(level.accountId(), level.equityMicros());
        }
    }

    private void onTransfer() {
        transfer.wrap(batch.buffer(), batch.blockOffset(), batch.blockLength(), batch.version());
        final int from = transfer.fromAccountId();
        final int to = transfer.toAccountId();
        final int market = transfer.marketId();
        if (transfer.reason() == DELEVERAGED) {
            portfolios.closing(from, market, transfer.lots(), transfer.priceTicks(), markTicks[market]);
        }
        books.cash(from, transfer.fromCashMicros());
        books.position(from, market, transfer.fromPositionLots(), transfer.fromQuoteMicros(),
            transfer.fromIsolatedMicros());
        books.cash(to, transfer.toCashMicros());
        books.position(to, market, transfer.toPositionLots(), transfer.toQuoteMicros(), transfer.toIsolatedMicros());
        mix(from, transfer.lots());
        final long notional = Math.abs(transfer.lots() * markTicks[market]);
        switch (transfer.reason()) {
            case TO_BACKSTOP -> {
                takeovers++;
                takenOverMicros += notional;
            }
            case TO_DELEVERAGING -> {
                bankruptPositions++;
                bankruptMicros += notional;
                portfolios.leftToOthers(market, transfer.lots());
            }
            default -> {
                deleveragings++;
                adlMicros += notional;
                deleveragedAccounts.set(from);
                deleveragedMicros[from] += notional;
            }
        }
    }

    private void noteFund() {
        final long cash = books.cashMicros(HouseAccount.INSURANCE.id());
        fundPeakMicros = Math.max(fundPeakMicros, cash);
        fundDropMicros = Math.max(fundDropMicros, fundPeakMicros - cash);
    }

    private void mix(final long account, final long value) {
        hash = hash * 0x9E3779B97F4A7C15L + account * 31 + value;
    }

    PortfolioTally portfolios() {
        return portfolios;
    }

    Books books() {
        return books;
    }

    long[] markTicks() {
        return markTicks;
    }

    /** Whether a set is in liquidation, or a deleveraging is under way. */
    boolean isBusy() {
        return !setsInLiquidation.isEmpty()
            || books.notionalMicros(HouseAccount.DELEVERAGING.id(), markTicks) != 0;
    }

    int setsInLiquidation() {
        return setsInLiquidation.cardinality();
    }

    boolean wasLiquidated(final int account) {
        return liquidatedAccounts.get(account);
    }

    boolean wasDeleveraged(final int account) {
        return deleveragedAccounts.get(account);
    }

    long deleveragedMicros(final int account) {
        return deleveragedMicros[account];
    }

    long liquidations() {
        return liquidations;
    }

    int liquidatedAccounts() {
        return liquidatedAccounts.cardinality();
    }

    long slices() {
        return slices;
    }

    long partialCloses() {
        return partialCloses;
    }

    long closedMicros() {
        return closedMicros;
    }

    long takeovers() {
        return takeovers;
    }

    long takenOverMicros() {
        return takenOverMicros;
    }

    long bankruptPositions() {
        return bankruptPositions;
    }

    long bankruptMicros() {
        return bankruptMicros;
    }

    long deleveragings() {
        return deleveragings;
    }

    int deleveragedAccounts() {
        return deleveragedAccounts.cardinality();
    }

    long adlMicros() {
        return adlMicros;
    }

    long insuredMicros() {
        return insuredMicros;
    }

    long feeMicros() {
        return feeMicros;
    }

    /** Largest fall of the fund from its peak until then. */
    long fundDropMicros() {
        return fundDropMicros;
    }

    long fundPeakMicros() {
        return fundPeakMicros;
    }

    long firstLiquidationNanos() {
        return firstLiquidationNanos;
    }

    long lastBusyNanos() {
        return lastBusyNanos;
    }

    /** A fingerprint of who was liquidated, sliced, taken over, insured and deleveraged in which order. */
    long orderHash() {
        return hash;
    }
}
