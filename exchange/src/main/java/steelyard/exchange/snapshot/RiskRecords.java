package steelyard.exchange.snapshot;

import java.util.Arrays;
import steelyard.exchange.state.Deleveragings;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.HouseFunds;
import steelyard.exchange.state.LiquidationQueue;
import steelyard.exchange.state.RiskQueues;
import steelyard.model.MarketParameter;
import steelyard.protocol.array.AccountRiskRecordEncoder;
import steelyard.protocol.array.DeleveragingRecordEncoder;
import steelyard.protocol.array.FundingProgressRecordEncoder;
import steelyard.protocol.array.HouseFundsRecordEncoder;
import steelyard.protocol.array.LeverageCapRecordEncoder;
import steelyard.protocol.array.LiquidationRecordEncoder;
import steelyard.protocol.array.LookRecordEncoder;
import steelyard.protocol.array.MarkRecordEncoder;
import steelyard.protocol.array.MarketFundingRecordEncoder;
import steelyard.protocol.array.MarketParameterRecordEncoder;
import steelyard.protocol.array.PositionWatchRecordEncoder;
import steelyard.protocol.array.SweepRecordEncoder;
import steelyard.protocol.sbe.AccountRiskRecordDecoder;
import steelyard.protocol.sbe.DeleveragingRecordDecoder;
import steelyard.protocol.sbe.FundingProgressRecordDecoder;
import steelyard.protocol.sbe.HouseFundsRecordDecoder;
import steelyard.protocol.sbe.LeverageCapRecordDecoder;
import steelyard.protocol.sbe.LiquidationRecordDecoder;
import steelyard.protocol.sbe.LookRecordDecoder;
import steelyard.protocol.sbe.MarkRecordDecoder;
import steelyard.protocol.sbe.MarketFundingRecordDecoder;
import steelyard.protocol.sbe.MarketParameterRecordDecoder;
import steelyard.protocol.sbe.PositionWatchRecordDecoder;
import steelyard.protocol.sbe.SweepRecordDecoder;
import steelyard.risk.funding.Funding;
import steelyard.risk.margin.Accounts;
import steelyard.risk.margin.MarginWatch;
import steelyard.risk.margin.Positions;
import steelyard.risk.market.LeverageCaps;
import steelyard.risk.price.DecayingAverages;
import steelyard.risk.price.MarkPrices;

/** The records of a snapshot that are about risk: written, and put back. */
final class RiskRecords {
    private final ExchangeState state;

    RiskRecords(final ExchangeState state) {
        this.state = state;
    }

    void write(final SnapshotWriter writer) {
        writeParameters(writer);
        writeCaps(writer);
        writeAccounts(writer);
        writeFunding(writer);
        writeWatch(writer);
        writeQueues(writer);
    }

    void load(final MarkRecordDecoder record) {
        final MarkPrices marks = state.oracle().marks();
        marks.basis().restore(
            record.marketId(), record.basisNumerator(), record.basisDenominator(), record.basisMillis());
        marks.book().restore(
            record.marketId(), record.bookNumerator(), record.bookDenominator(), record.bookMillis());
        if (record.awaitsPrice() != 0) {
            state.oracle().awaitPrice(record.marketId());
        }
        state.markets().touched().add(record.marketId());
    }

    void load(final HouseFundsRecordDecoder record) {
        final HouseFunds house = state.houseFunds();
        house.restoreHour(record.hour());
        house.slice(record.sliceMarketId(), record.nextSliceNanos());
        house.debt(record.debtPhase(), record.debtCursor(), record.debtSumMicros(), record.debtMicros());
        int index = 0;
        for (final var peak : record.peaks()) {
            house.restorePeak(index++, peak.peakMicros());
        }
    }

    void writeHouseFunds(final SnapshotWriter writer) {
        final HouseFunds house = state.houseFunds();
        final HouseFundsRecordEncoder record =
            new HouseFundsRecordEncoder().wrapAndApplyHeader(writer.buffer(), writer.begin(), writer.header());
        record.hour(house.hour()).nextSliceNanos(house.nextSliceNanos()).debtSumMicros(house.debtSumMicros())
            .debtMicros(house.debtMicros()).sliceMarketId(house.sliceMarketId()).debtCursor(house.debtCursor())
            .debtPhase((short) house.debtPhase());
        final HouseFundsRecordEncoder.PeaksEncoder peaks = record.peaksCount(HouseFunds.HOURS);
        for (int i = 0; i < HouseFunds.HOURS; i++) {
            peaks.next().peakMicros(house.peakMicros(i));
        }
        writer.end(record.encodedLength());
    }

    void writeMarks(final SnapshotWriter writer) {
        final DecayingAverages basis = state.oracle().marks().basis();
        final DecayingAverages book = state.oracle().marks().book();
        for (int marketId = 0; marketId < state.markets().count(); marketId++) {
            final boolean awaits = state.oracle().isAwaiting(marketId);
            if (awaits || (basis.denominator(marketId) | book.denominator(marketId)) != 0) {
                final MarkRecordEncoder record =
                    new MarkRecordEncoder().wrapAndApplyHeader(writer.buffer(), writer.begin(), writer.header());
                record.basisNumerator(basis.numerator(marketId)).basisDenominator(basis.denominator(marketId))
                    .basisMillis(basis.lastMillis(marketId)).bookNumerator(book.numerator(marketId))
                    .bookDenominator(book.denominator(marketId)).bookMillis(book.lastMillis(marketId))
                    .marketId(marketId).awaitsPrice((short) (awaits ? 1 : 0));
                writer.end(record.encodedLength());
            }
        }
    }

    void load(final MarketParameterRecordDecoder record) {
        final MarketParameter parameter = MarketParameter.of(record.parameterId());
        if (parameter == null) {
            throw new IllegalStateException("unknown market parameter " + record.parameterId());
        }
        state.markets().parameter(record.marketId(), parameter, record.value());
    }

    void load(final LeverageCapRecordDecoder record) {
        state.margin().leverageCap(
            record.accountClass(), record.leverageClass(), record.leverageMax(), record.closeOutPercent());
    }

    void load(final AccountRiskRecordDecoder record) {
        state.margin().classify(record.accountId(), record.accountClass(), record.feeGroup());
        state.accounts().frozen(record.accountId(), record.isFrozen() != 0);
        if (record.isPortfolio() != 0) {
            state.margin().portfolio().choose(record.accountId(), true);
        }
        state.accounts().fundingInterval(record.accountId(), record.fundingInterval());
        state.margin().watch().level(record.accountId(), MarginWatch.CROSS, record.level());
    }

    void load(final PositionWatchRecordDecoder record) {
        state.margin().watch().restore(
            state.positions().open(record.accountId(), record.marketId()), record.hasTrigger() != 0,
            record.triggerTicks(), record.level());
    }

    void load(final LookRecordDecoder record) {
        state.accounts().listed(record.accountId(), true);
        state.riskQueues().looks().addLast(record.accountId());
    }

    void load(final LiquidationRecordDecoder record) {
        state.riskQueues().addSet(
            record.accountId(), record.marketId(), record.notBeforeNanos(), record.rounds());
    }

    void load(final DeleveragingRecordDecoder record) {
        state.riskQueues().deleveragings().restore(
            record.marketId(), record.priceTicks(), record.atMark(), record.closing() != 0, record.cursor(),
            record.sum(), record.roundLots());
    }

    void load(final SweepRecordDecoder record) {
        state.riskQueues().sweep(record.cursor(), record.left());
    }

    private void writeWatch(final SnapshotWriter writer) {
        final Positions positions = state.positions();
        long[] byMarket = new long[16];
        for (int accountId = 0; accountId < state.accounts().count(); accountId++) {
            int count = 0;
            for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
                if (positions.hasTrigger(slot) || positions.level(slot) != 0) {
                    byMarket = count == byMarket.length ? Arrays.copyOf(byMarket, 2 * count) : byMarket;
                    byMarket[count++] = (long) positions.market(slot) << 32 | slot;
                }
            }
            Arrays.sort(byMarket, 0, count);
            for (int i = 0; i < count; i++) {
                writeWatch(writer, (int) byMarket[i]);
            }
        }
    }

    private void writeWatch(final SnapshotWriter writer, final int slot) {
        final Positions positions = state.positions();
        final PositionWatchRecordEncoder record =
            new PositionWatchRecordEncoder().wrapAndApplyHeader(writer.buffer(), writer.begin(), writer.header());
        record.triggerTicks(positions.triggerTicks(slot)).accountId(positions.account(slot))
            .marketId(positions.market(slot))
            .hasTrigger((short) (positions.hasTrigger(slot) ? 1 : 0))
            .level((short) positions.level(slot));
        writer.end(record.encodedLength());
    }

    private void writeQueues(final SnapshotWriter writer) {
        final RiskQueues queues = state.riskQueues();
        for (int i = 0; i < queues.looks().size(); i++) {
            final LookRecordEncoder record =
                new LookRecordEncoder().wrapAndApplyHeader(writer.buffer(), writer.begin(), writer.header());
            record.accountId((int) queues.looks().get(i));
            writer.end(record.encodedLength());
        }
        writeSets(writer, queues.ready());
        writeSets(writer, queues.waiting());
        final SweepRecordEncoder sweep =
            new SweepRecordEncoder().wrapAndApplyHeader(writer.buffer(), writer.begin(), writer.header());
        sweep.cursor(queues.sweepCursor()).left(queues.sweepLeft());
        writer.end(sweep.encodedLength());
        final Deleveragings deleveragings = queues.deleveragings();
        for (int i = 0; i < deleveragings.count(); i++) {
            final DeleveragingRecordEncoder record =
                new DeleveragingRecordEncoder().wrapAndApplyHeader(writer.buffer(), writer.begin(), writer.header());
            record.priceTicks(deleveragings.priceTicks(i)).sum(deleveragings.sum(i))
                .roundLots(deleveragings.roundLots(i)).marketId(deleveragings.marketId(i))
                .cursor(deleveragings.cursor(i)).atMark((short) deleveragings.level(i))
                .closing((short) (deleveragings.closing(i) ? 1 : 0));
            writer.end(record.encodedLength());
        }
    }

    private static void writeSets(final SnapshotWriter writer, final LiquidationQueue sets) {
        for (int i = 0; i < sets.count(); i++) {
            final LiquidationRecordEncoder record =
                new LiquidationRecordEncoder().wrapAndApplyHeader(writer.buffer(), writer.begin(), writer.header());
            record.notBeforeNanos(sets.notBeforeNanos(i)).rounds(sets.rounds(i))
                .accountId(sets.accountId(i)).marketId(sets.marketId(i));
            writer.end(record.encodedLength());
        }
    }

    void load(final FundingProgressRecordDecoder record) {
        state.funding().restoreProgress(
            record.lastSlot(), record.lastHour(), record.interval(), record.sampleCursor(), record.closeCursor(),
            record.payCursor(), record.closedAny() != 0);
    }

    void load(final MarketFundingRecordDecoder record) {
        state.funding().restore(
            record.marketId(), record.premiumSumNanos(), record.samples(), record.crowdingNanos(),
            record.rateNanos(), record.oraclePriceTicks(), record.interval());
        state.markets().touched().add(record.marketId());
    }

    private void writeFunding(final SnapshotWriter writer) {
        final Funding funding = state.funding();
        final FundingProgressRecordEncoder progress =
            new FundingProgressRecordEncoder().wrapAndApplyHeader(writer.buffer(), writer.begin(), writer.header());
        progress.lastSlot(funding.lastSlot()).lastHour(funding.lastHour()).interval(funding.interval())
            .sampleCursor(funding.sampleCursor()).closeCursor(funding.closeCursor())
            .payCursor(funding.payCursor()).closedAny((short) (funding.closedAny() ? 1 : 0));
        writer.end(progress.encodedLength());
        for (int marketId = 0; marketId < state.markets().count(); marketId++) {
            if (funding.samples(marketId) != 0 || funding.interval(marketId) != 0) {
                final MarketFundingRecordEncoder record =
                    new MarketFundingRecordEncoder().wrapAndApplyHeader(
                        writer.buffer(), writer.begin(), writer.header());
                record.premiumSumNanos(funding.premiumSumNanos(marketId)).samples(funding.samples(marketId))
                    .crowdingNanos(funding.crowdingNanos(marketId)).rateNanos(funding.rateNanos(marketId))
                    .oraclePriceTicks(funding.oraclePriceTicks(marketId)).interval(funding.interval(marketId))
                    .marketId(marketId);
                writer.end(record.encodedLength());
            }
        }
    }

    private void writeParameters(final SnapshotWriter writer) {
        for (int marketId = 0; marketId < state.markets().count(); marketId++) {
            for (final MarketParameter parameter : MarketParameter.values()) {
                final long value = state.markets().risk(marketId).value(parameter);
                if (value != parameter.defaultValue()) {
                    final MarketParameterRecordEncoder record =
                        new MarketParameterRecordEncoder().wrapAndApplyHeader(
                            writer.buffer(), writer.begin(), writer.header());
                    record.value(value).marketId(marketId).parameterId(parameter.id());
                    writer.end(record.encodedLength());
                }
            }
        }
    }

    private void writeCaps(final SnapshotWriter writer) {
        final LeverageCaps caps = state.leverageCaps();
        for (int i = 0; i < LeverageCaps.CLASSES * LeverageCaps.CLASSES; i++) {
            final int accountClass = i / LeverageCaps.CLASSES;
            final int leverageClass = i % LeverageCaps.CLASSES;
            final int leverageMax = caps.leverageMax(accountClass, leverageClass);
            final int closeOutPercent = caps.closeOutPercent(accountClass, leverageClass);
            if (leverageMax != 0 || closeOutPercent != 0) {
                final LeverageCapRecordEncoder record =
                    new LeverageCapRecordEncoder().wrapAndApplyHeader(writer.buffer(), writer.begin(), writer.header());
                record.leverageMax(leverageMax).accountClass((short) accountClass)
                    .leverageClass((short) leverageClass).closeOutPercent((short) closeOutPercent);
                writer.end(record.encodedLength());
            }
        }
    }

    private void writeAccounts(final SnapshotWriter writer) {
        final Accounts accounts = state.accounts();
        for (int accountId = 0; accountId < accounts.count(); accountId++) {
            final boolean differs = accounts.accountClass(accountId) != 0 || accounts.feeGroup(accountId) != 0
                || accounts.isFrozen(accountId) || accounts.isPortfolio(accountId)
                || accounts.fundingInterval(accountId) != 0 || accounts.level(accountId) != 0;
            if (differs) {
                final AccountRiskRecordEncoder record =
                    new AccountRiskRecordEncoder().wrapAndApplyHeader(writer.buffer(), writer.begin(), writer.header());
                record.accountId(accountId)
                    .accountClass((short) accounts.accountClass(accountId))
                    .feeGroup((short) accounts.feeGroup(accountId))
                    .isFrozen((short) (accounts.isFrozen(accountId) ? 1 : 0))
                    .isPortfolio((short) (accounts.isPortfolio(accountId) ? 1 : 0))
                    .fundingInterval(accounts.fundingInterval(accountId))
                    .level((short) accounts.level(accountId));
                writer.end(record.encodedLength());
            }
        }
    }
}
