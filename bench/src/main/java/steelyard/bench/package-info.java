/** Benchmarks of the state machine and of the whole server: {@code docs/benchmarks.md}. */
package steelyard.bench;
