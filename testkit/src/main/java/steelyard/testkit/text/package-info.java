/**
 * One legible line for every command and event, a parser for the commands, and golden files made of both. Numbers are
 * decimals in whole units, exact to the last digit of their scale; where a market is not known, raw integers with a
 * suffix ({@code t} ticks, {@code l} lots). The README of the module shows the grammar.
 */
package steelyard.testkit.text;
