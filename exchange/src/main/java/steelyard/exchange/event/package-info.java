/**
 * What the exchange says: the events of a command, staged and encoded, and its last word, which is {@code
 * CommandDone}.
 */
package steelyard.exchange.event;
