package steelyard.signing;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An action that its user signs as readable typed data (EIP-712): transfers, withdrawals, approvals. One instance for
 * each action type; the message is the action's fields in the order of the type.
 */
public final class UserSignedAction {
    /** What the leader of a multi-sig action signs; not an action of its own. */
    static final UserSignedAction SEND_MULTI_SIG = new UserSignedAction(
        "multiSig", "SendMultiSig(string hyperliquidChain,bytes32 multiSigActionHash,uint64 nonce)");

    private static final byte[] DOMAIN_NAME_HASH = Keccak.hash("HyperliquidSignTransaction");
    private static final int WORD_BITS = 64;
    private static final Set<String> EMPTY_WHEN_ABSENT = Set.of("agentName", "fromSubAccount");

    private static final Map<String, UserSignedAction> BY_TYPE = Stream.of(
        action("approveAgent",
            "ApproveAgent(string hyperliquidChain,address agentAddress,string agentName,uint64 nonce)"),
        action("approveBuilderFee",
            "ApproveBuilderFee(string hyperliquidChain,string maxFeeRate,address builder,uint64 nonce)"),
        action("cDeposit", "CDeposit(string hyperliquidChain,uint64 wei,uint64 nonce)"),
        action("cWithdraw", "CWithdraw(string hyperliquidChain,uint64 wei,uint64 nonce)"),
        action("convertToMultiSigUser", "ConvertToMultiSigUser(string hyperliquidChain,string signers,uint64 nonce)"),
        action("linkStakingUser",
            "LinkStakingUser(string hyperliquidChain,address user,bool isFinalize,uint64 nonce)"),
        action("sendAsset", "SendAsset(string hyperliquidChain,string destination,string sourceDex,"
            + "string destinationDex,string token,string amount,string fromSubAccount,uint64 nonce)"),
        action("sendToEvmWithData", "SendToEvmWithData(string hyperliquidChain,string token,string amount,"
            + "string sourceDex,string destinationRecipient,string addressEncoding,uint32 destinationChainId,"
            + "uint64 gasLimit,bytes data,uint64 nonce)"),
        action("spotSend",
            "SpotSend(string hyperliquidChain,string destination,string token,string amount,uint64 time)"),
        action("stakingLinkDisableTradingUser",
            "StakingLinkDisableTradingUser(string hyperliquidChain,address tradingUser,uint64 nonce)"),
        action("tokenDelegate",
            "TokenDelegate(string hyperliquidChain,address validator,uint64 wei,bool isUndelegate,uint64 nonce)"),
        action("usdClassTransfer",
            "UsdClassTransfer(string hyperliquidChain,string amount,bool toPerp,uint64 nonce)"),
        action("usdSend", "UsdSend(string hyperliquidChain,string destination,string amount,uint64 time)"),
        action("userDexAbstraction",
            "UserDexAbstraction(string hyperliquidChain,address user,bool enabled,uint64 nonce)"),
        action("userPortfolioMargin",
            "UserPortfolioMargin(string hyperliquidChain,address user,bool enabled,uint64 nonce)"),
        action("userSetAbstraction",
            "UserSetAbstraction(string hyperliquidChain,address user,string abstraction,uint64 nonce)"),
        action("withdraw3", "Withdraw(string hyperliquidChain,string destination,string amount,uint64 time)"))
        .collect(Collectors.toUnmodifiableMap(UserSignedAction::type, action -> action));

    private record Field(String kind, String name) {
        /** The 32-byte word of this field's value, or {@code null} if the value is not of the field's kind. */
        private byte[] word(final JsonNode message) {
            final JsonNode value = message.path(name);
            if ((value.isMissingNode() || value.isNull()) && EMPTY_WHEN_ABSENT.contains(name)) {
                return Keccak.hash("");
            }
            return switch (kind) {
                case "string" -> value.isTextual() ? Keccak.hash(value.textValue()) : null;
                case "address" -> wordOf(bytes(value, Signature.ADDRESS_LENGTH));
                case "bytes32" -> wordOf(bytes(value, Eip712.WORD));
                case "bytes" -> hashOf(value.isTextual() ? Hex.parse(value.textValue()) : null);
                case "bool" -> value.isBoolean() ? Eip712.word(value.booleanValue() ? 1 : 0) : null;
                default -> numberWord(value);
            };
        }

        private static byte[] bytes(final JsonNode value, final int length) {
            return value.isTextual() ? Hex.parse(value.textValue(), length) : null;
        }

        private static byte[] wordOf(final byte[] bytes) {
            return bytes == null ? null : Eip712.word(bytes);
        }

        private static byte[] hashOf(final byte[] bytes) {
            return bytes == null ? null : Keccak.hash(bytes);
        }

        private static byte[] numberWord(final JsonNode value) {
            if (!value.isIntegralNumber()) {
                return null;
            }
            final BigInteger number = value.bigIntegerValue();
            return number.signum() < 0 || number.bitLength() > WORD_BITS ? null : Eip712.word(number.longValue());
        }
    }

    private final String type;
    private final List<Field> fields;
    private final byte[] typeHash;
    private final byte[] multiSigTypeHash;

    private UserSignedAction(final String type, final String encodedType) {
        this.type = type;
        fields = Stream.of(encodedType.substring(encodedType.indexOf('(') + 1, encodedType.length() - 1).split(","))
            .map(field -> field.split(" "))
            .map(words -> new Field(words[0], words[1]))
            .toList();
        typeHash = Keccak.hash("HyperliquidTransaction:" + encodedType);
        multiSigTypeHash = Keccak.hash("HyperliquidTransaction:"
            + encodedType.replaceFirst(",", ",address payloadMultiSigUser,address outerSigner,"));
    }

    private static UserSignedAction action(final String type, final String encodedType) {
        return new UserSignedAction(type, encodedType);
    }

    /** The action of this type, or {@code null} if it is none that users sign. */
    public static UserSignedAction of(final String type) {
        return BY_TYPE.get(type);
    }

    /** The value of the action's {@code type}. */
    public String type() {
        return type;
    }

    /** The field that repeats the request's nonce: {@code nonce} or {@code time}. */
    public String nonceField() {
        return fields.getLast().name();
    }

    /**
     * The digest that the user signs, or {@code null} if a field is missing or not of its kind, the chain's id
     * included. Texts are taken as given: their case counts. A missing agent name or sub-account is the empty text.
     *
     * @param action the action as received, with {@code signatureChainId}
     */
    public byte[] digest(final JsonNode action) {
        return digest(action, typeHash, new byte[0][]);
    }

    /**
     * The digest that one user of a multi-sig account signs, or {@code null} as {@link #digest(JsonNode)}.
     *
     * @param multiSigUser 20 bytes, the account acted for
     * @param outerSigner  20 bytes, the leader who sends the action
     */
    public byte[] multiSigDigest(final JsonNode action, final byte[] multiSigUser, final byte[] outerSigner) {
        return digest(action, multiSigTypeHash, Eip712.word(multiSigUser), Eip712.word(outerSigner));
    }

    /** The hash of the type's text. */
    byte[] typeHash() {
        return typeHash;
    }

    /** The domain of user-signed actions on a chain. */
    static byte[] domain(final long chainId) {
        return Eip712.domain(DOMAIN_NAME_HASH, chainId);
    }

    /** The words after the first field's are the additional fields of a multi-sig message. */
    private byte[] digest(final JsonNode action, final byte[] messageTypeHash, final byte[]... afterFirst) {
        final byte[] chainId = chainId(action.path("signatureChainId"));
        final byte[][] words = new byte[1 + fields.size() + afterFirst.length][];
        words[0] = messageTypeHash;
        System.arraycopy(afterFirst, 0, words, 2, afterFirst.length);
        for (int i = 0; i < fields.size(); i++) {
            final int index = i == 0 ? 1 : 1 + i + afterFirst.length;
            words[index] = fields.get(i).word(action);
            if (words[index] == null) {
                return null;
            }
        }
        return chainId == null ? null : Eip712.digest(domain(ByteBuffer.wrap(chainId).getLong()), Keccak.hash(words));
    }

    private static byte[] chainId(final JsonNode value) {
        return value.isTextual() ? Hex.parsePadded(value.textValue(), Long.BYTES) : null;
    }
}
