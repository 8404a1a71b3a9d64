/**
 * From the ingress ring to the log and back: one thread numbers the node's commands, packs them into log messages and
 * sends again what got lost; the session thread tells each command's sender what became of it. Every command is applied
 * once, or its sender learns that it was not.
 *
 * <p>The log is behind {@link steelyard.server.sequencer.LogClient}; nothing here knows Aeron.
 */
package steelyard.server.sequencer;
