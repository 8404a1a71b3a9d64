/**
 * The gateway's way to the read models, and what it keeps of them so as not to ask again: markets by id and name,
 * addresses of accounts.
 */
package steelyard.gateway.reads;
