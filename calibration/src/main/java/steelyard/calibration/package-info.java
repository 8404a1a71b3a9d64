/**
 * Offline tools of risk: they build the scenarios and shocks of portfolio margin from price histories and prove what
 * those cover. Floating point is allowed here; what leaves this module for the exchange is integers.
 */
package steelyard.calibration;
