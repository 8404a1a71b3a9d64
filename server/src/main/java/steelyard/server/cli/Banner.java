package steelyard.server.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Set;
import steelyard.server.Server;
import steelyard.server.config.NodeConfig;

/** What a node says when it is ready. */
final class Banner {
    private static final int SHOWN_MAX = 20;

    private Banner() {
    }

    private static String markets(final Set<String> coins) {
        return coins.size() <= SHOWN_MAX ? String.join(" ", coins)
            : String.join(" ", coins.stream().limit(SHOWN_MAX).toList()) + " … (%,d)".formatted(coins.size());
    }

    static void print(final Server server, final PrintStream console) {
        final NodeConfig config = server.node().config();
        console.printf("markets    %s%n", markets(server.markets().keySet()));
        console.printf("public     http://%s:%d  (POST /info, POST /exchange, WebSocket /ws)%n",
            config.gateway().host(), server.gatewayPort());
        console.printf("operators  http://%s:%d  (token in %s)%n",
            config.admin().host(), config.admin().port(), server.admin().tokenFile());
        console.printf("data       %s, durability %s%n", config.cluster().directory(),
            config.cluster().durability().name().toLowerCase(Locale.ROOT));
        console.println("ready");
        console.flush();
    }
}
