/**
 * Where oracle prices come from: {@link steelyard.oracle.PriceSource}s are polled by one {@link
 * steelyard.oracle.PricePublisher}, which sends what they say through the log. Prices are in 10<sup>-8</sup> USDC. What
 * the exchange makes of them (quorum, median, staleness) is decided by the state machine alone.
 */
package steelyard.oracle;
