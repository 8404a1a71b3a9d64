package steelyard.exchange.funds;

import steelyard.exchange.authority.Authority;
import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.event.FundsEvents;
import steelyard.exchange.identity.AddressBytes;
import steelyard.exchange.identity.AddressTable;
import steelyard.exchange.risk.FundingPayments;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.AccountKind;
import steelyard.model.HouseAccount;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.protocol.sbe.ReserveRequestsDecoder;

/** {@code ReserveRequests}. {@code docs/account-rules.md#9-reserved-requests}. */
public final class RequestCommand {
    /** Most requests that an account may ever have reserved. */
    public static final long RESERVED_MAX = 1_844_674_407_370_955L;

    private final ExchangeState state;
    private final Authority authority;
    private final FundsEvents events;
    private final Drawing drawing;
    private final ReserveRequestsDecoder reserve = new ReserveRequestsDecoder();

    /** Applies to this state. */
    public RequestCommand(
        final ExchangeState state, final Authority authority, final FundsEvents events,
        final FundingPayments payments) {
        this.state = state;
        this.authority = authority;
        this.events = events;
        this.drawing = new Drawing(state, payments);
    }

    /** Applies it, or says why not. */
    public RejectReason apply(final CommandFrame command, final Refusal refusal) {
        command.decode(reserve);
        if (authority.admitMaster(command, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final int accountId = command.accountId();
        final int destination = destination(command);
        if (destination < 0 || state.accounts().kind(destination) == AccountKind.HOUSE) {
            return refusal.because(RejectReason.REQUESTS_UNKNOWN);
        }
        final long requests = reserve.requests();
        final long most = RESERVED_MAX - state.traders().reservedRequests(destination);
        if (requests < 1 || requests > most) {
            return refusal.because(RejectReason.REQUESTS_INVALID, most, 0);
        }
        final long cost = costMicros(requests);
        if (drawing.check(accountId, cost, RejectReason.INSUFFICIENT_TRANSFER, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        state.accounts().transfer(accountId, HouseAccount.FEES.id(), cost);
        state.traders().reserved(destination, requests);
        events.requestsReserved(accountId, destination, requests, cost);
        return RejectReason.NONE;
    }

    private int destination(final CommandFrame command) {
        final int offset = command.blockOffset() + ReserveRequestsDecoder.destinationEncodingOffset();
        if (AddressBytes.isZero(command.buffer(), offset)) {
            return command.accountId();
        }
        final int row = state.addresses().find(command.buffer(), offset);
        return row == AddressTable.NONE ? Authority.NO_ACCOUNT : state.addresses().accountId(row);
    }

    /** More than a number can tell counts as the most. */
    private long costMicros(final long requests) {
        final long price = state.parameters().value(Parameter.REQUEST_PRICE_MICROS);
        return price != 0 && requests > Long.MAX_VALUE / price ? Long.MAX_VALUE : requests * price;
    }
}
