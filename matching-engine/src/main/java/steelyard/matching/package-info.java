/**
 * The central limit order book: orders resting by price and time, and the matching of an incoming order against them.
 * Nothing here knows a balance, a margin, a clock or a wire format; what a match means for the accounts is decided by a
 * {@link steelyard.matching.MatchListener}.
 *
 * <p>One {@link steelyard.matching.OrderStore} holds the resting orders of all markets; each
 * {@link steelyard.matching.OrderBook} orders those of one. Resting orders are named by slots, price levels by level
 * numbers: small ints that are reused, valid until the order or level is gone, and never leave the process.
 *
 * <p>One thread. No method allocates in steady state; memory grows by doubling when there are more orders, levels or
 * scattered prices than ever before.
 */
package steelyard.matching;
