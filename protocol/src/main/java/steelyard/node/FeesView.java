package steelyard.node;

import java.util.List;

/**
 * What an account pays, and why. Rates are nanos of a fill's value; one below zero is paid to the account.
 *
 * @param takerNanos its rate as a taker today, less its discount
 * @param makerNanos its rate as a maker today, less its discount
 * @param tiers      rates by volume, the first from 0; one at least
 * @param makerTiers rates of makers by their share of all volume
 * @param days       what its owner and the exchange traded today and on the 14 days before, the earliest first
 * @param referralDiscountE4 what accounts pay less that were referred, in 10<sup>-4</sup>
 * @param activeDiscountE4   what this one pays less now, in 10<sup>-4</sup>
 */
public record FeesView(
    long takerNanos, long makerNanos, List<Tier> tiers, List<MakerTier> makerTiers, List<Day> days,
    long referralDiscountE4, long activeDiscountE4) {

    /**
     * Rates from a volume on.
     *
     * @param volumeFromUsdc in 14 days, in whole USDC
     */
    public record Tier(long volumeFromUsdc, long takerNanos, long makerNanos) {
    }

    /**
     * The rate of makers above a share of all volume.
     *
     * @param shareFromE6 in 14 days, in millionths
     */
    public record MakerTier(long shareFromE6, long makerNanos) {
    }

    /**
     * A day's volumes in micros.
     *
     * @param day            since 1970
     * @param takerMicros    the owner's as a taker
     * @param makerMicros    the owner's as a maker
     * @param exchangeMicros everybody's, each fill once
     */
    public record Day(long day, long takerMicros, long makerMicros, long exchangeMicros) {
    }
}
