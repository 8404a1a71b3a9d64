/**
 * Where gateways, price sources, history and the admin API meet the node: commands go in through {@link
 * steelyard.node.CommandPort}, events come out through {@link steelyard.node.EventListener}, and state is read through
 * {@link steelyard.node.NodeQueries} as immutable views. None of them knows how the node is built.
 *
 * <p>Units are those of the whole project: micros of USDC, ticks, lots, nanos.
 */
package steelyard.node;
