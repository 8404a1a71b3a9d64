/**
 * What the exchange does about risk without being asked: funding, looks at margin sets, liquidation. {@code
 * docs/risk-rules.md}, sections 6 and 8 to 11.
 */
package steelyard.exchange.risk;
