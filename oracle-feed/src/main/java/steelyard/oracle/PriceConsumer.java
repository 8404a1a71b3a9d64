package steelyard.oracle;

/** Takes the prices that one poll of a {@link PriceSource} gives. */
@FunctionalInterface
public interface PriceConsumer {
    /**
     * One price.
     *
     * @param marketId         market it is for
     * @param priceE8          price in 10<sup>-8</sup> USDC
     * @param confidenceE8     half width of the interval the source believes in, in 10<sup>-8</sup> USDC; 0 if it
     *     names none
     * @param publishTimeNanos when the source published it; must rise from price to price of a market
     */
    void onPrice(int marketId, long priceE8, long confidenceE8, long publishTimeNanos);
}
