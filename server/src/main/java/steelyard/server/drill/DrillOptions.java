package steelyard.server.drill;

/**
 * How a drill is run.
 *
 * @param times           how often it happens
 * @param ordersPerSecond load over all nodes
 * @param calmMillis      time under load before it happens each time
 */
public record DrillOptions(int times, int ordersPerSecond, long calmMillis) {
}
