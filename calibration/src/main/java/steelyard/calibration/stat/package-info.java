/** The statistics of the proofs: quantiles, volatility, and tests of how often a margin was not enough. */
package steelyard.calibration.stat;
