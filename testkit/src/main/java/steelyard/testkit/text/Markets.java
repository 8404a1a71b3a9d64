package steelyard.testkit.text;

import java.util.ArrayList;
import java.util.List;
import steelyard.model.MarketSpec;
import steelyard.testkit.event.Event;

/** The markets that events have listed so far: names and scales for texts. */
public final class Markets {
    private final List<MarketSpec> specs = new ArrayList<>();

    /** Learns from the events of a command. */
    public void onEvents(final List<Event> events) {
        for (final Event event : events) {
            if (event instanceof Event.MarketListed listed) {
                specs.add(listed.spec());
            }
        }
    }

    /** The specification of a market, or {@code null}. */
    public MarketSpec spec(final int marketId) {
        return marketId >= 0 && marketId < specs.size() ? specs.get(marketId) : null;
    }

    /** The market's coin, or {@code m} and its id. */
    String name(final int marketId) {
        final MarketSpec spec = spec(marketId);
        return spec == null ? "m" + marketId : Words.quotedIfNeeded(spec.coin());
    }

    /** The id of the market with this name, as {@link #name} writes it. */
    int id(final String name) {
        for (final MarketSpec spec : specs) {
            if (spec.coin().equals(name)) {
                return spec.marketId();
            }
        }
        if (!name.matches("m-?\\d+")) {
            throw new IllegalArgumentException("no market is called " + name);
        }
        return Integer.parseInt(name.substring(1));
    }
}
