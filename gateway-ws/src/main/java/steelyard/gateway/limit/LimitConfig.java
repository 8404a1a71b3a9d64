package steelyard.gateway.limit;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.util.List;

/**
 * Limits of clients. A <em>host</em> is one IPv4 address or one IPv6 network of 64 bits.
 *
 * @param exemptNetworks        networks ({@code address/bits}) whose clients are not limited
 * @param trustedProxies        networks whose {@code X-Forwarded-For} is believed
 * @param weightPerMinute       weight of a host's requests; also what it may use at once
 * @param webSocketsPerHost     WebSockets of a host at a time
 * @param webSocketsPerMinute   new WebSockets of a host
 * @param subscriptionsPerHost  subscriptions of a host
 * @param usersPerHost          different users that a host's subscriptions name
 * @param messagesPerMinute     messages that a host sends on its WebSockets
 * @param postsPerHost          posted requests of a host under way
 * @param requestsInitial       orders, cancels and other actions that an account may send without having traded; one more
 *                              for each USDC traded
 * @param cancelsAbove          how many more cancels than other actions an account may send, at most as many again
 * @param requestIntervalMillis between two actions of an account that has used them up
 */
public record LimitConfig(
    List<String> exemptNetworks,
    List<String> trustedProxies,
    int weightPerMinute,
    int webSocketsPerHost,
    int webSocketsPerMinute,
    int subscriptionsPerHost,
    int usersPerHost,
    int messagesPerMinute,
    int postsPerHost,
    int requestsInitial,
    int cancelsAbove,
    int requestIntervalMillis) {

    /** The defaults: the venue's numbers, and no limits for clients on the same machine. */
    public static final LimitConfig DEFAULT = new LimitConfig(
        List.of("127.0.0.0/8", "::1/128"), List.of(), 1_200, 10, 30, 1_000, 10, 2_000, 100, 10_000, 100_000, 10_000);

    /** Copies the lists; throws {@link IllegalArgumentException} for a value that cannot work. */
    public LimitConfig {
        exemptNetworks = List.copyOf(exemptNetworks);
        trustedProxies = List.copyOf(trustedProxies);
        rules(exemptNetworks);
        rules(trustedProxies);
        if (Math.min(Math.min(weightPerMinute, webSocketsPerHost), Math.min(webSocketsPerMinute, subscriptionsPerHost))
            < 1 || Math.min(Math.min(usersPerHost, messagesPerMinute), Math.min(postsPerHost, requestIntervalMillis))
            < 1 || Math.min(requestsInitial, cancelsAbove) < 0) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    /** The networks as rules; throws {@link IllegalArgumentException} for a text that is no network. */
    static List<IpSubnetFilterRule> rules(final List<String> networks) {
        return networks.stream().map(network -> {
            final int slash = network.indexOf('/');
            if (slash < 0) {
                throw new IllegalArgumentException(network + " is not of the form address/bits");
            }
            try {
                return new IpSubnetFilterRule(network.substring(0, slash),
                    Integer.parseInt(network.substring(slash + 1)), IpFilterRuleType.ACCEPT);
            } catch (final RuntimeException | java.lang.Error wrong) {
                throw new IllegalArgumentException(network + " is no network", wrong);
            }
        }).toList();
    }
}
