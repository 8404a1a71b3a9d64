/**
 * Days of crashes that drive the exchange in simulated time: prices as recorded or made up, accounts from a seed, the
 * exchange's own commands, and every micro-dollar counted after each of them.
 */
package steelyard.crash;
