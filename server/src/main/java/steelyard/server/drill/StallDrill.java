package steelyard.server.drill;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import steelyard.server.cluster.HaltWithReport;
import steelyard.server.local.ClusterPlan;
import steelyard.server.local.LocalNode;

/** A consumer of the leader's events stands still: a debugger suspends its thread. */
final class StallDrill implements Drill {
    private static final String CONSUMER = "sessions";
    private static final int PORT_AFTER_BASE = 7;
    private static final String CONNECTOR = "com.sun.jdi.SocketAttach";

    @Override
    public ClusterPlan prepare(final ClusterPlan plan) {
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

    @Override
    public void run(final DrillField field) throws IOException, InterruptedException {
        for (int time = 1; time <= field.options().times(); time++) {
            final LocalNode leader = field.leader();
            final List<LocalNode> others = field.others(leader);
            field.count();
            field.tell("stall %d of %d: the thread %s of node %d, which leads", time, field.options().times(), CONSUMER,
                leader.id());
            suspend(field.cluster().plan(), leader.id());
            field.awaitEnd(leader);
            final long ended = System.nanoTime();
            field.require(leader.process().exitStatus() == HaltWithReport.STATUS
                && Files.readString(leader.data().resolve(HaltWithReport.FILE_NAME)).contains("egress ring was full"),
                "The node did not stop because of the stalled consumer.");
            field.awaitAnswers(others, ProcessDrills.SETTLED_ANSWERS, ended);
            field.noteOutage(others, ended);
            field.require(field.leader() != leader, "A node that stopped leads.");
            field.bringBack(leader);
            field.sleepMillis(field.options().calmMillis());
        }
        field.require(field.elections() >= field.options().times(), "There were fewer elections than stalls.");
    }

    private static void suspend(final ClusterPlan plan, final int node) throws IOException {
        final AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter(candidate -> candidate.name().equals(CONNECTOR)).findFirst().orElseThrow();
        final Map<String, Connector.Argument> arguments = connector.defaultArguments();
        arguments.get("hostname").setValue(plan.host(node));
        arguments.get("port").setValue(Integer.toString(port(plan, node)));
        try {
            final VirtualMachine machine = connector.attach(arguments);
            machine.allThreads().stream().filter(thread -> thread.name().equals(CONSUMER))
                .forEach(ThreadReference::suspend);
        } catch (final IllegalConnectorArgumentsException impossible) {
            throw new IOException(impossible);
        }
    }
}
