/**
 * What happened, for those who ask later: the node's events go into an embedded SQLite store, each exactly once, and
 * {@link steelyard.node.HistoryReader} answers from it. {@link steelyard.history.HistoryStore} is the entry.
 * Everything in the store can be made again from the journal.
 */
package steelyard.history;
