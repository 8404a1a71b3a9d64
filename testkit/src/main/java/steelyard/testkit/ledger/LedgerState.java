package steelyard.testkit.ledger;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import steelyard.model.Parameter;

/** What the parts of the ledger share: what there is, and what the current command has touched. */
final class LedgerState {
    final Map<Parameter, Long> parameters = new EnumMap<>(Parameter.class);
    final SortedMap<Integer, LedgerMarket> markets = new TreeMap<>();
    final List<LedgerAccount> accounts = new ArrayList<>();
    /** Who referred whom. */
    final Map<Integer, Integer> referrers = new TreeMap<>();
    final Set<Integer> touchedMarkets = new TreeSet<>();
    final Set<Integer> touchedAccounts = new HashSet<>();
    boolean moneyMoved;
    /** Whether margin is still that of {@code docs/rules.md}, section 5, alone. */
    boolean standardRules = true;
    /** Whether everybody still pays the same fees. */
    boolean oneRate = true;

    LedgerState() {
        for (final Parameter parameter : Parameter.values()) {
            parameters.put(parameter, parameter.defaultValue());
        }
    }

    /** Before the events of a command. */
    void begin() {
        touchedMarkets.clear();
        touchedAccounts.clear();
        moneyMoved = false;
    }
}
