/**
 * Price histories: how files of bars are read, what each time means, which prints are left out, and how markets that
 * keep different hours are brought onto one grid of times.
 */
package steelyard.calibration.history;
