/**
 * The public API of the exchange over HTTP and WebSocket, wire for wire the venue's. {@link
 * steelyard.gateway.GatewayServer} is the entry: it takes the node's interfaces and listens on one port.
 */
package steelyard.gateway;
