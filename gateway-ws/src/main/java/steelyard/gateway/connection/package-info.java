/**
 * The gateway's connections: Netty handlers that decode requests, hand them to a service and write its reply. None of
 * them knows what a request means.
 */
package steelyard.gateway.connection;
