package steelyard.gateway.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import steelyard.gateway.json.Fields;
import steelyard.gateway.json.Json;
import steelyard.gateway.json.RejectText;
import steelyard.gateway.json.RequestFault;
import steelyard.model.RejectReason;
import steelyard.model.WireDecimal;
import steelyard.protocol.Address;

/** Reads actions about cash and sub-accounts. */
final class FundsDecoder {
    /** Most bytes of a sub-account's name. */
    static final int NAME_LENGTH_MAX = 64;

    private static final Set<String> CHAINS = Set.of("Mainnet", "Testnet");
    private static final Pattern TOKEN = Pattern.compile("USDC(:0x6d1e7cde53ba9467b783cb7c530ce054)?");
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,30}(\\.\\d{0,30})?|\\.\\d{1,30}");
    private static final Pattern CODE = Pattern.compile("[A-Z0-9]{1,20}");
    private static final Pattern PERCENT = Pattern.compile("\\d{1,3}(\\.\\d{1,8})?%");
    private static final long E8_PER_TENTH = 100_000;
    private static final long PERCENT_MAX_E8 = 100_000_000;
    private static final Set<String> SIGNERS = Set.of("authorizedUsers", "threshold");
    private static final int MULTI_SIG_USERS_MAX = 10;
    private static final int MICRO_DECIMALS = 6;
    /** The largest amount that a command can name: the exchange finds that nobody has it. */
    private static final BigDecimal MORE_THAN_ANYBODY_HAS = BigDecimal.valueOf(1L << 56);

    private FundsDecoder() {
    }

    static Action createSubAccount(final Fields action) throws RequestFault {
        return new FundsAction.CreateSubAccount(name(action));
    }

    static Action renameSubAccount(final Fields action) throws RequestFault {
        return new FundsAction.RenameSubAccount(action.address("subAccountUser"), name(action));
    }

    static Action moveSubAccountCash(final Fields action) throws RequestFault {
        return new FundsAction.MoveSubAccountCash(
            action.address("subAccountUser"), action.number("usd"), action.flag("isDeposit"));
    }

    static Action usdSend(final Fields action) throws RequestFault {
        checkChain(action);
        return new FundsAction.Transfer(action.address("destination"), amount(action), Address.ZERO);
    }

    /** There is one token and one dex: everything else cannot be sent. */
    static Action sendAsset(final Fields action) throws RequestFault {
        checkChain(action);
        final String token = action.text("token");
        if (!TOKEN.matcher(token).matches()) {
            throw RequestFault.refusal("Unknown token " + token);
        }
        if (!action.text("sourceDex").isEmpty() || !action.text("destinationDex").isEmpty()) {
            throw RequestFault.refusal("Invalid perp DEX");
        }
        final String from = action.text("fromSubAccount", "");
        return new FundsAction.Transfer(action.address("destination"), amount(action),
            from.isEmpty() ? Address.ZERO : action.address("fromSubAccount"));
    }

    /** A rate in percent, of which a tenth of a basis point is a thousandth. */
    static Action approveBuilderFee(final Fields action) throws RequestFault {
        checkChain(action);
        final String rate = action.text("maxFeeRate");
        if (!PERCENT.matcher(rate).matches()) {
            throw RequestFault.malformed();
        }
        final long e8 = WireDecimal.parseE8(rate.substring(0, rate.length() - 1));
        if (e8 == WireDecimal.INVALID || e8 % E8_PER_TENTH != 0 || e8 > PERCENT_MAX_E8) {
            throw RequestFault.refusal(RejectText.of(RejectReason.BUILDER_FEE_INVALID, 0, 0, Address.ZERO));
        }
        return new FundsAction.ApproveBuilder(action.address("builder"), (int) (e8 / E8_PER_TENTH));
    }

    /** {@code signers} is JSON as a text, because it is signed as such; {@code null} in it makes an ordinary account. */
    static Action convertToMultiSig(final Fields action) throws RequestFault {
        checkChain(action);
        final JsonNode signers = Json.parse(
            new ByteArrayInputStream(action.text("signers").getBytes(StandardCharsets.UTF_8)));
        if (signers != null && signers.isNull()) {
            return new FundsAction.ConvertToMultiSig(List.of(), 0);
        }
        final Fields named = Fields.of(signers).only(SIGNERS);
        final List<Address> users = new ArrayList<>();
        for (final JsonNode user : named.node().path("authorizedUsers")) {
            final Address address = user.isTextual() ? Address.parse(user.textValue()) : null;
            if (address == null || users.size() == MULTI_SIG_USERS_MAX) {
                throw RequestFault.refusal(RejectText.of(RejectReason.MULTI_SIG_INVALID, 0, 0, Address.ZERO));
            }
            users.add(address);
        }
        return new FundsAction.ConvertToMultiSig(users, Math.min(named.small("threshold"), MULTI_SIG_USERS_MAX + 1));
    }

    static Action withdraw(final Fields action) throws RequestFault {
        checkChain(action);
        return new FundsAction.Withdraw(action.address("destination"), amount(action));
    }

    static Action reserveRequests(final Fields action) throws RequestFault {
        return new FundsAction.ReserveRequests(action.number("weight"),
            action.node().has("destination") ? action.address("destination") : Address.ZERO);
    }

    static Action registerReferrer(final Fields action) throws RequestFault {
        return new FundsAction.RegisterReferrer(code(action, RejectReason.REFERRAL_CODE_INVALID));
    }

    static Action setReferrer(final Fields action) throws RequestFault {
        return new FundsAction.SetReferrer(code(action, RejectReason.REFERRER_UNKNOWN));
    }

    /** What no code can be is refused here as the exchange would. */
    private static String code(final Fields action, final RejectReason otherwise) throws RequestFault {
        final String code = action.text("code");
        if (!CODE.matcher(code).matches()) {
            throw RequestFault.refusal(RejectText.of(otherwise, 0, 0, Address.ZERO));
        }
        return code;
    }

    private static void checkChain(final Fields action) throws RequestFault {
        if (!CHAINS.contains(action.text("hyperliquidChain"))) {
            throw RequestFault.malformed();
        }
    }

    private static String name(final Fields action) throws RequestFault {
        final String name = action.text("name");
        if (name.getBytes(StandardCharsets.UTF_8).length > NAME_LENGTH_MAX
            || name.chars().anyMatch(Character::isISOControl)) {
            throw RequestFault.refusal("Sub-account name must have at most 64 bytes and no control characters.");
        }
        return name;
    }

    private static long amount(final Fields action) throws RequestFault {
        final String text = action.text("amount");
        if (text.startsWith("-")) {
            throw RequestFault.refusal("Invalid number of decimals");
        }
        if (!DECIMAL.matcher(text).matches()) {
            throw RequestFault.refusal("Invalid decimal number");
        }
        final BigDecimal micros = new BigDecimal(text).movePointRight(MICRO_DECIMALS).stripTrailingZeros();
        if (micros.scale() > 0) {
            throw RequestFault.refusal("Invalid number of decimals");
        }
        return micros.min(MORE_THAN_ANYBODY_HAS).longValueExact();
    }
}
