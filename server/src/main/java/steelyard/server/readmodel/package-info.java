/**
 * What a node can be asked: books, accounts and resting orders, as the events of committed commands left them.
 *
 * <p>{@link steelyard.server.readmodel.ReadModels} is the first consumer of the egress ring. It applies every batch of
 * events and, on the same thread, answers queries with immutable views that are built when asked for. A start from a
 * snapshot gives it the snapshot's records first; models built that way and models built from all events answer alike,
 * except for what a snapshot does not hold (last trade and the last 24 hours of a market).
 *
 * <p>Nothing here decides anything: no order is matched and no fee is worked out, and an event that does not fit what
 * is known is a broken invariant. What has ended (fills, trades, orders that left the book) belongs to history.
 *
 * <p>Records live in slabs of byte arrays and are found by slot number, so that a million of them are a few hundred
 * objects: 64 bytes an account, 80 a resting order, 40 a position, 112 an agent, and 25 to 50 for each index a record
 * is in (two for an order, one for the others). A market without orders, prices and trades is one small object; the
 * mark prices of its last 24 hours take up to 12 KB and its trades up to 48 KB.
 */
package steelyard.server.readmodel;
