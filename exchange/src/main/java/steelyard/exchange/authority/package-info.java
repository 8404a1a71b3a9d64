/** Who may act: for which account a signed command acts, and whom accounts let sign for them. */
package steelyard.exchange.authority;
