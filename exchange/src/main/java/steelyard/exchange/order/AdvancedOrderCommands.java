package steelyard.exchange.order;

import steelyard.exchange.authority.Authority;
import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.identity.AddressBytes;
import steelyard.exchange.identity.AddressTable;
import steelyard.exchange.state.Builders;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.Grouping;
import steelyard.model.MarketSpec;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.model.TriggerKind;
import steelyard.protocol.sbe.ModifyAdvancedOrdersDecoder;
import steelyard.protocol.sbe.PlaceAdvancedOrdersDecoder;

/**
 * The actions on orders with everything that they may have. {@code docs/matching-rules.md}, sections 2, 7, 9 and 10.
 */
public final class AdvancedOrderCommands {
    private static final int FAMILY_MAX = 3;

    private final ExchangeState state;
    private final Authority authority;
    private final StaticChecks staticChecks;
    private final ActionBounds bounds;
    private final OrderEntry orderEntry;
    private final TriggerEntry triggerEntry;
    private final OrderEvents events;
    private final Modification modification;
    private final PlaceAdvancedOrdersDecoder place = new PlaceAdvancedOrdersDecoder();
    private final ModifyAdvancedOrdersDecoder modify = new ModifyAdvancedOrdersDecoder();
    private final OrderRequest order = new OrderRequest();
    private final RequestTarget target = new RequestTarget();
    private final Refusal parentRefusal = new Refusal();
    /** Whom the orders of the action under way owe a fee, in tenths of a basis point; 0: nobody. */
    private int builderId;
    private int builderTenths;

    /** Applies to this state. */
    public AdvancedOrderCommands(final OrderParts parts, final Authority authority) {
        this.state = parts.state;
        this.authority = authority;
        this.staticChecks = new StaticChecks(state);
        this.bounds = parts.bounds;
        this.orderEntry = parts.orderEntry;
        this.triggerEntry = parts.triggerEntry;
        this.events = parts.events;
        this.modification = new Modification(parts);
    }

    /** {@code PlaceAdvancedOrders}. */
    public RejectReason place(final CommandFrame command, final Refusal refusal) {
        command.decode(place);
        if (authority.admit(command, refusal) != RejectReason.NONE
            || checkPlacements(refusal) != RejectReason.NONE || checkGrouping(refusal) != RejectReason.NONE
            || checkBuilder(command, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        place.sbeRewind();
        final Grouping grouping = Grouping.of(place.grouping());
        final PlaceAdvancedOrdersDecoder.OrdersDecoder entries = place.orders();
        bounds.begin(entries.count());
        switch (grouping) {
            case ORDER -> placeFamily(command.accountId(), entries);
            case POSITION -> placeProtection(command.accountId(), entries);
            case NONE -> placeEach(command.accountId(), entries);
        }
        return RejectReason.NONE;
    }

    /** {@code ModifyAdvancedOrders}. */
    public RejectReason modify(final CommandFrame command, final Refusal refusal) {
        command.decode(modify);
        if (authority.admit(command, refusal) != RejectReason.NONE
            || checkModifications(refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        modify.sbeRewind();
        final boolean alwaysPlace = modify.alwaysPlace() != 0;
        final ModifyAdvancedOrdersDecoder.ModifiesDecoder entries = modify.modifies();
        bounds.begin(entries.count());
        for (int i = 0; entries.hasNext(); i++) {
            entries.next();
            bounds.nextEntry();
            target.entry(command.accountId(), entries.marketId(), i);
            target.byEither(
                entries.targetOrderId(), entries.targetClientOrderIdHigh(), entries.targetClientOrderIdLow());
            read(command.accountId(), i, entries);
            modification.apply(target, order, alwaysPlace);
        }
        return RejectReason.NONE;
    }

    private void placeEach(final int accountId, final PlaceAdvancedOrdersDecoder.OrdersDecoder entries) {
        for (int i = 0; entries.hasNext(); i++) {
            bounds.nextEntry();
            read(accountId, i, entries.next());
            if (order.triggerKind() == TriggerKind.NONE) {
                orderEntry.enter(order);
            } else {
                triggerEntry.enter(order);
            }
        }
    }

    private void placeProtection(final int accountId, final PlaceAdvancedOrdersDecoder.OrdersDecoder entries) {
        long groupId = 0;
        for (int i = 0; entries.hasNext(); i++) {
            bounds.nextEntry();
            read(accountId, i, entries.next());
            groupId = triggerEntry.enterProtection(order, groupId);
        }
    }

    private void placeFamily(final int accountId, final PlaceAdvancedOrdersDecoder.OrdersDecoder entries) {
        bounds.nextEntry();
        read(accountId, 0, entries.next());
        order.addFlags(OrderFlags.LINKED);
        orderEntry.enter(order);
        final long parentId = order.orderId();
        final boolean rests = orderEntry.rests();
        final boolean lives = rests || orderEntry.filledLots() > 0;
        for (int i = 1; entries.hasNext(); i++) {
            bounds.nextEntry();
            read(accountId, i, entries.next());
            if (lives) {
                triggerEntry.enterChild(order, parentId, rests);
            } else {
                order.orderId(state.counters().takeOrderId());
                parentRefusal.because(RejectReason.PARENT_NOT_PLACED);
                events.rejected(order, parentRefusal);
            }
        }
    }

    private void read(final int accountId, final int index, final PlaceAdvancedOrdersDecoder.OrdersDecoder entry) {
        final MarketSpec spec = state.markets().spec(entry.marketId());
        order.entry(accountId, entry.marketId(), index, entry.side(), entry.timeInForce());
        order.identity(entry.flags(), entry.clientOrderIdHigh(), entry.clientOrderIdLow());
        order.extras(entry.displaySizeE8() / spec.e8PerLot(), entry.expiresMillis());
        order.trigger(entry.triggerKind(), entry.triggerSource(), entry.isMarket() != 0);
        triggerPrices(spec, entry.triggerKind(), entry.triggerPriceE8(), entry.trailE8(), entry.trailBps());
        order.terms(entry.priceE8() / spec.e8PerTick(), entry.sizeE8() / spec.e8PerLot());
        order.builder(builderId, builderTenths);
    }

    private void read(final int accountId, final int index, final ModifyAdvancedOrdersDecoder.ModifiesDecoder entry) {
        final MarketSpec spec = state.markets().spec(entry.marketId());
        order.entry(accountId, entry.marketId(), index, entry.side(), entry.timeInForce());
        order.identity(entry.flags(), entry.clientOrderIdHigh(), entry.clientOrderIdLow());
        order.extras(entry.displaySizeE8() / spec.e8PerLot(), entry.expiresMillis());
        order.trigger(entry.triggerKind(), entry.triggerSource(), entry.isMarket() != 0);
        triggerPrices(spec, entry.triggerKind(), entry.triggerPriceE8(), entry.trailE8(), entry.trailBps());
        order.terms(entry.priceE8() / spec.e8PerTick(), entry.sizeE8() / spec.e8PerLot());
    }

    private void triggerPrices(
        final MarketSpec spec, final int kind, final long triggerPriceE8, final long trailE8, final int trailBps) {
        final boolean trails = kind == TriggerKind.TRAILING_STOP.code();
        order.triggerPrices(trails ? 0 : triggerPriceE8 / spec.e8PerTick(), trailE8 / spec.e8PerTick(), trailBps);
    }

    private RejectReason checkPlacements(final Refusal refusal) {
        final boolean zeroAllowed = place.grouping() == Grouping.POSITION.code();
        final PlaceAdvancedOrdersDecoder.OrdersDecoder e = place.orders();
        RejectReason reason = staticChecks.count(e.count(), refusal);
        for (int i = 0; reason == RejectReason.NONE && e.hasNext(); i++) {
            e.next();
            reason = staticChecks.codes(
                e.marketId(), e.side(), e.timeInForce(), e.flags(), e.expiresMillis(), e.displaySizeE8(), refusal);
            reason = reason != RejectReason.NONE ? reason : staticChecks.amounts(
                e.marketId(), e.priceE8(), e.sizeE8(), e.displaySizeE8(), zeroAllowed, refusal);
            if (reason == RejectReason.NONE && e.triggerKind() != TriggerKind.NONE.code()) {
                reason = staticChecks.triggerCodes(
                    e.triggerKind(), e.triggerSource(), e.timeInForce(), e.flags(), e.displaySizeE8(), refusal);
                reason = reason != RejectReason.NONE ? reason : staticChecks.triggerPrices(
                    e.marketId(), e.triggerKind(), e.triggerPriceE8(), e.trailE8(), e.trailBps(), refusal);
            }
            refusal.entry(reason != RejectReason.NONE ? i : Refusal.NO_BATCH_INDEX);
        }
        return reason;
    }

    private RejectReason checkModifications(final Refusal refusal) {
        final ModifyAdvancedOrdersDecoder.ModifiesDecoder e = modify.modifies();
        RejectReason reason = staticChecks.count(e.count(), refusal);
        for (int i = 0; reason == RejectReason.NONE && e.hasNext(); i++) {
            e.next();
            reason = staticChecks.codes(
                e.marketId(), e.side(), e.timeInForce(), e.flags(), e.expiresMillis(), e.displaySizeE8(), refusal);
            reason = reason != RejectReason.NONE ? reason : staticChecks.amounts(
                e.marketId(), e.priceE8(), e.sizeE8(), e.displaySizeE8(), false, refusal);
            if (reason == RejectReason.NONE && e.triggerKind() != TriggerKind.NONE.code()) {
                reason = staticChecks.triggerCodes(
                    e.triggerKind(), e.triggerSource(), e.timeInForce(), e.flags(), e.displaySizeE8(), refusal);
                reason = reason != RejectReason.NONE ? reason : staticChecks.triggerPrices(
                    e.marketId(), e.triggerKind(), e.triggerPriceE8(), e.trailE8(), e.trailBps(), refusal);
            }
            refusal.entry(reason != RejectReason.NONE ? i : Refusal.NO_BATCH_INDEX);
        }
        return reason;
    }

    /** Whether the orders may owe what the action says. {@code docs/account-rules.md#5-builders}. */
    private RejectReason checkBuilder(final CommandFrame command, final Refusal refusal) {
        final int offset = command.blockOffset() + PlaceAdvancedOrdersDecoder.builderEncodingOffset();
        builderTenths = 0;
        if (AddressBytes.isZero(command.buffer(), offset)) {
            return RejectReason.NONE;
        }
        final int row = state.addresses().find(command.buffer(), offset);
        builderId = row == AddressTable.NONE ? Authority.NO_ACCOUNT : state.addresses().accountId(row);
        final int tenths = place.builderTenths();
        final int approved = builderId < 0
            ? Builders.NONE : state.builders().maxTenths(state.accounts().ownerId(command.accountId()), builderId);
        if (approved == Builders.NONE || tenths > approved
            || tenths > state.parameters().value(Parameter.BUILDER_FEE_MAX)) {
            return refusal.because(RejectReason.BUILDER_FEE_NOT_APPROVED);
        }
        builderTenths = tenths;
        return RejectReason.NONE;
    }

    /** How the orders of an action, each valid by itself, may belong together. */
    private RejectReason checkGrouping(final Refusal refusal) {
        place.sbeRewind();
        final Grouping grouping = Grouping.of(place.grouping());
        final PlaceAdvancedOrdersDecoder.OrdersDecoder entries = place.orders();
        final int count = entries.count();
        boolean valid = grouping != null && (grouping != Grouping.ORDER || count >= 2 && count <= FAMILY_MAX)
            && (grouping != Grouping.POSITION || count < FAMILY_MAX);
        int marketId = 0;
        int side = 0;
        for (int i = 0; valid && grouping != Grouping.NONE && i < count; i++) {
            entries.next();
            if (i == 0) {
                marketId = entries.marketId();
                side = entries.side();
            }
            final boolean protects =
                entries.triggerKind() != TriggerKind.NONE.code() && OrderFlags.isReduceOnly(entries.flags());
            valid = i == 0 && grouping == Grouping.ORDER
                ? entries.triggerKind() == TriggerKind.NONE.code()
                : protects && entries.marketId() == marketId
                    && (entries.side() == side) == (grouping == Grouping.POSITION);
        }
        return valid ? RejectReason.NONE : refusal.because(RejectReason.INVALID_GROUPING);
    }
}
