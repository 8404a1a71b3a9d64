/**
 * The operators' REST API of one node, on a port of its own: condition, deposits, market states, snapshots, metrics.
 * {@link steelyard.admin.AdminServer} is the entry; what it needs of the node beyond commands and queries is {@link
 * steelyard.admin.OperatorPort}. Every change goes through the log and carries who made it and why.
 */
package steelyard.admin;
