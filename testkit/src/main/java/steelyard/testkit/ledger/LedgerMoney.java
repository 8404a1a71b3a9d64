package steelyard.testkit.ledger;

import static steelyard.testkit.ledger.LedgerViolation.require;
import static steelyard.testkit.ledger.LedgerViolation.requireEqual;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import steelyard.model.HouseAccount;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.testkit.event.Event;
import steelyard.testkit.event.RiskEvent;

/** What is paid in, out and between accounts, and that it is all there; what trades move beside it. */
final class LedgerMoney {
    /** Outcome of a withdrawal that was paid out. */
    private static final int COMPLETED = 1;
    /** Reason of a transfer: from an account on the other side of what a bankrupt set left. */
    private static final int DELEVERAGED = 2;

    private final LedgerState state;
    private final SortedMap<Integer, LedgerMarket> markets;
    private final List<LedgerAccount> accounts;
    /** What referrers may claim. */
    private final Map<Integer, Long> rewards = new TreeMap<>();
    private final Map<Integer, Long> reservedRequests = new HashMap<>();
    /** What was ever paid as funding, by account and market. */
    private final Map<List<Integer>, Long> fundingPaid = new HashMap<>();
    private final Map<Long, Event.WithdrawalRequested> withdrawals = new TreeMap<>();
    private long depositedMicros;
    private long withdrawnMicros;
    private long lastWithdrawalId;

    LedgerMoney(final LedgerState state) {
        this.state = state;
        this.markets = state.markets;
        this.accounts = state.accounts;
    }

    long depositedMicros() {
        return depositedMicros;
    }

    List<Long> pendingWithdrawals() {
        return List.copyOf(withdrawals.keySet());
    }

    void deposit(final Event.Deposited e) {
        final LedgerAccount account = accounts.get(e.accountId());
        require(e.amountMicros() > 0, "deposit is positive", e);
        account.addCash(e.amountMicros());
        requireEqual(account.cashMicros(), e.cashMicros(), "cash", e);
        depositedMicros = Math.addExact(depositedMicros, e.amountMicros());
        state.moneyMoved = true;
    }

    void moveInsurance(final RiskEvent.InsuranceMoved e) {
        final LedgerAccount fund = accounts.get(HouseAccount.INSURANCE.id());
        fund.addCash(e.amountMicros());
        requireEqual(fund.cashMicros(), e.fundCashMicros(), "cash of the fund", e);
        require(e.fundCashMicros() >= 0 || e.amountMicros() > 0, "no more than there is leaves the fund", e);
        depositedMicros = Math.addExact(depositedMicros, Math.max(0, e.amountMicros()));
        withdrawnMicros = Math.addExact(withdrawnMicros, Math.max(0, -e.amountMicros()));
        state.moneyMoved = true;
    }

    void payFunding(final RiskEvent.FundingPaid e) {
        final LedgerAccount account = accounts.get(e.accountId());
        requireEqual(account.position(e.marketId()).lots(), e.quantityLots(), "position that pays", e);
        final boolean pays = e.quantityLots() > 0 == e.rateNanos() > 0;
        require(pays ? e.amountMicros() >= 0 : e.amountMicros() <= 0, "side that pays", e);
        if (account.isIsolated(markets.get(e.marketId()))) {
            account.addIsolated(e.marketId(), -e.amountMicros());
        } else {
            account.addCash(-e.amountMicros());
        }
        accounts.get(HouseAccount.FUNDING.id()).addCash(e.amountMicros());
        final long allTime = fundingPaid.merge(
            List.of(e.accountId(), e.marketId()), e.amountMicros(), Math::addExact);
        requireEqual(allTime, e.allTimeMicros(), "funding ever paid", e);
        requireEqual(account.isolatedMicros(e.marketId()), e.isolatedMicros(), "isolated margin", e);
        requireEqual(account.cashMicros(), e.cashMicros(), "cash", e);
        state.moneyMoved = true;
    }

    void transfer(final RiskEvent.HouseTransferred e) {
        require(e.amountMicros() > 0, "transfer is positive", e);
        accounts.get(e.fromAccountId()).addCash(-e.amountMicros());
        accounts.get(e.toAccountId()).addCash(e.amountMicros());
        requireEqual(accounts.get(e.fromAccountId()).cashMicros(), e.fromCashMicros(), "cash", e);
        requireEqual(accounts.get(e.toAccountId()).cashMicros(), e.toCashMicros(), "cash", e);
        state.moneyMoved = true;
    }

    void payInsurance(final RiskEvent.InsurancePaid e) {
        require(e.amountMicros() > 0, "payment is positive", e);
        final LedgerAccount fund = accounts.get(HouseAccount.INSURANCE.id());
        fund.addCash(-e.amountMicros());
        accounts.get(e.accountId()).addCash(e.amountMicros());
        require(fund.cashMicros() >= 0, "fund is not overdrawn", e);
        requireEqual(fund.cashMicros(), e.fundCashMicros(), "cash of the fund", e);
        requireEqual(accounts.get(e.accountId()).cashMicros(), e.cashMicros(), "cash", e);
        state.moneyMoved = true;
    }

    void payLiquidationFee(final RiskEvent.LiquidationFeePaid e) {
        require(e.amountMicros() > 0, "payment is positive", e);
        final LedgerAccount account = accounts.get(e.accountId());
        if (account.isIsolated(markets.get(e.marketId()))) {
            account.addIsolated(e.marketId(), -e.amountMicros());
        } else {
            account.addCash(-e.amountMicros());
        }
        final LedgerAccount fund = accounts.get(HouseAccount.INSURANCE.id());
        fund.addCash(e.amountMicros());
        requireEqual(account.isolatedMicros(e.marketId()), e.isolatedMicros(), "isolated margin", e);
        requireEqual(account.cashMicros(), e.cashMicros(), "cash", e);
        requireEqual(fund.cashMicros(), e.fundCashMicros(), "cash of the fund", e);
        state.moneyMoved = true;
    }

    void transferPosition(final RiskEvent.PositionTransferred e) {
        final LedgerAccount from = accounts.get(e.fromAccountId());
        final LedgerAccount to = accounts.get(e.toAccountId());
        final long before = from.position(e.marketId()).lots();
        require(Long.signum(before) == Long.signum(e.lots()) && Math.abs(e.lots()) <= Math.abs(before),
            "giver has what it gives", e);
        require(e.reason() == DELEVERAGED || e.fromPositionLots() == 0, "whole position", e);
        settleTransfer(to, e.marketId(), e.lots(), e.priceTicks(), e.toIsolatedMicros());
        settleTransfer(from, e.marketId(), -e.lots(), e.priceTicks(), e.fromIsolatedMicros());
        from.addCash(-e.marginMicros());
        to.addCash(e.marginMicros());
        requireEqual(from.position(e.marketId()).lots(), e.fromPositionLots(), "position that is left", e);
        requireEqual(from.position(e.marketId()).quoteMicros(), e.fromQuoteMicros(), "quote of the giver", e);
        requireEqual(from.position(e.marketId()).entryMicros(), e.fromEntryMicros(), "entry of the giver", e);
        require(e.reason() != DELEVERAGED || e.fromClosedPnlMicros() >= 0 || e.priceTicks()
            == markets.get(e.marketId()).markTicks(), "nobody pays more than a part of the profit", e);
        requireEqual(to.position(e.marketId()).lots(), e.toPositionLots(), "position", e);
        requireEqual(to.position(e.marketId()).quoteMicros(), e.toQuoteMicros(), "quote", e);
        requireEqual(to.position(e.marketId()).entryMicros(), e.toEntryMicros(), "entry", e);
        requireEqual(from.cashMicros(), e.fromCashMicros(), "cash of the giver", e);
        requireEqual(to.cashMicros(), e.toCashMicros(), "cash of the receiver", e);
        state.touchedMarkets.add(e.marketId());
        state.moneyMoved = true;
    }

    private void settleTransfer(
        final LedgerAccount account, final int marketId, final long signedLots, final long priceTicks,
        final long isolatedAfter) {
        final boolean isolated = account.isIsolated(markets.get(marketId));
        final LedgerPosition start = account.position(marketId);
        final LedgerPosition.Change change = isolated
            ? start.filledAlone(signedLots, priceTicks)
            : start.filled(signedLots, priceTicks);
        account.put(marketId, change.end());
        account.addCash(change.releasedMicros());
        markets.get(marketId).settle(change.releasedMicros());
        if (isolated) {
            final long moved = isolatedAfter - account.isolatedMicros(marketId);
            account.addIsolated(marketId, moved);
            account.addCash(-moved);
        }
    }

    void moveMargin(final RiskEvent.IsolatedMarginChanged e) {
        final LedgerAccount account = accounts.get(e.accountId());
        require(account.isIsolated(markets.get(e.marketId())), "position is isolated", e);
        account.addIsolated(e.marketId(), e.amountMicros());
        account.addCash(-e.amountMicros());
        requireEqual(account.isolatedMicros(e.marketId()), e.isolatedMicros(), "isolated margin", e);
        requireEqual(account.cashMicros(), e.cashMicros(), "cash", e);
        state.moneyMoved = true;
    }

    void transfer(final Event.CashTransferred e) {
        require(e.amountMicros() > 0 && e.feeMicros() >= 0, "amount is positive", e);
        final LedgerAccount from = accounts.get(e.fromAccountId());
        final LedgerAccount to = accounts.get(e.toAccountId());
        require(from.address().equals(e.fromAddress()) && to.address().equals(e.toAddress()), "addresses", e);
        from.addCash(-e.amountMicros() - e.feeMicros());
        to.addCash(e.amountMicros());
        accounts.get(HouseAccount.FEES.id()).addCash(e.feeMicros());
        requireEqual(from.cashMicros(), e.fromCashMicros(), "cash of the sender", e);
        requireEqual(to.cashMicros(), e.toCashMicros(), "cash of the receiver", e);
        state.moneyMoved = true;
    }

    void requestWithdrawal(final Event.WithdrawalRequested e) {
        require(e.amountMicros() > e.feeMicros() && e.feeMicros() >= 0, "amount is more than the fee", e);
        requireEqual(lastWithdrawalId + 1, e.withdrawalId(), "withdrawal id", e);
        lastWithdrawalId = e.withdrawalId();
        withdrawals.put(e.withdrawalId(), e);
        final LedgerAccount account = accounts.get(e.accountId());
        account.addCash(-e.amountMicros());
        accounts.get(HouseAccount.WITHDRAWALS.id()).addCash(e.amountMicros());
        requireEqual(account.cashMicros(), e.cashMicros(), "cash", e);
        state.moneyMoved = true;
    }

    void resolveWithdrawal(final Event.WithdrawalResolved e) {
        final Event.WithdrawalRequested request = withdrawals.remove(e.withdrawalId());
        require(request != null, "the withdrawal is pending", e);
        requireEqual(request.amountMicros(), e.amountMicros(), "amount", e);
        requireEqual(request.feeMicros(), e.feeMicros(), "fee", e);
        requireEqual(request.accountId(), e.accountId(), "account", e);
        require(request.destination().equals(e.destination()), "destination", e);
        accounts.get(HouseAccount.WITHDRAWALS.id()).addCash(-e.amountMicros());
        if (e.outcome() == COMPLETED) {
            accounts.get(HouseAccount.FEES.id()).addCash(e.feeMicros());
            withdrawnMicros = Math.addExact(withdrawnMicros, e.amountMicros() - e.feeMicros());
        } else {
            accounts.get(e.accountId()).addCash(e.amountMicros());
        }
        requireEqual(accounts.get(e.accountId()).cashMicros(), e.cashMicros(), "cash", e);
        state.moneyMoved = true;
    }

    /** What of a fee goes to the order's builder and to the account's referrer. */
    void share(final int ownerId, final Event.FillSettled e) {
        payBuilder(e);
        reward(ownerId, e);
    }

    private void payBuilder(final Event.FillSettled e) {
        require(OrderFlags.hasBuilder(e.flags()) == (e.builderAccountId() != 0), "who owes a builder pays it", e);
        require(e.builderAccountId() != 0 ? e.builderFeeMicros() >= 0 : e.builderFeeMicros() == 0, "builder's fee", e);
        accounts.get(HouseAccount.FEES.id()).addCash(-e.builderFeeMicros());
        accounts.get(e.builderAccountId()).addCash(e.builderFeeMicros());
    }

    private void reward(final int ownerId, final Event.FillSettled e) {
        final int referrerId = e.referrerAccountId();
        require(referrerId == 0 || state.referrers.getOrDefault(ownerId, 0) == referrerId, "referrer", e);
        require(referrerId == 0 ? e.rewardMicros() == 0
            : e.rewardMicros() >= 0 && e.rewardMicros() <= e.feeMicros() - e.builderFeeMicros(), "reward", e);
        rewards.merge(referrerId, e.rewardMicros(), Math::addExact);
        accounts.get(HouseAccount.FEES.id()).addCash(-e.rewardMicros());
        accounts.get(HouseAccount.REWARDS.id()).addCash(e.rewardMicros());
    }

    void claimRewards(final RiskEvent.RewardsClaimed e) {
        require(e.amountMicros() > 0, "amount is positive", e);
        requireEqual(rewards.getOrDefault(e.accountId(), 0L), e.amountMicros(), "all rewards", e);
        rewards.remove(e.accountId());
        accounts.get(HouseAccount.REWARDS.id()).addCash(-e.amountMicros());
        accounts.get(e.accountId()).addCash(e.amountMicros());
        requireEqual(accounts.get(e.accountId()).cashMicros(), e.cashMicros(), "cash", e);
        state.moneyMoved = true;
    }

    void reserveRequests(final RiskEvent.RequestsReserved e) {
        require(e.requests() > 0 && e.costMicros() >= 0, "requests at a price", e);
        requireEqual(e.requests() * state.parameters.get(Parameter.REQUEST_PRICE_MICROS), e.costMicros(), "cost", e);
        requireEqual(reservedRequests.merge(e.destinationAccountId(), e.requests(), Math::addExact),
            e.reservedRequests(), "requests in all", e);
        accounts.get(e.accountId()).addCash(-e.costMicros());
        accounts.get(HouseAccount.FEES.id()).addCash(e.costMicros());
        requireEqual(accounts.get(e.accountId()).cashMicros(), e.cashMicros(), "cash", e);
        state.moneyMoved = true;
    }

    void check() {
        long cash = 0;
        for (final LedgerAccount account : accounts) {
            cash = Math.addExact(cash, Math.addExact(account.cashMicros(), account.isolatedTotalMicros()));
        }
        long expected = depositedMicros - withdrawnMicros;
        for (final LedgerMarket market : markets.values()) {
            expected = Math.addExact(expected, market.settledMicros());
        }
        requireEqual(expected, cash, "cash and isolated margin of all accounts", "");
    }
}
