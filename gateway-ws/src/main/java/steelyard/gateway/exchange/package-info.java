/**
 * Actions of the public API: {@code POST /exchange}, and {@code post} of type {@code action} on the WebSocket. A
 * request is decoded strictly, its signer recovered, one command made of it, and the command's events become the
 * answer.
 */
package steelyard.gateway.exchange;
