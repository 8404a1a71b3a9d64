package steelyard.exchange.snapshot;

import steelyard.exchange.state.ExchangeState;
import steelyard.model.MarketParameter;
import steelyard.protocol.sbe.AccountRiskRecordDecoder;
import steelyard.protocol.sbe.AccountRiskRecordEncoder;
import steelyard.protocol.sbe.FundingProgressRecordDecoder;
import steelyard.protocol.sbe.FundingProgressRecordEncoder;
import steelyard.protocol.sbe.LeverageCapRecordDecoder;
import steelyard.protocol.sbe.LeverageCapRecordEncoder;
import steelyard.protocol.sbe.MarketFundingRecordDecoder;
import steelyard.protocol.sbe.MarketFundingRecordEncoder;
import steelyard.protocol.sbe.MarketParameterRecordDecoder;
import steelyard.protocol.sbe.MarketParameterRecordEncoder;
import steelyard.risk.funding.Funding;
import steelyard.risk.margin.Accounts;
import steelyard.risk.market.LeverageCaps;

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
        state.accounts().fundingInterval(record.accountId(), record.fundingInterval());
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
        final FundingProgressRecordEncoder progress = writer.begin(new FundingProgressRecordEncoder());
        progress.lastSlot(funding.lastSlot()).lastHour(funding.lastHour()).interval(funding.interval())
            .sampleCursor(funding.sampleCursor()).closeCursor(funding.closeCursor())
            .payCursor(funding.payCursor()).closedAny((short) (funding.closedAny() ? 1 : 0));
        writer.end(progress);
        for (int marketId = 0; marketId < state.markets().count(); marketId++) {
            if (funding.samples(marketId) != 0 || funding.interval(marketId) != 0) {
                final MarketFundingRecordEncoder record = writer.begin(new MarketFundingRecordEncoder());
                record.premiumSumNanos(funding.premiumSumNanos(marketId)).samples(funding.samples(marketId))
                    .crowdingNanos(funding.crowdingNanos(marketId)).rateNanos(funding.rateNanos(marketId))
                    .oraclePriceTicks(funding.oraclePriceTicks(marketId)).interval(funding.interval(marketId))
                    .marketId(marketId);
                writer.end(record);
            }
        }
    }

    private void writeParameters(final SnapshotWriter writer) {
        for (int marketId = 0; marketId < state.markets().count(); marketId++) {
            for (final MarketParameter parameter : MarketParameter.values()) {
                final long value = state.markets().risk(marketId).value(parameter);
                if (value != parameter.defaultValue()) {
                    final MarketParameterRecordEncoder record = writer.begin(new MarketParameterRecordEncoder());
                    record.value(value).marketId(marketId).parameterId(parameter.id());
                    writer.end(record);
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
                final LeverageCapRecordEncoder record = writer.begin(new LeverageCapRecordEncoder());
                record.leverageMax(leverageMax).accountClass((short) accountClass)
                    .leverageClass((short) leverageClass).closeOutPercent((short) closeOutPercent);
                writer.end(record);
            }
        }
    }

    private void writeAccounts(final SnapshotWriter writer) {
        final Accounts accounts = state.accounts();
        for (int accountId = 0; accountId < accounts.count(); accountId++) {
            final boolean differs = accounts.accountClass(accountId) != 0 || accounts.feeGroup(accountId) != 0
                || accounts.isFrozen(accountId) || accounts.isPortfolio(accountId)
                || accounts.fundingInterval(accountId) != 0;
            if (differs) {
                final AccountRiskRecordEncoder record = writer.begin(new AccountRiskRecordEncoder());
                record.accountId(accountId)
                    .accountClass((short) accounts.accountClass(accountId))
                    .feeGroup((short) accounts.feeGroup(accountId))
                    .isFrozen((short) (accounts.isFrozen(accountId) ? 1 : 0))
                    .isPortfolio((short) (accounts.isPortfolio(accountId) ? 1 : 0))
                    .fundingInterval(accounts.fundingInterval(accountId));
                writer.end(record);
            }
        }
    }
}
