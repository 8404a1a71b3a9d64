package steelyard.server.readmodel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import steelyard.model.SelfTradeMode;
import steelyard.node.ProtectionView;
import steelyard.node.TraderView;
import steelyard.protocol.sbe.ProtectionRecordDecoder;
import steelyard.protocol.sbe.ProtectionSetDecoder;

/** What accounts have set for their trading. Allocates when an account sets something. */
final class Traders {
    private static final TraderView NOTHING_SET = new TraderView(SelfTradeMode.CANCEL_MAKER, 0, List.of());

    private static final class Trader {
        private SelfTradeMode selfTradeMode = SelfTradeMode.CANCEL_MAKER;
        private long scheduledCancelMillis;
        private final TreeMap<Integer, ProtectionView> protections = new TreeMap<>();
    }

    private final Map<Integer, Trader> byAccount = new HashMap<>();

    private Trader of(final int accountId) {
        return byAccount.computeIfAbsent(accountId, id -> new Trader());
    }

    /** The mode of orders that name none; {@link SelfTradeMode#DEFAULT}: none was chosen. */
    void selfTradeMode(final int accountId, final int mode) {
        if (mode != SelfTradeMode.DEFAULT.code()) {
            of(accountId).selfTradeMode = SelfTradeMode.of(mode);
        }
    }

    /** When the account's open orders are canceled; 0: not at all. */
    void scheduledCancel(final int accountId, final long timeMillis) {
        of(accountId).scheduledCancelMillis = Deadline.millis(timeMillis);
    }

    /** A frozen group stays frozen. */
    void protection(final ProtectionSetDecoder event) {
        final Map<Integer, ProtectionView> protections = of(event.accountId()).protections;
        final ProtectionView before = protections.get((int) event.quoteGroup());
        protections.put((int) event.quoteGroup(), new ProtectionView(event.quoteGroup(), event.windowMillis(),
            event.frozenMillis(), event.countMax(), event.quantityMaxE8(), event.valueMaxMicros(),
            before == null ? ProtectionView.NOT_FROZEN : before.frozenUntilMillis()));
    }

    /** Protection of a snapshot. */
    void load(final ProtectionRecordDecoder record) {
        of(record.accountId()).protections.put((int) record.quoteGroup(), new ProtectionView(record.quoteGroup(),
            record.windowMillis(), record.frozenMillis(), record.countMax(), record.quantityMaxE8(),
            record.valueMaxMicros(),
            record.isFrozen() == 0 ? ProtectionView.NOT_FROZEN : record.frozenUntilMillis()));
    }

    /** A group is refused until a time, 0: for ever, or {@link ProtectionView#NOT_FROZEN} any more. */
    void frozen(final int accountId, final int group, final long untilMillis) {
        of(accountId).protections.computeIfPresent(group, (id, set) -> new ProtectionView(group, set.windowMillis(),
            set.frozenMillis(), set.countMax(), set.quantityMaxE8(), set.valueMaxMicros(), untilMillis));
    }

    TraderView view(final int accountId, final long nowMillis) {
        final Trader trader = byAccount.get(accountId);
        return trader == null ? NOTHING_SET : new TraderView(trader.selfTradeMode, trader.scheduledCancelMillis,
            trader.protections.values().stream().map(protection -> thawed(protection, nowMillis)).toList());
    }

    private static ProtectionView thawed(final ProtectionView set, final long nowMillis) {
        final boolean isOver = set.frozenUntilMillis() > 0 && set.frozenUntilMillis() <= nowMillis;
        return isOver
            ? new ProtectionView(set.group(), set.windowMillis(), set.frozenMillis(), set.countMax(),
                set.quantityMaxE8(), set.valueMaxMicros(), ProtectionView.NOT_FROZEN)
            : set;
    }
}
