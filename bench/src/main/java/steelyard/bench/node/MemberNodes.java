package steelyard.bench.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import steelyard.server.Node;
import steelyard.server.cli.FreePorts;
import steelyard.server.cluster.FailStop;
import steelyard.server.cluster.StateMachine;
import steelyard.server.config.Genesis;
import steelyard.server.config.NodeConfig;

/** Nodes without servers, all members of one cluster, in this process and in a new directory. */
final class MemberNodes implements AutoCloseable {
    private static final String GENESIS = "# the flow has its own\n";
    private static final int PORTS = 10;

    private final Path directory;
    private final StateMachine.Factory core;
    private final List<NodeConfig> configs = new ArrayList<>();
    private final Node[] nodes;

    MemberNodes(final int members, final StateMachine.Factory core) throws IOException {
        this.core = core;
        this.directory = Files.createTempDirectory("steelyard-bench-");
        this.nodes = new Node[members];
        final int port = FreePorts.find(PORTS * members);
        final StringBuilder list = new StringBuilder();
        for (int i = 0; i < members; i++) {
            list.append("    - {id: %d, basePort: %d}%n".formatted(i, port + PORTS * i));
        }
        for (int i = 0; i < members; i++) {
            final Path folder = Files.createDirectories(directory.resolve("node-" + i));
            Files.writeString(folder.resolve("genesis.yaml"), GENESIS);
            Files.writeString(folder.resolve("steelyard.yaml"), """
                directory: data
                gateway: {port: %d}
                admin: {port: %d}
                audit: {checkpointSeconds: 0}
                snapshots: {everyLogMegabytes: 0}
                cluster:
                  memberId: %d
                  members:
                %s""".formatted(port + PORTS * i + 5, port + PORTS * i + 6, i, list));
            configs.add(NodeConfig.read(folder.resolve("steelyard.yaml")));
        }
    }

    /** SHA-256 of the genesis that the nodes have, as hexadecimal digits. */
    static String genesisHash() throws IOException {
        final Path file = Files.createTempFile("steelyard-genesis-", ".yaml");
        try {
            Files.writeString(file, GENESIS);
            return HexFormat.of().formatHex(Genesis.read(file).hash());
        } finally {
            Files.delete(file);
        }
    }

    /** Starts all that do not run, and waits until they take commands. */
    MemberNodes start() {
        final List<CompletableFuture<Void>> starts = new ArrayList<>();
        for (int i = 0; i < nodes.length; i++) {
            final int member = i;
            if (nodes[i] == null) {
                starts.add(CompletableFuture.runAsync(() ->
                    nodes[member] = Node.start(configs.get(member), core, new Broken(), System.out),
                    command -> Thread.ofPlatform().daemon().start(command)));
            }
        }
        starts.forEach(CompletableFuture::join);
        return this;
    }

    /** Ends a member in order. */
    void end(final int member) {
        nodes[member].close();
        nodes[member] = null;
    }

    /** The member that leads. */
    Node leader() {
        for (final Node node : nodes) {
            if (node != null && node.member().condition().isLeader()) {
                return node;
            }
        }
        throw new IllegalStateException("no member leads");
    }

    /** Number of a member that follows. */
    int follower() {
        for (int i = 0; i < nodes.length; i++) {
            if (nodes[i] != null && !nodes[i].member().condition().isLeader()) {
                return i;
            }
        }
        throw new IllegalStateException("no member follows");
    }

    /** Data directory of a member. */
    Path data(final int member) {
        return configs.get(member).cluster().directory();
    }

    @Override
    public void close() throws IOException {
        for (int i = 0; i < nodes.length; i++) {
            CloseHelper.quietClose(nodes[i]);
            nodes[i] = null;
        }
    }

    /** Removes what was written. */
    void delete() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** A node that stops itself breaks the measurement off. */
    private static final class Broken implements FailStop {
        @Override
        public RuntimeException stop(final String where, final Throwable cause) {
            cause.printStackTrace();
            Runtime.getRuntime().halt(1);
            return new IllegalStateException(where, cause);
        }

        @Override
        public RuntimeException stop(
            final long logPosition,
            final int commandIndex,
            final DirectBuffer command,
            final int offset,
            final int length,
            final Throwable cause) {
            return stop("applying " + logPosition + ":" + commandIndex, cause);
        }
    }
}
