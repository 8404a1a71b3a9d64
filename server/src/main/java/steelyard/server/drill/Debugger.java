package steelyard.server.drill;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import steelyard.server.local.ClusterPlan;

/** Suspends a single thread of a node, and lets it go on. */
final class Debugger {
    private static final int PORT_AFTER_BASE = 7;
    private static final String CONNECTOR = "com.sun.jdi.SocketAttach";

    private final List<ThreadReference> threads;

    private Debugger(final List<ThreadReference> threads) {
        this.threads = threads;
    }

    /** The plan with nodes that can be debugged. */
    static ClusterPlan prepare(final ClusterPlan plan) {
        final List<ClusterPlan.Place> places = new ArrayList<>();
        for (int node = 0; node < plan.nodes(); node++) {
            places.add(new ClusterPlan.Place(plan.host(node), List.of(), List.of(
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address="
                    + plan.host(node) + ":" + port(plan, node)), Map.of()));
        }
        return plan.at(places);
    }

    private static int port(final ClusterPlan plan, final int node) {
        return plan.basePort(node) + PORT_AFTER_BASE;
    }

    /**
     * Comes to a node's threads whose names begin so, as often as the node was started once.
     *
     * @throws IOException if there is none, or the node cannot be debugged
     */
    static Debugger attach(final ClusterPlan plan, final int node, final String thread) throws IOException {
        final AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter(candidate -> candidate.name().equals(CONNECTOR)).findFirst().orElseThrow();
        final Map<String, Connector.Argument> arguments = connector.defaultArguments();
        arguments.get("hostname").setValue(plan.host(node));
        arguments.get("port").setValue(Integer.toString(port(plan, node)));
        try {
            final VirtualMachine machine = connector.attach(arguments);
            final List<ThreadReference> threads =
                machine.allThreads().stream().filter(candidate -> candidate.name().startsWith(thread)).toList();
            if (threads.isEmpty()) {
                throw new IOException("node " + node + " has no thread " + thread);
            }
            return new Debugger(threads);
        } catch (final IllegalConnectorArgumentsException impossible) {
            throw new IOException(impossible);
        }
    }

    /** They stand still. */
    void suspend() {
        threads.forEach(ThreadReference::suspend);
    }

    /** They go on. */
    void resume() {
        threads.forEach(ThreadReference::resume);
    }
}
