package steelyard.gateway.limit;

import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Who stands behind a connection or a request. Any thread. */
public final class ClientHosts {
    private static final int REMEMBERED_MAX = 50_000;
    private static final long CLEANING_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int IPV6_NETWORK_BYTES = 8;

    /** What counts as one host. */
    record Network(long bits, boolean isIpv6) {
        static Network of(final InetAddress address) {
            final byte[] bytes = address.getAddress();
            long bits = 0;
            for (int i = 0; i < Math.min(bytes.length, IPV6_NETWORK_BYTES); i++) {
                bits = bits << 8 | bytes[i] & 0xFF;
            }
            return new Network(bits, bytes.length > 4);
        }
    }

    private final LimitConfig limits;
    private final LongSupplier nanoClock;
    private final List<IpSubnetFilterRule> exempt;
    private final List<IpSubnetFilterRule> proxies;
    private final Map<Network, ClientHost> hosts = new ConcurrentHashMap<>();
    private final AtomicLong cleanedNanos;

    /** Hosts with these limits. */
    public ClientHosts(final LimitConfig limits) {
        this(limits, System::nanoTime);
    }

    ClientHosts(final LimitConfig limits, final LongSupplier nanoClock) {
        this.limits = limits;
        this.nanoClock = nanoClock;
        exempt = LimitConfig.rules(limits.exemptNetworks());
        proxies = LimitConfig.rules(limits.trustedProxies());
        cleanedNanos = new AtomicLong(nanoClock.getAsLong());
    }

    /**
     * Who asks.
     *
     * @param peer         other end of the connection
     * @param forwardedFor the header {@code X-Forwarded-For}, or {@code null}; believed only from a trusted proxy: of its
     *                     addresses the last one that is not a trusted proxy's counts
     */
    public Client of(final SocketAddress peer, final String forwardedFor) {
        if (!(peer instanceof InetSocketAddress address)) {
            return new Client(ClientHost.EXEMPT, null);
        }
        final InetSocketAddress client = matches(proxies, address) && forwardedFor != null
            ? forwarded(address, forwardedFor) : address;
        return new Client(matches(exempt, client) ? ClientHost.EXEMPT : host(client), client.getAddress());
    }

    private ClientHost host(final InetSocketAddress client) {
        forgetIdle();
        return hosts.computeIfAbsent(Network.of(client.getAddress()), network -> new ClientHost(limits, nanoClock));
    }

    private InetSocketAddress forwarded(final InetSocketAddress proxy, final String forwardedFor) {
        InetSocketAddress client = proxy;
        for (final String text : Arrays.asList(forwardedFor.split(",")).reversed()) {
            final InetAddress named = NetUtil.createInetAddressFromIpAddressString(text.trim());
            if (named == null) {
                return client;
            }
            client = new InetSocketAddress(named, 0);
            if (!matches(proxies, client)) {
                return client;
            }
        }
        return client;
    }

    private static boolean matches(final List<IpSubnetFilterRule> rules, final InetSocketAddress address) {
        for (final IpSubnetFilterRule rule : rules) {
            if (rule.matches(address)) {
                return true;
            }
        }
        return false;
    }

    private void forgetIdle() {
        final long nowNanos = nanoClock.getAsLong();
        final long lastNanos = cleanedNanos.get();
        if (hosts.size() >= REMEMBERED_MAX && nowNanos - lastNanos >= CLEANING_NANOS
            && cleanedNanos.compareAndSet(lastNanos, nowNanos)) {
            hosts.values().removeIf(ClientHost::isIdle);
        }
    }
}
