/**
 * The order book and the exchange side by side with exchange-core 0.5.3, fed from the same arrays in one process:
 * {@code docs/benchmarks.md}.
 */
package steelyard.bench.book;
