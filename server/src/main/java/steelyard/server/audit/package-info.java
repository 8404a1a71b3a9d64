/**
 * The audit of the journal: a chain of hashes over every message of the log, and checkpoints of it that each node signs and
 * the nodes compare. Whoever has the journal, the checkpoints and the public keys can verify it without a node.
 */
package steelyard.server.audit;
