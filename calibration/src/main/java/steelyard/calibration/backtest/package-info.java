/** Proof of the margin model on histories it was not calibrated on: books, requirements, losses, what came of them. */
package steelyard.calibration.backtest;
