package steelyard.testkit.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import steelyard.model.AccountKind;
import steelyard.model.Parameter;
import steelyard.protocol.Address;
import steelyard.testkit.command.Authority;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.Command.Remark;
import steelyard.testkit.command.RiskCommand;
import steelyard.testkit.event.RiskEvent;
import steelyard.testkit.ledger.Ledger;
import steelyard.testkit.ledger.LedgerAccount;

/** Sub-accounts, transfers, withdrawals and what operators do with them. */
final class FlowFunds {
    private static final long MICROS = 1_000_000;
    private static final int MULTI_SIGS_MAX = 4;

    private final Dice dice;
    private final FlowSigners signers;
    /** What each signer last wanted as its own code. */
    private final Map<Address, String> codes = new HashMap<>();
    private int newcomers;

    FlowFunds(final Dice dice, final FlowSigners signers) {
        this.dice = dice;
        this.signers = signers;
    }

    /** A command about the money of this account, which mostly signs for itself. */
    Command next(final Ledger ledger, final LedgerAccount account, final Authority signed) {
        final Authority authority = dice.oneIn(6) ? signed : new Authority(
            signed.signer(), signed.alternateSigner(), Address.ZERO, signed.nonceMillis(),
            signed.expiresAfterMillis());
        if (Feature.BUILDERS.isOn() && dice.percent(30)) {
            return new RiskCommand.ApproveBuilderFee(
                authority, dice.oneIn(12) ? destination(ledger, account) : FlowSigners.builder(dice),
                (int) dice.pick(0, 1, 10, 50, 100, 100, 1_000, 1_000, 1_001, -1));
        }
        if (Feature.REFERRALS.isOn() && dice.percent(20)) {
            return referral(authority);
        }
        if (Feature.REQUESTS.isOn() && dice.oneIn(10)) {
            return requests(ledger, account, authority);
        }
        if (Feature.MULTI_SIGS.isOn() && dice.oneIn(12)) {
            return convert(ledger, authority);
        }
        return switch (dice.below(26)) {
            case 0, 1 -> new Command.CreateSubAccount(authority, name());
            case 2 -> new Command.RenameSubAccount(authority, subAccount(ledger, account), name());
            case 3, 4, 5, 6, 7 -> new Command.MoveSubAccountCash(
                authority, subAccount(ledger, account), amount(account), dice.percent(60));
            case 8, 9, 10, 11, 12 -> new Command.TransferCash(
                authority, destination(ledger, account), amount(account),
                dice.percent(30) ? subAccount(ledger, account) : Address.ZERO);
            case 13, 14, 15, 16, 17 -> new Command.RequestWithdrawal(
                authority, dice.oneIn(15) ? Address.ZERO : signers.anyAccount(), amount(account));
            case 18 -> new Command.Noop(authority);
            case 19 -> parameter(ledger);
            default -> new Command.ResolveWithdrawal(withdrawal(ledger), outcome(), Remark.NONE);
        };
    }

    /** Mostly takes limits of agents back, so that agents remain that trade. */
    Command agentLimits(final LedgerAccount account, final Authority signed) {
        final Address agent = dice.oneIn(10) ? signers.anyAccount() : signers.agentOf(account.ownerId());
        final List<RiskCommand.AgentNetwork> networks = new ArrayList<>();
        for (int count = dice.oneIn(12) ? (int) dice.pick(15, 16, 17) : dice.below(4); count > 0; count--) {
            final int prefix = dice.oneIn(60) ? (int) dice.pick(0, 129, 255) : 1 + dice.below(128);
            networks.add(dice.oneIn(2) ? network4(dice.below(33)) : network(dice.any(), dice.any(), prefix));
        }
        if (!networks.isEmpty() && dice.oneIn(30)) {
            networks.add(dice.oneIn(2) ? networks.getFirst() : new RiskCommand.AgentNetwork(1, 1, 64));
        }
        return new RiskCommand.SetAgentLimits(
            new Authority(signed.signer(), signed.alternateSigner(), dice.oneIn(30) ? signed.vaultAddress() : Address.ZERO,
                signed.nonceMillis(), signed.expiresAfterMillis()),
            agent, dice.oneIn(30) ? 2 : dice.below(3) / 2, networks);
    }

    private RiskCommand.AgentNetwork network4(final int prefix) {
        return network(0, 0xFFFF_0000_0000L | dice.any() & 0xFFFF_FFFFL, 96 + prefix);
    }

    private static RiskCommand.AgentNetwork network(final long high, final long low, final int prefix) {
        final long first = prefix >= 64 ? -1 : prefix == 0 ? 0 : -1L << 64 - prefix;
        final long second = prefix >= 128 ? -1 : prefix <= 64 ? 0 : -1L << 128 - prefix;
        return new RiskCommand.AgentNetwork(high & first, low & second, prefix);
    }

    /** Few codes, so that many are taken, and many accounts are referred by few; now and then the own one. */
    private Command referral(final Authority authority) {
        return switch (dice.below(14)) {
            case 0, 1, 2 -> {
                final String code = code();
                codes.put(authority.signer(), code);
                yield new RiskCommand.RegisterReferrer(authority, code);
            }
            case 3, 4, 5 -> new RiskCommand.SetReferrer(authority, code());
            case 6 -> new RiskCommand.SetReferrer(authority, codes.getOrDefault(authority.signer(), code()));
            case 7, 8 -> new RiskCommand.ClaimRewards(authority);
            default -> referralParameter();
        };
    }

    /** As many as the account can just pay for, few, or too many. */
    private Command requests(final Ledger ledger, final LedgerAccount account, final Authority authority) {
        if (dice.oneIn(8)) {
            return set(Parameter.REQUEST_PRICE_MICROS, dice.pick(0, 1, 500, 500, 1L << 40, -1));
        }
        final long requests = switch (dice.below(5)) {
            case 0 -> dice.pick(0, -1, 1L << 45, 1_844_674_407_370_955L, 1_844_674_407_370_956L, Long.MAX_VALUE);
            case 1 -> Math.max(0, account.cashMicros()) / 500 + dice.between(-2, 2);
            default -> dice.between(1, 1_000_000);
        };
        return new RiskCommand.ReserveRequests(
            authority, requests, dice.oneIn(2) ? Address.ZERO : destination(ledger, account));
    }

    private String code() {
        return dice.oneIn(12)
            ? dice.pick(List.of("", "low", "A B", "ABCDEFGHIJ0123456789", "Z-9"))
            : "CODE" + dice.below(8);
    }

    private Command referralParameter() {
        return switch (dice.below(6)) {
            case 0 -> set(Parameter.REFERRAL_VOLUME_MICROS, dice.pick(0, 0, 10_000 * MICROS, 1_000_000 * MICROS));
            case 1 -> set(Parameter.REFERRAL_DISCOUNT_E4, dice.pick(400, 400, 1_234, 10_000, 10_001));
            case 2 -> set(
                Parameter.REFERRAL_DISCOUNT_VOLUME_MICROS, dice.pick(0, 50_000 * MICROS, 1_000_000 * MICROS, 1L << 60));
            case 3 -> set(Parameter.REFERRAL_SHARE_E4, dice.pick(1_000, 1_000, 3_333, 9_999, 10_000));
            case 4 -> set(
                Parameter.REFERRAL_SHARE_VOLUME_MICROS, dice.pick(0, 50_000 * MICROS, 1_000_000 * MICROS, 1L << 60));
            default -> set(Parameter.REWARDS_CLAIM_MIN_MICROS, dice.pick(1, 1, MICROS, 100 * MICROS, 0));
        };
    }

    /** Makes few accounts multi-sig at a time, and such ones ordinary again. */
    private Command convert(final Ledger ledger, final Authority authority) {
        final List<LedgerAccount> multiSigs = ledger.multiSigs();
        if (dice.oneIn(4) || multiSigs.size() >= MULTI_SIGS_MAX) {
            final Authority ending = multiSigs.isEmpty() ? authority : new Authority(
                dice.pick(multiSigs).address(), Address.ZERO, Address.ZERO, authority.nonceMillis(), 0);
            return new Command.ConvertToMultiSig(ending, dice.below(9) / 8, List.of());
        }
        final List<Address> users = new ArrayList<>();
        final int count = dice.oneIn(12) ? (int) dice.pick(10, 11) : 1 + dice.below(3);
        for (int i = 0; i < count; i++) {
            users.add(dice.oneIn(40) ? signers.anyAgent() : signers.anyAccount());
        }
        return new Command.ConvertToMultiSig(
            authority, dice.oneIn(20) ? (int) dice.pick(0, count + 1) : 1 + dice.below(count), users);
    }

    /** The same action by the users of a multi-sig account, mostly enough of them; {@code envelope} is the leader's. */
    Command agreed(
        final Ledger ledger, final RiskEvent.MultiSigChanged terms, final Authority envelope,
        final Command.Signed action) {
        final List<Address> agreeing = new ArrayList<>();
        for (final RiskEvent.MultiSigUser user : terms.users()) {
            agreeing.add(ledger.accounts().get(user.accountId()).address());
        }
        while (agreeing.size() > terms.threshold() - (dice.oneIn(15) ? 1 : 0)) {
            agreeing.remove(dice.below(agreeing.size()));
        }
        if (dice.oneIn(8)) {
            agreeing.add(signers.anyAccount());
        }
        final Command.Signed wrapped = new Command.MultiSig(
            envelope, ledger.accounts().get(terms.accountId()).address(), agreeing, action);
        return dice.oneIn(60) ? new Command.MultiSig(
            envelope, signers.anyAccount(), agreeing, dice.oneIn(2) ? wrapped : action) : wrapped;
    }

    private String name() {
        return dice.oneIn(8) ? "" : "sub" + dice.below(9);
    }

    private int outcome() {
        return dice.oneIn(15) ? 3 * dice.below(2) : 1 + dice.below(2);
    }

    private long withdrawal(final Ledger ledger) {
        return dice.oneIn(9) || ledger.pendingWithdrawals().isEmpty()
            ? dice.below(50)
            : dice.pick(ledger.pendingWithdrawals());
    }

    /** One of the account's, or of somebody's. */
    private Address subAccount(final Ledger ledger, final LedgerAccount account) {
        LedgerAccount any = dice.pick(ledger.accounts());
        for (int tries = 0; tries < 200 && !isOf(any, account.ownerId()); tries++) {
            any = dice.pick(ledger.accounts());
        }
        return dice.oneIn(12) ? dice.pick(ledger.accounts()).address() : any.address();
    }

    private static boolean isOf(final LedgerAccount account, final int ownerId) {
        return account.kind() == AccountKind.SUB_ACCOUNT && account.ownerId() == ownerId;
    }

    private Address destination(final Ledger ledger, final LedgerAccount account) {
        return switch (dice.below(12)) {
            case 0 -> Address.ZERO;
            case 1 -> account.address();
            case 2 -> ledger.accounts().get(account.ownerId()).address();
            case 3 -> new Address(0xFD00_0000_0000_0000L, 0, ledger.accounts().size() + dice.below(2));
            case 4, 5 -> FlowSigners.address("funded" + newcomers++);
            case 6 -> FlowSigners.house(dice.below(16));
            default -> signers.anyAccount();
        };
    }

    /** Much of what the account has, near all of it, or odd. */
    private long amount(final LedgerAccount account) {
        return switch (dice.below(12)) {
            case 0 -> dice.pick(0, -1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - MICROS);
            case 1, 2 -> Math.max(0, account.cashMicros()) + dice.between(-2 * MICROS, 2 * MICROS);
            case 3 -> dice.pick(1, MICROS, MICROS + 1);
            default -> dice.between(1, Math.max(1, account.cashMicros() / 2));
        };
    }

    private Command parameter(final Ledger ledger) {
        return switch (dice.below(11)) {
            case 4 -> set(Parameter.BUILDER_FEE_MAX, dice.pick(100, 100, 1_000, 10));
            case 5 -> set(Parameter.BUILDERS_MAX, dice.pick(10, 10, 1, 2));
            case 6 -> set(Parameter.BUILDER_EQUITY_MIN_MICROS, dice.pick(0, 100 * MICROS, 1_000_000 * MICROS));
            case 0 -> set(Parameter.SUB_ACCOUNTS_MAX, dice.pick(0, 1, 2, 10, 10));
            case 1 -> set(Parameter.ACTIVATION_FEE_MICROS, dice.pick(0, MICROS, MICROS, -1));
            case 2 -> set(Parameter.WITHDRAWAL_FEE_MICROS, dice.pick(0, MICROS, MICROS, 20 * MICROS));
            case 7 -> set(Parameter.ACCOUNTS_MAX, ledger.accounts().size());
            default -> set(Parameter.WITHDRAWALS_MAX, dice.pick(0, 1, 1, 1, 2));
        };
    }

    private static Command set(final Parameter parameter, final long value) {
        return new Command.SetParameter(parameter.id(), value, Remark.NONE);
    }
}
