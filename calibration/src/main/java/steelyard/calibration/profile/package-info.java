/** What each market asks for on its own: shocks, tiers, costs of closing, and the leverage that they allow. */
package steelyard.calibration.profile;
