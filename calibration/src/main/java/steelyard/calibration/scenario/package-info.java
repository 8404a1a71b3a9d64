/**
 * Scenarios and shocks from aligned histories. Scenarios are directions: how markets moved together, each in units of
 * its own shock. Everything depends on the rows up to a given one and on no later ones.
 */
package steelyard.calibration.scenario;
