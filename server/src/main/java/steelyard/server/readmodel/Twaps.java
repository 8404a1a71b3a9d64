package steelyard.server.readmodel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.Long2ObjectHashMap;
import steelyard.model.OrderFlags;
import steelyard.model.Side;
import steelyard.node.TwapView;
import steelyard.protocol.array.FillSettledDecoder;
import steelyard.protocol.sbe.TwapEndedDecoder;
import steelyard.protocol.sbe.TwapRecordDecoder;
import steelyard.protocol.sbe.TwapSlicedDecoder;
import steelyard.protocol.sbe.TwapStartedDecoder;

/** The TWAPs that run or wait, by id and by account. Allocates when one starts. */
final class Twaps {
    private static final class Twap {
        private TwapView terms;
        private long executedLots;
        private long executedMicros;

        private TwapView view() {
            return new TwapView(terms.twapId(), terms.accountId(), terms.marketId(), terms.side(),
                terms.quantityLots(), executedLots, executedMicros, terms.minutes(), terms.randomize(), terms.flags(),
                terms.triggerPriceTicks(), terms.triggerAbove(), terms.stopPriceTicks(), terms.startNanos());
        }
    }

    private final Long2ObjectHashMap<Twap> byId = new Long2ObjectHashMap<>();
    private final Map<Integer, List<Twap>> byAccount = new HashMap<>();
    /** The one that sent the last slice: the fills of slices that follow are its. */
    private Twap slicing;

    /** A TWAP waits, or runs. */
    void started(final TwapStartedDecoder event) {
        final TwapView terms = new TwapView(event.twapId(), event.accountId(), event.marketId(),
            Side.of(event.side()), event.quantityLots(), 0, 0, event.minutes(), event.randomize() != 0, event.flags(),
            event.triggerPriceTicks(), event.triggerAbove() != 0, event.stopPriceTicks(),
            event.header().timestampNanos());
        final Twap known = byId.get(event.twapId());
        if (known != null) {
            known.terms = terms;
        } else {
            add(terms);
        }
    }

    /** A TWAP of a snapshot. */
    void load(final TwapRecordDecoder record) {
        final Twap twap = add(new TwapView(record.twapId(), record.accountId(), record.marketId(),
            Side.of(record.side()), record.quantityLots(), 0, 0, record.minutes(), record.randomize() != 0,
            record.flags(), record.triggerPriceTicks(), record.triggerAbove() != 0, record.stopPriceTicks(),
            record.startNanos()));
        twap.executedLots = record.executedLots();
        twap.executedMicros = record.executedMicros();
    }

    private Twap add(final TwapView terms) {
        final Twap twap = new Twap();
        twap.terms = terms;
        byId.put(terms.twapId(), twap);
        byAccount.computeIfAbsent(terms.accountId(), id -> new ArrayList<>()).add(twap);
        return twap;
    }

    /** A TWAP sends an order, whose fills follow. */
    void sliced(final TwapSlicedDecoder event) {
        slicing = known(event.twapId());
        check(slicing, event.executedLots());
    }

    /** A fill was settled; of a slice it is the last TWAP's. */
    void filled(final FillSettledDecoder event) {
        if ((event.flags() & OrderFlags.TWAP_SLICE) != 0) {
            slicing.executedLots += event.quantityLots();
            slicing.executedMicros += Math.abs(event.priceTicks()) * event.quantityLots();
        }
    }

    void ended(final TwapEndedDecoder event) {
        final Twap twap = known(event.twapId());
        check(twap, event.executedLots());
        byId.remove(event.twapId());
        byAccount.computeIfPresent(event.accountId(), (accountId, ofAccount) -> {
            ofAccount.remove(twap);
            return ofAccount.isEmpty() ? null : ofAccount;
        });
    }

    /** The account's TWAPs, in the order of their ids. */
    List<TwapView> views(final int accountId) {
        return byAccount.getOrDefault(accountId, List.of()).stream().map(Twap::view)
            .sorted(Comparator.comparingLong(TwapView::twapId)).toList();
    }

    private Twap known(final long twapId) {
        final Twap twap = byId.get(twapId);
        if (twap == null) {
            throw new IllegalStateException("TWAP " + twapId + " does not run");
        }
        return twap;
    }

    private static void check(final Twap twap, final long executedLots) {
        if (twap.executedLots != executedLots) {
            throw new IllegalStateException("TWAP " + twap.terms.twapId() + " executed " + twap.executedLots
                + " lots and not " + executedLots);
        }
    }
}
