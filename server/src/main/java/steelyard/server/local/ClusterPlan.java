package steelyard.server.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import steelyard.server.StartException;

/**
 * Where the nodes of a cluster on one machine have their files and ports. Node i has the folder {@code node-i} below
 * the cluster's, with its configuration, its data and what it prints; its ports lie ten above those of node i − 1.
 *
 * @param directory   the cluster's folder
 * @param places      where and how each member runs
 * @param port        public API of node 0; the operators' API has the port above
 * @param clusterPort first of the ports between the members of node 0
 */
public record ClusterPlan(Path directory, List<Place> places, int port, int clusterPort) {
    private static final int PORTS_PER_NODE = 10;

    /**
     * Where and how a node runs.
     *
     * @param host     its address
     * @param launcher the command, with its arguments, that starts its program; empty: it is started directly
     * @param options  of its virtual machine, besides those of all nodes
     * @param settings put over its configuration, section by section
     */
    public record Place(String host, List<String> launcher, List<String> options, Map<String, Object> settings) {
        /** A process like any other. */
        public static Place usual(final String host) {
            return new Place(host, List.of(), List.of(), Map.of());
        }

        /** The same at another address. */
        public Place at(final String other) {
            return new Place(other, launcher, options, settings);
        }

        /** The same with these sections of settings too, where it has none of its own. */
        public Place withDefaults(final Map<String, Object> sections) {
            final Map<String, Object> all = new LinkedHashMap<>(sections);
            all.putAll(settings);
            return new Place(host, launcher, options, all);
        }
    }

    /** All nodes at one address. */
    public ClusterPlan(
        final Path directory, final int nodes, final String host, final int port, final int clusterPort) {
        this(directory, Collections.nCopies(nodes, Place.usual(host)), port, clusterPort);
    }

    /** The same with other places. */
    public ClusterPlan at(final List<Place> others) {
        return new ClusterPlan(directory, others, port, clusterPort);
    }

    /** The same with another place of one node. */
    public ClusterPlan with(final int node, final Place other) {
        final List<Place> others = new ArrayList<>(places);
        others.set(node, other);
        return at(List.copyOf(others));
    }

    /** Number of members. */
    public int nodes() {
        return places.size();
    }

    /** Where and how a node runs. */
    public Place place(final int node) {
        return places.get(node);
    }

    /** Address of a node. */
    public String host(final int node) {
        return places.get(node).host();
    }

    /** Folder of a node. */
    public Path folder(final int node) {
        return directory.resolve("node-" + node);
    }

    /** Configuration file of a node. */
    public Path config(final int node) {
        return folder(node).resolve("steelyard.yaml");
    }

    /** Data directory of a node. */
    public Path data(final int node) {
        return folder(node).resolve("data");
    }

    /** Where a node's output is. */
    public Path output(final int node) {
        return folder(node).resolve("output.txt");
    }

    /** Port of a node's public API. */
    public int gatewayPort(final int node) {
        return port + node * PORTS_PER_NODE;
    }

    /** Port of a node's operators' API. */
    public int adminPort(final int node) {
        return gatewayPort(node) + 1;
    }

    /** First of a node's ports for the other members. */
    public int basePort(final int node) {
        return clusterPort + node * PORTS_PER_NODE;
    }

    /**
     * Writes every node's configuration: {@code template} with the cluster, the ports and the data directory of the
     * node in place of its own.
     */
    public void write(final Path template) {
        for (int node = 0; node < nodes(); node++) {
            write(template, node, nodes());
        }
    }

    /** Writes one node's configuration as a member of a cluster of {@code members}. */
    public void write(final Path template, final int node, final int members) {
        try {
            final Map<String, Object> yaml = read(template);
            yaml.put("directory", data(node).toAbsolutePath().toString());
            makeAbsolute(yaml, "genesis", template);
            if (yaml.get("prices") instanceof final Map<?, ?> prices
                && prices.get("recording") instanceof final Map<?, ?> recording) {
                makeAbsolute(section(recording), "file", template);
            }
            section(yaml, "gateway").putAll(Map.of("host", host(node), "port", gatewayPort(node)));
            section(yaml, "admin").putAll(Map.of("host", host(node), "port", adminPort(node)));
            section(yaml, "cluster").putAll(Map.of("memberId", node, "members", members(members)));
            put(yaml, place(node).settings());
            Files.createDirectories(folder(node));
            final DumperOptions options = new DumperOptions();
            options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
            Files.writeString(config(node), new Yaml(options).dump(yaml));
        } catch (final IOException unwritable) {
            throw new StartException("The configuration of node " + node + " cannot be written: "
                + unwritable.getMessage());
        }
    }

    private static void put(final Map<String, Object> yaml, final Map<String, Object> settings) {
        settings.forEach((key, value) -> {
            if (value instanceof final Map<?, ?> inner) {
                put(section(yaml, key), section(inner));
            } else {
                yaml.put(key, value);
            }
        });
    }

    private List<Map<String, Object>> members(final int count) {
        final List<Map<String, Object>> members = new ArrayList<>();
        for (int node = 0; node < count; node++) {
            members.add(Map.of("id", node, "host", host(node), "basePort", basePort(node),
                "adminUrl", "http://" + host(node) + ":" + adminPort(node)));
        }
        return members;
    }

    private static Map<String, Object> read(final Path template) throws IOException {
        final Object yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(template));
        return yaml instanceof final Map<?, ?> map ? section(map) : new LinkedHashMap<>();
    }

    private static void makeAbsolute(final Map<String, Object> section, final String key, final Path template) {
        if (section.get(key) instanceof final String path) {
            section.put(key, template.toAbsolutePath().getParent().resolve(path).normalize().toString());
        }
    }

    private static Map<String, Object> section(final Map<String, Object> yaml, final String key) {
        if (!(yaml.get(key) instanceof Map)) {
            yaml.put(key, new LinkedHashMap<>());
        }
        return section((Map<?, ?>) yaml.get(key));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> section(final Map<?, ?> yaml) {
        return (Map<String, Object>) yaml;
    }
}
