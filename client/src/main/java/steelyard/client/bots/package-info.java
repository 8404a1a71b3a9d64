/**
 * A market that moves: market makers that quote ladders around the oracle price, and takers that trade against them,
 * all through the public API. {@link steelyard.client.bots.BotFleet} runs them.
 *
 * <p>Everything happens on one thread: prices, fills, answers, timers. The only randomness is that of the seed.
 */
package steelyard.client.bots;
