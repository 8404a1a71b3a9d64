/**
 * The words of the public API: how requests are read and how markets, orders, fills, books and accounts are written as
 * JSON. Numbers are exact decimal strings, times epoch milliseconds, addresses lower-case hex.
 */
package steelyard.gateway.json;
