/** Funding: what longs and shorts pay each other every hour. {@code docs/risk-rules.md#6-funding}. */
package steelyard.risk.funding;
