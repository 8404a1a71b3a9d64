package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.SortedMap;
import steelyard.model.AccountKind;
import steelyard.model.HouseAccount;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.protocol.Address;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.RiskCommand;
import steelyard.testkit.event.Event;
import steelyard.testkit.event.RiskEvent;

/** {@code docs/account-rules.md}: sub-accounts, transfers and withdrawals. */
final class Funds {
    /** Money that an account asked to leave and no operator has decided on. */
    record Withdrawal(int accountId, Address destination, long amountMicros, long feeMicros) {
    }

    private static final int BETWEEN_USERS = 1;
    private static final int WITH_SUB_ACCOUNT = 2;
    private static final int COMPLETED = 1;
    private static final int REJECTED = 2;
    private static final long FD_AND_ZEROS = 0xFD00_0000_0000_0000L;
    private static final long RESERVED_MAX = 1_844_674_407_370_955L;
    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

    private final State state;
    private final Choices choices;
    private final Emission out;
    private final Funding funding;

    Funds(final Floor floor) {
        this.state = floor.state;
        this.choices = floor.choices;
        this.out = floor.out;
        this.funding = floor.funding;
    }

    /** Whether only a sub-account may have this address. */
    static boolean isReserved(final Address address) {
        return address.high() == FD_AND_ZEROS && address.mid() == 0;
    }

    Verdict create(final Command.CreateSubAccount c, final int ownerId) {
        if (c.name().isEmpty()) {
            return Verdict.refused(RejectReason.SUB_ACCOUNT_NAME);
        }
        final long owned = state.accounts.stream()
            .filter(each -> each.kind() == AccountKind.SUB_ACCOUNT && each.ownerId() == ownerId).count();
        final long max = state.parameter(Parameter.SUB_ACCOUNTS_MAX);
        if (owned >= max) {
            return Verdict.refused(RejectReason.SUB_ACCOUNT_LIMIT, max);
        }
        final Verdict room = checkRoom();
        if (!room.isAccepted()) {
            return room;
        }
        final Account owner = state.account(ownerId);
        final int id = state.accounts.size();
        add(new Account(id, ownerId, new Address(FD_AND_ZEROS, 0, id), AccountKind.SUB_ACCOUNT, 0,
            owner.accountClass(), owner.feeGroup(), false));
        out.add(new Event.SubAccountNamed(out.header(), id, c.name()));
        return Verdict.ACCEPTED;
    }

    Verdict rename(final Command.RenameSubAccount c, final int ownerId) {
        final Account subAccount = state.subAccount(c.address(), ownerId);
        if (subAccount == null) {
            return Verdict.refused(RejectReason.SUB_ACCOUNT_UNKNOWN);
        }
        if (c.name().isEmpty()) {
            return Verdict.refused(RejectReason.SUB_ACCOUNT_NAME);
        }
        out.add(new Event.SubAccountNamed(out.header(), subAccount.id(), c.name()));
        return Verdict.ACCEPTED;
    }

    Verdict move(final Command.MoveSubAccountCash c, final int ownerId) {
        final Account subAccount = state.subAccount(c.address(), ownerId);
        if (subAccount == null) {
            return Verdict.refused(RejectReason.SUB_ACCOUNT_UNKNOWN);
        }
        if (c.amountMicros() < 1) {
            return Verdict.refused(RejectReason.ZERO_AMOUNT);
        }
        final int from = c.isDeposit() ? ownerId : subAccount.id();
        final int to = c.isDeposit() ? subAccount.id() : ownerId;
        final Verdict verdict = drawOn(from, BigInteger.valueOf(c.amountMicros()), RejectReason.INSUFFICIENT_TRANSFER);
        if (verdict.isAccepted()) {
            pay(from, to, c.amountMicros());
            tellTransfer(from, to, c.amountMicros(), 0, WITH_SUB_ACCOUNT);
        }
        return verdict;
    }

    Verdict transfer(final Command.TransferCash c, final int accountId) {
        final Account source = c.fromSubAccount().isZero()
            ? state.account(accountId)
            : state.subAccount(c.fromSubAccount(), accountId);
        if (source == null) {
            return Verdict.refused(RejectReason.SUB_ACCOUNT_UNKNOWN);
        }
        final Account known = state.account(c.destination());
        final long fee = known == null ? state.parameter(Parameter.ACTIVATION_FEE_MICROS) : 0;
        final BigInteger sum = BigInteger.valueOf(c.amountMicros()).add(BigInteger.valueOf(fee)).min(LARGEST);
        final Verdict verdict = check(c, source, known)
            .and(() -> drawOn(source.id(), sum, RejectReason.INSUFFICIENT_TRANSFER));
        if (!verdict.isAccepted()) {
            return verdict;
        }
        final int to = known != null ? known.id() : state.accounts.size();
        if (known == null) {
            add(Account.created(to, c.destination(), AccountKind.USER));
        }
        pay(source.id(), to, c.amountMicros());
        pay(source.id(), HouseAccount.FEES.id(), fee);
        tellTransfer(source.id(), to, c.amountMicros(), fee, BETWEEN_USERS);
        return Verdict.ACCEPTED;
    }

    private Verdict check(final Command.TransferCash c, final Account source, final Account known) {
        if (c.amountMicros() < 1) {
            return Verdict.refused(RejectReason.ZERO_AMOUNT);
        }
        if (c.destination().isZero() || known != null && known.kind() == AccountKind.HOUSE
            || known == null && isReserved(c.destination())) {
            return Verdict.refused(RejectReason.HOUSE_ADDRESS);
        }
        if (c.destination().equals(source.address())) {
            return Verdict.refused(RejectReason.SELF_TRANSFER);
        }
        return known == null ? checkRoom() : Verdict.ACCEPTED;
    }

    Verdict request(final Command.RequestWithdrawal c, final int accountId) {
        final long fee = state.parameter(Parameter.WITHDRAWAL_FEE_MICROS);
        if (c.amountMicros() <= fee) {
            return Verdict.refused(RejectReason.WITHDRAWAL_TOO_SMALL, fee);
        }
        if (c.destination().isZero()) {
            return Verdict.refused(RejectReason.WITHDRAWAL_ADDRESS);
        }
        final long pending = state.withdrawals.values().stream().filter(each -> each.accountId() == accountId).count();
        final long max = state.parameter(Parameter.WITHDRAWALS_MAX);
        if (pending >= max) {
            return Verdict.refused(RejectReason.WITHDRAWALS_PENDING, max);
        }
        final Verdict verdict =
            drawOn(accountId, BigInteger.valueOf(c.amountMicros()), RejectReason.INSUFFICIENT_WITHDRAWAL);
        if (!verdict.isAccepted()) {
            return verdict;
        }
        final long id = ++state.lastWithdrawalId;
        pay(accountId, HouseAccount.WITHDRAWALS.id(), c.amountMicros());
        state.withdrawals.put(id, new Withdrawal(accountId, c.destination(), c.amountMicros(), fee));
        out.add(new Event.WithdrawalRequested(
            out.header(), id, c.amountMicros(), fee, state.account(accountId).cashMicros(), accountId, c.destination()));
        return Verdict.ACCEPTED;
    }

    Verdict resolve(final Command.ResolveWithdrawal c) {
        final Withdrawal pending = state.withdrawals.get(c.withdrawalId());
        if (pending == null) {
            return Verdict.refused(RejectReason.WITHDRAWAL_UNKNOWN, c.withdrawalId());
        }
        if (c.outcome() != COMPLETED && c.outcome() != REJECTED) {
            return Verdict.refused(RejectReason.INVALID_STATE);
        }
        final int held = HouseAccount.WITHDRAWALS.id();
        if (c.outcome() == COMPLETED) {
            pay(held, HouseAccount.FEES.id(), pending.feeMicros());
            state.addCash(held, pending.feeMicros() - pending.amountMicros());
        } else {
            pay(held, pending.accountId(), pending.amountMicros());
        }
        state.withdrawals.remove(c.withdrawalId());
        out.add(new Event.WithdrawalResolved(
            out.header(), c.withdrawalId(), pending.amountMicros(), pending.feeMicros(),
            state.account(pending.accountId()).cashMicros(), pending.accountId(), pending.destination(), c.outcome(),
            c.remark()));
        return Verdict.ACCEPTED;
    }

    /** Section 9: requests are paid for. */
    Verdict reserve(final RiskCommand.ReserveRequests c, final int accountId) {
        final Account destination = c.destination().isZero() ? state.account(accountId) : state.account(c.destination());
        if (destination == null || destination.kind() == AccountKind.HOUSE) {
            return Verdict.refused(RejectReason.REQUESTS_UNKNOWN);
        }
        final long before = state.reservedRequests.getOrDefault(destination.id(), 0L);
        if (c.requests() < 1 || c.requests() > RESERVED_MAX - before) {
            return Verdict.refused(RejectReason.REQUESTS_INVALID, RESERVED_MAX - before);
        }
        final BigInteger cost = BigInteger.valueOf(c.requests())
            .multiply(BigInteger.valueOf(state.parameter(Parameter.REQUEST_PRICE_MICROS)));
        final Verdict verdict = drawOn(accountId, cost, RejectReason.INSUFFICIENT_TRANSFER);
        if (verdict.isAccepted()) {
            pay(accountId, HouseAccount.FEES.id(), cost.longValueExact());
            state.reservedRequests.put(destination.id(), before + c.requests());
            out.add(new RiskEvent.RequestsReserved(out.header(), c.requests(), cost.longValueExact(),
                before + c.requests(), state.account(accountId).cashMicros(), accountId, destination.id()));
        }
        return verdict;
    }

    /** Whether an account may give this amount away. */
    private Verdict drawOn(final int accountId, final BigInteger amount, final RejectReason insufficient) {
        funding.bringUpToDate(accountId);
        final Portfolio portfolio = Portfolio.of(state, choices, accountId);
        if (portfolio.account().isFrozen()) {
            return Verdict.refused(RejectReason.ACCOUNT_FROZEN);
        }
        for (final SortedMap.Entry<Integer, Position> entry : portfolio.positions().entrySet()) {
            final Market market = state.market(entry.getKey());
            if (isCross(market, entry.getValue()) && !Prices.isFresh(state, market)) {
                return Verdict.refused(RejectReason.FUNDS_PRICE_STALE, market.id());
            }
        }
        final BigInteger free = free(portfolio);
        return amount.compareTo(free) > 0 ? Verdict.refused(insufficient, free.longValueExact()) : Verdict.ACCEPTED;
    }

    private static boolean isCross(final Market market, final Position position) {
        return position.lots() != 0 && !market.isIsolated(position);
    }

    /** What may leave an account. */
    static BigInteger free(final Portfolio portfolio) {
        BigInteger initial = BigInteger.ZERO;
        BigInteger notional = BigInteger.ZERO;
        for (final SortedMap.Entry<Integer, Position> entry : portfolio.positions().entrySet()) {
            final Position position = entry.getValue();
            final Market market = portfolio.state().market(entry.getKey());
            if (isCross(market, position)) {
                final StandardMargin margin = portfolio.margin(market.id());
                final BigInteger each = margin.notional(position.lots());
                notional = notional.add(each);
                initial = initial.add(margin.initial(each, position.chosenLeverage()));
            }
        }
        final BigInteger least = portfolio.isInPortfolioMode() ? portfolio.hedged().initialWithoutOrders() : initial;
        final BigInteger need = least.max(Choices.ceiling(notional, BigInteger.TEN));
        return portfolio.equity().subtract(need).max(BigInteger.ZERO);
    }

    private Verdict checkRoom() {
        final long max = state.parameter(Parameter.ACCOUNTS_MAX);
        return state.accounts.size() >= max ? Verdict.refused(RejectReason.LIMIT_REACHED, max) : Verdict.ACCEPTED;
    }

    private void add(final Account account) {
        state.add(account);
        out.add(new Event.AccountCreated(
            out.header(), account.id(), account.ownerId(), account.address(), account.kind().code()));
    }

    private void pay(final int from, final int to, final long micros) {
        state.addCash(from, -micros);
        state.addCash(to, micros);
    }

    private void tellTransfer(final int from, final int to, final long amount, final long fee, final int kind) {
        final Account source = state.account(from);
        final Account target = state.account(to);
        out.add(new Event.CashTransferred(
            out.header(), amount, fee, source.cashMicros(), target.cashMicros(), from, to, source.address(),
            target.address(), kind));
    }
}
