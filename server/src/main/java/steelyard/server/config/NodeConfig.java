package steelyard.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import steelyard.gateway.GatewayConfig;
import steelyard.gateway.limit.LimitConfig;
import steelyard.history.HistoryLocation;
import steelyard.server.cluster.ClusterSettings;
import steelyard.server.cluster.Durability;
import steelyard.server.cluster.IdleMode;
import steelyard.server.ring.EgressRing;

/**
 * A node's configuration. Never reaches the state machine; may differ from node to node. Every key is described in
 * {@code docs/reference/configuration.md}.
 *
 * @param genesisFile   the exchange's genesis, the same on every node
 * @param cluster       this member and its cluster
 * @param rings         the two rings
 * @param gateway       public API
 * @param admin         operators' API
 * @param snapshots     when snapshots are taken, and how many stay
 * @param diskFreeBytes orders are refused below so much free space
 * @param retention     what becomes of old segments of the journal
 * @param checkpointNanos a leader has the state noted after so much time; 0: never
 * @param prices        price sources of this node
 * @param historyServer PostgreSQL server that keeps the history, or {@code null}: a file in the data directory
 */
public record NodeConfig(
    Path genesisFile,
    ClusterSettings cluster,
    Rings rings,
    GatewayConfig gateway,
    Listen admin,
    Snapshots snapshots,
    long diskFreeBytes,
    Retention retention,
    long checkpointNanos,
    Prices prices,
    HistoryServer historyServer) {

    /** Default port of the public API. */
    public static final int GATEWAY_PORT = 8080;
    /** Default port of the operators' API. */
    public static final int ADMIN_PORT = 8081;
    /** Default of the first UDP port of a member. */
    public static final int CLUSTER_PORT = 9100;

    /** The history store in a data directory. */
    public static final String HISTORY_FILE = "history.db";

    private static final long MEGABYTE = 1024 * 1024;

    /**
     * The rings.
     *
     * @param ingressSlots slots of 256 bytes for commands, a power of two
     * @param egressSlots  slots of 256 bytes for events, a power of two
     * @param underWayMax  most commands accepted and not done
     */
    public record Rings(int ingressSlots, int egressSlots, int underWayMax) {
    }

    /** What becomes of segments of the journal that no start needs any more. */
    public enum Retention {
        /** They stay in the archive. */
        KEEP,
        /** They are moved to the folder {@code journal}. */
        MOVE
    }

    /** Where a server listens. */
    public record Listen(String host, int port) {
    }

    /**
     * When snapshots are taken without being asked for, and how many stay.
     *
     * @param everyLogBytes after so many bytes of log; 0: never
     * @param keep          so many stay, the newest ones; at least two, because the last one can be damaged
     */
    public record Snapshots(long everyLogBytes, int keep) {
    }

    /**
     * The price sources of this node.
     *
     * @param intervalNanos time between two polls
     * @param simulation    a seeded simulation, or {@code null}
     * @param recording     a file of recorded prices, or {@code null}
     */
    public record Prices(long intervalNanos, Simulation simulation, RecordingFile recording) {
    }

    /**
     * Simulated prices.
     *
     * @param basePriceE8 by coin, the price that it moves around, in 10<sup>-8</sup> USDC
     */
    public record Simulation(int sourceId, long seed, Map<String, Long> basePriceE8) {
    }

    /**
     * A schema of a PostgreSQL server.
     *
     * @param url          as JDBC has it
     * @param passwordFile holds the password, or {@code null}
     */
    public record HistoryServer(String url, String user, Path passwordFile) {
    }

    /**
     * Recorded prices.
     *
     * @param speed recorded time that passes in a unit of time
     */
    public record RecordingFile(int sourceId, Path file, double speed) {
    }

    /** Reads a configuration file. */
    public static NodeConfig read(final Path file) {
        final YamlSection yaml = YamlSection.read(file);
        final NodeConfig config = read(yaml);
        yaml.end();
        return config;
    }

    /** The same for another data directory. */
    public NodeConfig withDirectory(final Path directory) {
        final ClusterSettings other = new ClusterSettings(
            cluster.memberId(), cluster.members(), directory.toAbsolutePath().normalize(),
            DriverDirectory.choose("auto", directory, cluster.memberId()), cluster.durability(), cluster.idle(),
            cluster.heartbeatTimeoutNanos());
        return new NodeConfig(
            genesisFile, other, rings, gateway, admin, snapshots, diskFreeBytes, retention, checkpointNanos,
            prices, historyServer);
    }

    /** The same with other price sources. */
    public NodeConfig withPrices(final Prices other) {
        return new NodeConfig(
            genesisFile, cluster, rings, gateway, admin, snapshots, diskFreeBytes, retention, checkpointNanos,
            other, historyServer);
    }

    /** Every key there is, with its sections. */
    static Set<String> keys() {
        final YamlSection yaml = YamlSection.empty(Path.of("steelyard.yaml"));
        read(yaml);
        member(yaml.section("cluster").section("members[]"));
        simulation(yaml.section("prices").section("simulation"));
        recording(yaml.section("prices").section("recording"));
        yaml.known().remove("cluster.members[]");
        return yaml.known();
    }

    private static NodeConfig read(final YamlSection yaml) {
        final Path directory = yaml.path("directory", "data");
        return new NodeConfig(
            yaml.path("genesis", "genesis.yaml"),
            cluster(yaml.section("cluster"), directory),
            rings(yaml.section("rings")),
            gateway(yaml.section("gateway")),
            listen(yaml.section("admin"), ADMIN_PORT),
            snapshots(yaml.section("snapshots")),
            yaml.section("disk").number("freeMegabytes", 512, 1, 10_000_000) * MEGABYTE,
            yaml.section("retention").choice("journal", Retention.class, Retention.KEEP),
            TimeUnit.SECONDS.toNanos(
                yaml.section("audit").number("checkpointSeconds", 10, 0, 86_400)),
            prices(yaml.section("prices")),
            historyServer(yaml.section("history")));
    }

    private static Snapshots snapshots(final YamlSection yaml) {
        return new Snapshots(
            yaml.number("everyLogMegabytes", 1_024, 0, 1_000_000) * MEGABYTE,
            (int) yaml.number("keep", 3, 2, 1_000));
    }

    /** Where the node keeps its history. */
    public HistoryLocation history() {
        return historyServer == null ? HistoryLocation.file(cluster.directory().resolve(HISTORY_FILE))
            : HistoryLocation.postgres(historyServer.url(), historyServer.user(), historyServer.passwordFile());
    }

    private static HistoryServer historyServer(final YamlSection yaml) {
        final String url = yaml.text("url", "");
        final String user = yaml.text("user", "steelyard");
        final Path passwordFile = yaml.path("passwordFile", "history.password");
        if (url.isEmpty()) {
            return null;
        }
        if (!url.startsWith("jdbc:postgresql:")) {
            throw yaml.problem("url", "must begin with jdbc:postgresql:, not be " + url);
        }
        return new HistoryServer(url, user, passwordFile);
    }

    private static ClusterSettings cluster(final YamlSection yaml, final Path directory) {
        final List<ClusterSettings.Member> members = new ArrayList<>();
        yaml.sections("members").forEach(member -> members.add(member(member)));
        if (members.isEmpty()) {
            members.add(new ClusterSettings.Member(0, "127.0.0.1", CLUSTER_PORT));
        }
        final int memberId = (int) yaml.number("memberId", 0, 0, 1_000);
        if (members.stream().noneMatch(member -> member.id() == memberId)) {
            throw yaml.problem("memberId", "names none of the members");
        }
        if (members.stream().map(ClusterSettings.Member::id).distinct().count() != members.size()) {
            throw yaml.problem("members", "has two members with the same id");
        }
        if (members.stream().anyMatch(member -> members.stream().anyMatch(member::overlaps))) {
            throw yaml.problem("members",
                "has two members with the same host and ports: each needs five, from basePort on");
        }
        return new ClusterSettings(
            memberId,
            List.copyOf(members),
            directory,
            DriverDirectory.choose(yaml.text("driverDirectory", "auto"), directory, memberId),
            yaml.choice("durability", Durability.class, members.size() == 1 ? Durability.DISK : Durability.MEMORY),
            yaml.choice("idle", IdleMode.class, IdleMode.AUTO),
            TimeUnit.MILLISECONDS.toNanos(yaml.number("heartbeatTimeoutMillis", 1_000, 100, 60_000)));
    }

    private static ClusterSettings.Member member(final YamlSection yaml) {
        return new ClusterSettings.Member(
            (int) yaml.number("id", 0, 0, 1_000),
            yaml.text("host", "127.0.0.1"),
            (int) yaml.number("basePort", CLUSTER_PORT, 1, 65_536 - ClusterSettings.PORTS_PER_MEMBER),
            adminUrl(yaml));
    }

    private static String adminUrl(final YamlSection yaml) {
        final String url = yaml.text("adminUrl", "");
        if (!url.isEmpty() && !url.matches("https?://[^/ ]+/?")) {
            throw yaml.problem("adminUrl", "must be like http://10.0.0.10:8081, not " + url);
        }
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private static Rings rings(final YamlSection yaml) {
        return new Rings(
            powerOfTwo(yaml, "ingressSlots", 65_536, 4_096),
            powerOfTwo(yaml, "egressSlots", EgressRing.SLOTS_MIN, EgressRing.SLOTS_MIN),
            (int) yaml.number("underWayMax", 8_192, 1, 1 << 20));
    }

    private static int powerOfTwo(final YamlSection yaml, final String key, final int defaultValue, final int min) {
        final long value = yaml.number(key, defaultValue, min, 1 << 28);
        if (Long.bitCount(value) != 1) {
            throw yaml.problem(key, "must be a power of two, not " + value);
        }
        return (int) value;
    }

    private static Listen listen(final YamlSection yaml, final int defaultPort) {
        return new Listen(yaml.text("host", "127.0.0.1"), yaml.port("port", defaultPort));
    }

    private static GatewayConfig gateway(final YamlSection yaml) {
        final GatewayConfig usual = GatewayConfig.onLoopback(GATEWAY_PORT);
        return new GatewayConfig(
            yaml.text("host", usual.host()),
            yaml.port("port", usual.port()),
            (int) yaml.number("threads", usual.eventLoops(), 1, 256),
            (int) yaml.number("connectionsMax", usual.connectionsMax(), 1, 1_000_000),
            yaml.texts("allowedOrigins"),
            (int) yaml.number("requestLengthMax", usual.requestLengthMax(), 1_024, 1 << 24),
            (int) yaml.number("requestTimeoutMillis", usual.requestTimeoutMillis(), 100, 600_000),
            (int) yaml.number("idleTimeoutMillis", usual.idleTimeoutMillis(), 100, 3_600_000),
            (int) yaml.number("marketDataIntervalMillis", usual.marketDataIntervalMillis(), 1, 10_000),
            powerOfTwo(yaml, "eventQueueBytes", usual.eventQueueLength(), 4_096),
            (int) yaml.number("pendingBytesMax", usual.pendingBytesMax(), 65_536, 1 << 30),
            (int) yaml.number("subscriptionsMax", usual.subscriptionsMax(), 1, 1_000_000),
            (int) yaml.number("postsMax", usual.postsMax(), 1, 1_000_000),
            limits(yaml.section("limits")),
            tls(yaml.section("tls")));
    }

    private static GatewayConfig.Tls tls(final YamlSection yaml) {
        final boolean isOn = yaml.has("certificate");
        final Path certificate = yaml.path("certificate", "gateway.crt");
        final Path key = yaml.path("key", "gateway.key");
        return isOn ? new GatewayConfig.Tls(certificate, key) : null;
    }

    private static LimitConfig limits(final YamlSection yaml) {
        final LimitConfig usual = LimitConfig.DEFAULT;
        final List<String> exempt = yaml.texts("exemptNetworks");
        try {
            return new LimitConfig(
                yaml.has("exemptNetworks") ? exempt : usual.exemptNetworks(),
                yaml.texts("trustedProxies"),
                limit(yaml, "weightPerMinute", usual.weightPerMinute()),
                limit(yaml, "webSocketsPerHost", usual.webSocketsPerHost()),
                limit(yaml, "webSocketsPerMinute", usual.webSocketsPerMinute()),
                limit(yaml, "subscriptionsPerHost", usual.subscriptionsPerHost()),
                limit(yaml, "usersPerHost", usual.usersPerHost()),
                limit(yaml, "messagesPerMinute", usual.messagesPerMinute()),
                limit(yaml, "postsPerHost", usual.postsPerHost()),
                (int) yaml.number("requestsInitial", usual.requestsInitial(), 0, 1_000_000_000),
                (int) yaml.number("cancelsAbove", usual.cancelsAbove(), 0, 1_000_000_000),
                limit(yaml, "requestIntervalMillis", usual.requestIntervalMillis()));
        } catch (final IllegalArgumentException noNetwork) {
            throw yaml.problem("exemptNetworks", noNetwork.getMessage());
        }
    }

    private static int limit(final YamlSection yaml, final String key, final int usual) {
        return (int) yaml.number(key, usual, 1, 1_000_000_000);
    }

    private static Prices prices(final YamlSection yaml) {
        return new Prices(
            TimeUnit.MILLISECONDS.toNanos(yaml.number("intervalMillis", 500, 10, 60_000)),
            yaml.has("simulation") ? simulation(yaml.section("simulation")) : null,
            yaml.has("recording") ? recording(yaml.section("recording")) : null);
    }

    private static Simulation simulation(final YamlSection yaml) {
        final YamlSection base = yaml.section("basePrices");
        final Map<String, Long> prices = new LinkedHashMap<>();
        for (final String coin : base.keys()) {
            prices.put(coin, base.decimal(coin, null, 8));
        }
        return new Simulation((int) yaml.number("sourceId", 1, 1, 65_535),
            yaml.number("seed", 1, Long.MIN_VALUE, Long.MAX_VALUE), prices);
    }

    private static RecordingFile recording(final YamlSection yaml) {
        return new RecordingFile((int) yaml.number("sourceId", 2, 1, 65_535), yaml.path("file", "prices.csv"),
            yaml.decimal("speed", "1", 3) / 1_000.0);
    }
}
