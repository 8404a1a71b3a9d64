package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.RiskCommand;
import steelyard.testkit.event.RiskEvent;

/** Section 5 of the account rules: who gets fees for orders of others. */
final class Builders {
    /** What an order owes, in tenths of a basis point. */
    record Debt(int builderId, int tenths) {
        static final Debt NONE = new Debt(0, 0);

        long nanos() {
            return 10_000L * tenths;
        }

        BigInteger of(final BigInteger notional) {
            return notional.multiply(BigInteger.valueOf(tenths)).divide(BigInteger.valueOf(100_000));
        }
    }

    /** By account, then by builder: the largest fee. */
    final Map<Integer, Map<Integer, Integer>> approvals = new TreeMap<>();
    /** By order; also of orders that have ended. */
    private final Map<Long, Debt> debts = new HashMap<>();

    Debt of(final long orderId) {
        return debts.getOrDefault(orderId, Debt.NONE);
    }

    void owe(final long orderId, final Debt debt) {
        if (debt.tenths() != 0) {
            debts.put(orderId, debt);
        }
    }

    /** What the orders of an action would owe, or {@code null} if they may not. */
    static Debt asked(final State state, final Command.PlaceAdvancedOrders c, final int accountId) {
        if (c.builder().isZero()) {
            return Debt.NONE;
        }
        final Account builder = state.account(c.builder());
        final int approved = builder == null
            ? 0
            : state.builders.approvals.getOrDefault(state.account(accountId).ownerId(), Map.of())
                .getOrDefault(builder.id(), 0);
        return approved == 0 || c.builderTenths() > approved
            || c.builderTenths() > state.parameter(Parameter.BUILDER_FEE_MAX)
            ? null
            : new Debt(builder.id(), c.builderTenths());
    }

    static Verdict approve(final Floor floor, final RiskCommand.ApproveBuilderFee c, final int accountId) {
        if (c.maxTenths() < 0 || c.maxTenths() > 1_000) {
            return Verdict.refused(RejectReason.BUILDER_FEE_INVALID, 1_000);
        }
        final State state = floor.state;
        final Account builder = state.account(c.builder());
        if (builder == null || !builder.isUser() || builder.id() == accountId) {
            return Verdict.refused(RejectReason.BUILDER_UNKNOWN);
        }
        final Map<Integer, Integer> approved =
            state.builders.approvals.computeIfAbsent(accountId, each -> new TreeMap<>());
        if (c.maxTenths() == 0) {
            approved.remove(builder.id());
        } else {
            final long max = state.parameter(Parameter.BUILDERS_MAX);
            if (!approved.containsKey(builder.id()) && approved.size() >= max) {
                return Verdict.refused(RejectReason.BUILDERS_LIMIT, max);
            }
            floor.funding.bringUpToDate(builder.id());
            final long least = state.parameter(Parameter.BUILDER_EQUITY_MIN_MICROS);
            if (Portfolio.of(state, floor.choices, builder.id()).equity().compareTo(BigInteger.valueOf(least)) < 0) {
                return Verdict.refused(RejectReason.BUILDER_INSUFFICIENT, least);
            }
            approved.put(builder.id(), c.maxTenths());
        }
        floor.out.add(new RiskEvent.BuilderFeeApproved(
            floor.out.header(), accountId, builder.id(), c.maxTenths()));
        return Verdict.ACCEPTED;
    }
}
