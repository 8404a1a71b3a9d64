/**
 * Portfolio margin: what a whole account requires, from a matrix of scenarios and a shock for every market. The
 * formulas are those of {@code docs/risk-rules.md#4-portfolio-margin}. Exposures are in cents, sums in 10<sup>-7</sup>
 * USDC: exact integers, so the order of summation does not matter.
 */
package steelyard.risk.portfolio;
