/** Cash that moves between accounts and out of the exchange, and sub-accounts. {@code docs/account-rules.md}. */
package steelyard.exchange.funds;
