/**
 * The deterministic state machine: commands with their log time in, events out. Same commands, same events, bit by bit,
 * on any machine. {@link steelyard.exchange.Exchange} is the entry; {@code docs/rules.md} says what every command does.
 */
package steelyard.exchange;
