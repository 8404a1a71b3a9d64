/**
 * Streams of the public API. On the node's session thread {@link steelyard.gateway.stream.EventTap} marks what changed
 * and copies what somebody waits for into a bounded queue; on one event loop {@link steelyard.gateway.stream.StreamHub}
 * makes frames of it.
 *
 * <p>Books, best prices and mids are conflated: a mark says that a market changed, and at an interval its present state
 * is read and sent to those who can take it. Trades, fills and order updates are never dropped one by one: whoever
 * cannot keep up is disconnected with a reason. A snapshot and the events after it join without gap or repeat by their
 * event sequence.
 */
package steelyard.gateway.stream;
