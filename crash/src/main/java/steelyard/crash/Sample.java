package steelyard.crash;

/**
 * A moment of a crash.
 *
 * @param second               when, in seconds since 1970
 * @param markTicks            marks by market
 * @param setsInLiquidation    margin sets that wait for their liquidation or are in it
 * @param liquidations         how many had come there so far
 * @param partialCloses        slices so far of which something was closed on the book
 * @param fundMicros           cash of the insurance fund
 * @param backstopMicros       equity of the backstop
 * @param backstopNotional     value of its positions, in micros
 * @param deleveragingMicros   equity of the account that passes bankrupt positions on
 * @param adlMicros            value of what winners had to close so far
 * @param openInterestUsdc     open interest of all markets
 * @param makersThere          share of makers, over all markets, that quote
 */
record Sample(
    long second, long[] markTicks, int setsInLiquidation, long liquidations, long partialCloses, long fundMicros,
    long backstopMicros, long backstopNotional, long deleveragingMicros, long adlMicros, double openInterestUsdc,
    double makersThere) {
}
