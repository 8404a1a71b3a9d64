/** Addresses and what they mean: accounts, their agents, and the nonces by which nothing is done twice. */
package steelyard.exchange.identity;
