package steelyard.testkit.flow;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Parts of the rules that a flow may reach; {@code -Dflow.features=} names those to reach instead of all, or, the first
 * after a minus, those to leave out.
 */
enum Feature {
    WORK, CHECKS, ADVANCED, SELF_TRADE, FILL_OR_KILL, GOOD_TILL_TIME, STATES, LIMITS, SWEEPS, SCHEDULES, CHANGES,
    TRIGGERS, GROUPS, TWAPS, ICEBERGS, MARGINS, LIQUIDATIONS, MODIFIES, QUOTES, PROTECTION, AUCTIONS, FUNDS,
    EMERGENCY, HOUSE, FEES, MARKS, PORTFOLIOS, BUILDERS, MULTI_SIGS, SESSIONS, AGENT_LIMITS, REFERRALS, REQUESTS;

    private static final Set<Feature> ON = named(System.getProperty("flow.features"));

    private static Set<Feature> named(final String names) {
        if (names == null) {
            return EnumSet.allOf(Feature.class);
        }
        return names.startsWith("-")
            ? EnumSet.complementOf(EnumSet.copyOf(named(names.substring(1))))
            : Stream.of(names.split(",")).filter(name -> !name.isEmpty()).map(Feature::valueOf)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Feature.class)));
    }

    boolean isOn() {
        return ON.contains(this);
    }
}
