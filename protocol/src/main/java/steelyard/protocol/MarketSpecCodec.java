package steelyard.protocol;

import steelyard.model.AssetClass;
import steelyard.model.MarketSpec;
import steelyard.protocol.sbe.MarketSpecDecoder;
import steelyard.protocol.sbe.MarketSpecEncoder;

/** Between {@link MarketSpec} and its composite on the wire. */
public final class MarketSpecCodec {
    private MarketSpecCodec() {
    }

    /** Writes {@code spec}. */
    public static void encode(final MarketSpec spec, final MarketSpecEncoder encoder) {
        encoder
            .gridStepTicks(spec.gridStepTicks())
            .minNotionalMicros(spec.minNotionalMicros())
            .maxPriceTicks(spec.maxPriceTicks())
            .maxOrderLots(spec.maxOrderLots())
            .maxPositionLots(spec.maxPositionLots())
            .staleAfterNanos(spec.staleAfterNanos())
            .marketId(spec.marketId())
            .maxLeverage(spec.maxLeverage())
            .defaultLeverage(spec.defaultLeverage())
            .coin(spec.coin())
            .assetClass(spec.assetClass().code())
            .sizeDecimals((short) spec.sizeDecimals())
            .gridKind((short) spec.gridKind())
            .allowsNonPositive((short) (spec.allowsNonPositive() ? 1 : 0))
            .priceQuorum((short) spec.priceQuorum())
            .priceBandNanos(spec.priceBandNanos())
            .openInterestCapMicros(spec.openInterestCapMicros());
    }

    /** Reads a specification; what it says may be invalid, see {@link MarketSpec#violation()}. */
    public static MarketSpec decode(final MarketSpecDecoder decoder) {
        return new MarketSpec(
            decoder.marketId(),
            decoder.coin(),
            AssetClass.of(decoder.assetClass()),
            decoder.sizeDecimals(),
            decoder.gridKind(),
            decoder.gridStepTicks(),
            decoder.allowsNonPositive() != 0,
            decoder.maxLeverage(),
            decoder.defaultLeverage(),
            decoder.minNotionalMicros(),
            decoder.maxPriceTicks(),
            decoder.maxOrderLots(),
            decoder.maxPositionLots(),
            decoder.staleAfterNanos(),
            decoder.priceQuorum(),
            decoder.priceBandNanos(),
            decoder.openInterestCapMicros());
    }
}
