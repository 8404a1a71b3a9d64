/** The whole state at once: written, loaded, hashed, and counted again. */
package steelyard.exchange.snapshot;
