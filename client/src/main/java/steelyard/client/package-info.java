/**
 * A client of the public API: {@link steelyard.client.SteelyardClient} speaks HTTP, {@link
 * steelyard.client.SteelyardSocket} WebSocket, {@link steelyard.client.Wallet} signs what {@link
 * steelyard.client.Actions} builds.
 *
 * <p>Nothing blocks: answers are futures, completed on the client's executor. Prices and sizes are decimal texts, as on
 * the wire.
 */
package steelyard.client;
