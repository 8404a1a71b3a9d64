package steelyard.server.drill;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import steelyard.server.local.ClusterPlan;
import steelyard.server.local.LocalNode;

/**
 * Cuts in the network between nodes, each in a network namespace of its own; clients reach all of them all the time. A
 * direction is cut by giving the sender a wrong link address of the receiver. Needs the right to make namespaces.
 */
final class CutDrill implements Drill {
    private static final long CUT_MILLIS = 4_000;
    private static final long UNDER_WAY_MILLIS = 700;
    private static final int FLAPS = 3;
    private static final long FLAP_MILLIS = 1_600;
    private static final String NOBODY = "02:00:00:00:00:01";
    private static final String DEVICE = "eth0";

    private final List<String> spaces = new ArrayList<>();
    private String network;
    private String bridge;

    @Override
    public ClusterPlan prepare(final ClusterPlan plan) throws IOException, InterruptedException {
        network = "10.217." + plan.port() / 100 % 250 + ".";
        bridge = "sy" + plan.port() + "b";
        Commands.run("ip", "link", "add", bridge, "type", "bridge");
        Commands.run("ip", "addr", "add", network + "254/24", "dev", bridge);
        Commands.run("ip", "link", "set", bridge, "up");
        final List<ClusterPlan.Place> places = new ArrayList<>();
        for (int node = 0; node < plan.nodes(); node++) {
            places.add(place(plan, node));
        }
        return plan.at(places);
    }

    private ClusterPlan.Place place(final ClusterPlan plan, final int node) throws IOException, InterruptedException {
        final String space = "sy" + plan.port() + "n" + node;
        final String outside = "sy" + plan.port() + "v" + node;
        Commands.run("ip", "netns", "add", space);
        spaces.add(space);
        Commands.run("ip", "link", "add", outside, "type", "veth", "peer", "name", DEVICE, "netns", space);
        Commands.run("ip", "link", "set", outside, "master", bridge, "up");
        Commands.run("ip", "-n", space, "addr", "add", host(node) + "/24", "dev", DEVICE);
        Commands.run("ip", "-n", space, "link", "set", DEVICE, "up");
        Commands.run("ip", "-n", space, "link", "set", "lo", "up");
        return new ClusterPlan.Place(host(node), List.of("ip", "netns", "exec", space), List.of(),
            Map.of("gateway", Map.of("limits", Map.of("exemptNetworks", List.of(network + "0/24")))));
    }

    private String host(final int node) {
        return network + (node + 1);
    }

    @Override
    public void run(final DrillField field) throws IOException, InterruptedException {
        for (int time = 1; time <= field.options().times(); time++) {
            isolate(field, "neither hears nor is heard", true, true);
            isolate(field, "hears and is not heard", true, false);
            isolate(field, "is heard and does not hear", false, true);
            flap(field);
        }
    }

    private void isolate(final DrillField field, final String how, final boolean out, final boolean in)
        throws IOException, InterruptedException {
        final LocalNode leader = field.leader();
        final List<LocalNode> others = field.others(leader);
        final long elections = field.elections();
        field.count();
        field.tell("cut: node %d, which leads, %s", leader.id(), how);
        final long cut = System.nanoTime();
        cut(leader, others, out, in);
        field.sleepMillis(UNDER_WAY_MILLIS);
        final long alone = System.nanoTime();
        field.awaitAnswers(others, ProcessDrills.SETTLED_ANSWERS, alone);
        field.sleepMillis(CUT_MILLIS);
        field.require(field.ledger().answersSince(leader.id(), alone) == 0,
            "A leader that was cut off acknowledged orders.");
        heal(leader, others);
        field.noteOutage(others, cut);
        field.awaitReady();
        field.awaitAnswers(field.cluster().nodes(), ProcessDrills.SETTLED_ANSWERS, System.nanoTime());
        field.require(field.elections() > elections, "Nobody took over.");
        field.sleepMillis(field.options().calmMillis());
    }

    private void flap(final DrillField field) throws IOException, InterruptedException {
        final LocalNode leader = field.leader();
        final List<LocalNode> others = field.others(leader);
        final long elections = field.elections();
        field.count();
        field.tell("cut: node %d, which leads, is cut off and reached again, %d times", leader.id(), FLAPS);
        for (int i = 0; i < FLAPS; i++) {
            cut(leader, others, true, true);
            field.sleepMillis(FLAP_MILLIS);
            heal(leader, others);
            field.sleepMillis(FLAP_MILLIS);
        }
        field.awaitReady();
        field.awaitAnswers(field.cluster().nodes(), ProcessDrills.SETTLED_ANSWERS, System.nanoTime());
        field.require(field.elections() > elections, "Nobody took over.");
        field.sleepMillis(field.options().calmMillis());
    }

    private void cut(final LocalNode node, final List<LocalNode> others, final boolean out, final boolean in)
        throws IOException, InterruptedException {
        for (final LocalNode other : others) {
            if (out) {
                misdirect(node.id(), other.id());
            }
            if (in) {
                misdirect(other.id(), node.id());
            }
        }
    }

    private void misdirect(final int from, final int to) throws IOException, InterruptedException {
        Commands.run("ip", "-n", spaces.get(from), "neigh", "replace", host(to), "lladdr", NOBODY, "dev", DEVICE,
            "nud", "permanent");
    }

    private void heal(final LocalNode node, final List<LocalNode> others) {
        for (final LocalNode other : others) {
            Commands.tryToRun("ip", "-n", spaces.get(node.id()), "neigh", "del", host(other.id()), "dev", DEVICE);
            Commands.tryToRun("ip", "-n", spaces.get(other.id()), "neigh", "del", host(node.id()), "dev", DEVICE);
        }
    }

    @Override
    public void close() {
        spaces.forEach(space -> Commands.tryToRun("ip", "netns", "del", space));
        if (bridge != null) {
            Commands.tryToRun("ip", "link", "del", bridge);
        }
    }
}
