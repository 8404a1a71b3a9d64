/**
 * What the exchange remembers between two commands, and nothing else: everything in {@code ExchangeState} is in the
 * snapshot and in the state hash, or follows from what is.
 */
package steelyard.exchange.state;
