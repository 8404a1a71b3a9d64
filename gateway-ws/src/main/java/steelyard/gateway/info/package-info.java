/**
 * Reads of the public API: {@code POST /info}, and {@code post} of type {@code info} on the WebSocket. A table maps
 * each type to a decoder; a decoded question runs on the read models' thread, takes views, and is written on the event
 * loop.
 */
package steelyard.gateway.info;
