package steelyard.exchange.operator;

import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.command.Remark;
import steelyard.exchange.event.EmergencyEvents;
import steelyard.exchange.order.OrderSweep;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.KillSwitches;
import steelyard.model.RejectReason;
import steelyard.protocol.sbe.SetKillSwitchDecoder;
import steelyard.protocol.sbe.SweepOrdersDecoder;

/** How operators stop trading and clear the books. {@code docs/rules.md}, 9. */
public final class EmergencyCommands {
    private final ExchangeState state;
    private final EmergencyEvents events;
    private final OrderSweep sweep;
    private final SetKillSwitchDecoder setKillSwitch = new SetKillSwitchDecoder();
    private final SweepOrdersDecoder sweepOrders = new SweepOrdersDecoder();
    private final Scope scope = new Scope();
    private final Remark remark = new Remark();

    /** Applies to this state. */
    public EmergencyCommands(final ExchangeState state, final EmergencyEvents events, final OrderSweep sweep) {
        this.state = state;
        this.events = events;
        this.sweep = sweep;
    }

    /** {@code SetKillSwitch}. */
    public RejectReason setKillSwitch(final CommandFrame command, final Refusal refusal) {
        command.decode(setKillSwitch);
        if (scope.resolve(state, setKillSwitch.scope(), setKillSwitch.marketId(), command.buffer(),
            command.blockOffset() + SetKillSwitchDecoder.addressEncodingOffset(), refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final boolean on = setKillSwitch.on() != 0;
        set(on);
        events.killSwitchSet(scope.code(), scope.marketId(), scope.accountId(), on, remark.wrap(command));
        return RejectReason.NONE;
    }

    private void set(final boolean on) {
        final KillSwitches switches = state.killSwitches();
        switch (scope.code()) {
            case Scope.MARKET -> {
                switches.setMarket(scope.marketId(), on);
                state.markets().touched().add(scope.marketId());
            }
            case Scope.ACCOUNT -> {
                switches.setAccount(scope.accountId(), on);
                state.accounts().touched().add(scope.accountId());
            }
            default -> switches.setAll(on);
        }
    }

    /** {@code SweepOrders}. */
    public RejectReason sweep(final CommandFrame command, final Refusal refusal) {
        command.decode(sweepOrders);
        if (scope.resolve(state, sweepOrders.scope(), sweepOrders.marketId(), command.buffer(),
            command.blockOffset() + SweepOrdersDecoder.addressEncodingOffset(), refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final long canceled = scope.accountId() == Scope.NONE
            ? sweep.markets(scope.marketId())
            : sweep.account(scope.accountId());
        events.ordersSwept(canceled, sweep.remaining(scope.marketId(), scope.accountId()), remark.wrap(command));
        return RejectReason.NONE;
    }
}
