/** The markets as the risk engine sees them: specification, prices, and what all positions in one add up to. */
package steelyard.risk.market;
