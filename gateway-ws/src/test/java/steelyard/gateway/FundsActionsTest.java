package steelyard.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import steelyard.model.AccountKind;
import steelyard.model.RejectReason;
import steelyard.node.AccountView;
import steelyard.node.BuilderView;
import steelyard.node.ReferralView;
import steelyard.node.SubAccountView;
import steelyard.protocol.Address;
import steelyard.protocol.sbe.ApproveBuilderFeeDecoder;
import steelyard.protocol.sbe.ClaimRewardsDecoder;
import steelyard.protocol.sbe.CreateSubAccountDecoder;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.MoveSubAccountCashDecoder;
import steelyard.protocol.sbe.NoopDecoder;
import steelyard.protocol.sbe.PlaceAdvancedOrdersDecoder;
import steelyard.protocol.sbe.RegisterReferrerDecoder;
import steelyard.protocol.sbe.RequestWithdrawalDecoder;
import steelyard.protocol.sbe.ReserveRequestsDecoder;
import steelyard.protocol.sbe.SetReferrerDecoder;
import steelyard.protocol.sbe.TransferCashDecoder;

/** Cash that moves without trading, and sub-accounts, as clients ask for them. */
class FundsActionsTest extends GatewayFixture {
    private static final Address SUB = new Address(0xFD00_0000_0000_0000L, 0, 18);
    private static final String OK = "{\"status\":\"ok\",\"response\":{\"type\":\"default\"}}";
    private static final long TIME = Client.NONCE;

    private static String error(final String text) {
        return "{\"status\":\"err\",\"response\":\"" + text + "\"}";
    }

    private static String userSigned(final String type, final String fields) {
        return "{\"type\":\"" + type + "\",\"signatureChainId\":\"0x66eee\",\"hyperliquidChain\":\"Mainnet\"," + fields
            + "}";
    }

    private static String send(final String amount) {
        return userSigned("usdSend",
            "\"destination\":\"" + OTHER + "\",\"amount\":\"" + amount + "\",\"time\":" + TIME);
    }

    private String act(final String action) {
        return client.exchange(Client.userSigned(KEY, action).toString()).body();
    }

    private static Address address(final DirectBuffer buffer, final int offset) {
        return Address.from(buffer, offset);
    }

    private TransferCashDecoder transfer() {
        return new TransferCashDecoder().wrapAndApplyHeader(node.commands.poll(), 0, new MessageHeaderDecoder());
    }

    @ParameterizedTest
    @CsvSource({"1,1000000", "0.000001,1", "12.50,12500000", "0,0", "1.00000000,1000000", "99999999999,72057594037927936"})
    void shouldSendUsd(final String amount, final long micros) {
        assertEquals(OK, act(send(amount)));
        final TransferCashDecoder command = transfer();
        assertEquals(micros, command.amountMicros());
        assertEquals(OTHER,
            address(command.buffer(), command.offset() + TransferCashDecoder.destinationEncodingOffset()));
        assertTrue(address(command.buffer(), command.offset() + TransferCashDecoder.fromSubAccountEncodingOffset())
            .isZero());
        assertEquals(TIME, command.authority().nonceMillis());
    }

    @ParameterizedTest
    @CsvSource({"-1,Invalid number of decimals", "0.0000001,Invalid number of decimals", "1.000000001,Invalid number of decimals",
        "abc,Invalid decimal number",
        "'',Invalid decimal number", "1e3,Invalid decimal number"})
    void shouldRefuseAmountsThatAreNone(final String amount, final String text) {
        assertEquals(error(text), act(send(amount)));
        assertTrue(node.commands.isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"ZERO_AMOUNT,Send amount cannot be zero", "SELF_TRANSFER,Invalid send",
        "INSUFFICIENT_TRANSFER,Insufficient balance for token transfer"})
    void shouldTellWhyNothingWasSent(final RejectReason reason, final String text) {
        node.script = command -> Events.of().refused(reason, 5, 0);
        assertEquals(error(text), act(send("1")));
    }

    private static String asset(final String token, final String dex, final String from) {
        return userSigned("sendAsset", "\"destination\":\"" + OTHER + "\",\"sourceDex\":\"" + dex
            + "\",\"destinationDex\":\"\",\"token\":\"" + token + "\",\"amount\":\"3\",\"fromSubAccount\":\"" + from
            + "\",\"nonce\":" + TIME);
    }

    @Test
    void shouldSendTheOneAsset() {
        assertEquals(OK, act(asset("USDC:0x6d1e7cde53ba9467b783cb7c530ce054", "", SUB.toString())));
        final TransferCashDecoder command = transfer();
        assertEquals(SUB,
            address(command.buffer(), command.offset() + TransferCashDecoder.fromSubAccountEncodingOffset()));
        assertEquals(error("Unknown token PURR:0x12"), act(asset("PURR:0x12", "", "")));
        assertEquals(error("Invalid perp DEX"), act(asset("USDC", "spot", "")));
    }

    @Test
    void shouldAskForWithdrawals() {
        final String action = userSigned("withdraw3",
            "\"destination\":\"" + OTHER + "\",\"amount\":\"10\",\"time\":" + TIME);
        assertEquals(OK, act(action));
        final RequestWithdrawalDecoder command =
            new RequestWithdrawalDecoder().wrapAndApplyHeader(node.commands.poll(), 0, new MessageHeaderDecoder());
        assertEquals(10_000_000, command.amountMicros());
        node.script = ignored -> Events.of().refused(RejectReason.INSUFFICIENT_WITHDRAWAL, 5, 0);
        assertEquals(error("Insufficient balance for withdrawal"), act(action));
        assertEquals(error("Must deposit before performing actions. User: " + AGENT),
            client.exchange(Client.userSigned(AGENT_KEY, action).toString()).body(), "never an agent");
    }

    @ParameterizedTest
    @CsvSource({"0.01%,10", "0.1%,100", "0%,0", "1%,1000", "0.001%,1", "0.050%,50"})
    void shouldApproveBuilders(final String rate, final int tenths) {
        assertEquals(OK, act(userSigned("approveBuilderFee",
            "\"maxFeeRate\":\"" + rate + "\",\"builder\":\"" + OTHER + "\",\"nonce\":" + TIME)));
        final ApproveBuilderFeeDecoder command =
            new ApproveBuilderFeeDecoder().wrapAndApplyHeader(node.commands.poll(), 0, new MessageHeaderDecoder());
        assertEquals(tenths, command.maxTenths());
        assertEquals(OTHER,
            address(command.buffer(), command.offset() + ApproveBuilderFeeDecoder.builderEncodingOffset()));
    }

    @Test
    void shouldRefuseFeesOfBuildersThatAreNone() {
        final String action = userSigned("approveBuilderFee",
            "\"maxFeeRate\":\"1.001%\",\"builder\":\"" + OTHER + "\",\"nonce\":" + TIME);
        assertEquals(error("Builder fee must be 0% to 1%."), act(action));
        assertEquals(error("Builder fee must be 0% to 1%."), act(action.replace("1.001%", "0.0001%")));
        assertTrue(act(action.replace("1.001%", "1")).contains("deserialize"));
        node.script = ignored -> Events.of().refused(RejectReason.BUILDER_INSUFFICIENT, 100_000_000, 0);
        assertEquals(error("Builder has insufficient balance to be approved."), act(action.replace("1.001", "0.01")));
        assertEquals(error("Must deposit before performing actions. User: " + AGENT),
            client.exchange(Client.userSigned(AGENT_KEY, action.replace("1.001", "0.01")).toString()).body());
    }

    @Test
    void shouldPlaceOrdersForABuilder() {
        node.script = ignored -> Events.of().refused(RejectReason.BUILDER_FEE_NOT_APPROVED, 0, 0);
        assertEquals(error("Builder fee has not been approved."), client.act(KEY, "{\"type\":\"order\",\"orders\":["
            + "{\"a\":0,\"b\":true,\"p\":\"50000\",\"s\":\"0.01\",\"r\":false,\"t\":{\"limit\":{\"tif\":\"Gtc\"}}}],"
            + "\"grouping\":\"na\",\"builder\":{\"b\":\"" + OTHER + "\",\"f\":10}}"));
        final PlaceAdvancedOrdersDecoder command =
            new PlaceAdvancedOrdersDecoder().wrapAndApplyHeader(node.commands.poll(), 0, new MessageHeaderDecoder());
        assertEquals(10, command.builderTenths());
        assertEquals(OTHER,
            address(command.buffer(), command.offset() + PlaceAdvancedOrdersDecoder.builderEncodingOffset()));
    }

    @Test
    void shouldTellApprovedBuilders() {
        final String asked = "\"user\":\"" + USER + "\"";
        final String fee = "{\"type\":\"maxBuilderFee\"," + asked + ",\"builder\":\"" + OTHER + "\"}";
        assertEquals("0", client.info(fee).body());
        node.builders.put(USER_ID, List.of(new BuilderView(OTHER, 10)));
        assertEquals("10", client.info(fee).body());
        assertEquals("[\"" + OTHER + "\"]", client.info("{\"type\":\"approvedBuilders\"," + asked + "}").body());
    }

    @Test
    void shouldTakeCodesAndRewards() {
        assertEquals(OK, client.act(KEY, "{\"type\":\"registerReferrer\",\"code\":\"ABCDEFGHIJ0123456789\"}"));
        assertEquals("ABCDEFGHIJ0123456789", new RegisterReferrerDecoder()
            .wrapAndApplyHeader(node.commands.poll(), 0, new MessageHeaderDecoder()).code());
        assertEquals(OK, client.act(KEY, "{\"type\":\"setReferrer\",\"code\":\"CCXT1\"}"));
        assertEquals("CCXT1", new SetReferrerDecoder()
            .wrapAndApplyHeader(node.commands.poll(), 0, new MessageHeaderDecoder()).code());
        assertEquals(OK, client.act(KEY, "{\"type\":\"claimRewards\"}"));
        new ClaimRewardsDecoder().wrapAndApplyHeader(node.commands.poll(), 0, new MessageHeaderDecoder());
        node.script = ignored -> Events.of().refused(RejectReason.REFERRAL_VOLUME, 10_000_000_000L, 0);
        assertEquals(error("A referral code needs a traded volume of $10000."),
            client.act(KEY, "{\"type\":\"registerReferrer\",\"code\":\"X\"}"));
    }

    @Test
    void shouldReserveRequests() {
        node.script = command -> Events.of().requestsReserved(USER_ID, USER_ID, 10, 10);
        assertEquals(OK, client.act(AGENT_KEY, "{\"type\":\"reserveRequestWeight\",\"weight\":10}"));
        final ReserveRequestsDecoder own = reservation();
        assertEquals(10, own.requests());
        assertEquals(Address.ZERO, address(own.buffer(), own.offset() + ReserveRequestsDecoder.destinationEncodingOffset()));
        assertEquals(OK, client.act(KEY,
            "{\"type\":\"reserveRequestWeight\",\"weight\":1844674407370955,\"destination\":\"" + OTHER + "\"}"));
        final ReserveRequestsDecoder others = reservation();
        assertEquals(1_844_674_407_370_955L, others.requests());
        assertEquals(OTHER, address(others.buffer(), others.offset() + ReserveRequestsDecoder.destinationEncodingOffset()));
        node.script = command -> Events.of().refused(RejectReason.REQUESTS_INVALID, 1_844_674_407_370_945L, 0);
        assertEquals(error("Request weight must be 1 to 1844674407370945."),
            client.act(KEY, "{\"type\":\"reserveRequestWeight\",\"weight\":0}"));
    }

    private ReserveRequestsDecoder reservation() {
        return new ReserveRequestsDecoder().wrapAndApplyHeader(node.commands.poll(), 0, new MessageHeaderDecoder());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ccxt1", "A B", "ABCDEFGHIJ01234567890", "\u00c4"})
    void shouldRefuseWhatNoCodeIs(final String code) {
        assertEquals(error("Referral code must be 1 to 20 characters out of A-Z and 0-9."),
            client.act(KEY, "{\"type\":\"registerReferrer\",\"code\":\"" + code + "\"}"));
        assertEquals(error("Referral code is not registered."),
            client.act(KEY, "{\"type\":\"setReferrer\",\"code\":\"" + code + "\"}"));
        assertTrue(node.commands.isEmpty());
    }

    @Test
    void shouldTellReferrals() {
        final String question = "{\"type\":\"referral\",\"user\":\"" + USER + "\"}";
        final String none = client.info(question).body();
        assertTrue(none.contains("{\"stage\":\"needToTrade\",\"data\":{\"required\":\"10000.0\"}}"), none);
        node.referrals.put(USER_ID,
            new ReferralView(null, "", "", 10_000_000_000L, 10_000_000_000L, 0, 0, 0, List.of()));
        final String traded = client.info(question).body();
        assertTrue(traded.contains("\"referrerState\":{\"stage\":\"needToCreateCode\"}"), traded);
        node.referrals.put(USER_ID, new ReferralView(OTHER, "THEIRS", "OWN", 12_000_000_001L, 10_000_000_000L, 319_987, 5,
            2, List.of(new ReferralView.Referred(SUB, 1_700_000_000_123_000_000L, 7_407_123_450L, 3_199_877, 319_987))));
        final String state = "\"cumVlm\":\"12000.000001\",\"unclaimedRewards\":\"0.319987\",\"claimedRewards\":\"0.000005\","
            + "\"builderRewards\":\"0.0\"";
        final String fees = "\"cumVlm\":\"7407.12345\",\"cumRewardedFeesSinceReferred\":\"3.199877\","
            + "\"cumFeesRewardedToReferrer\":\"0.319987\"";
        assertEquals("{\"referredBy\":{\"referrer\":\"" + OTHER + "\",\"code\":\"THEIRS\"}," + state
            + ",\"referrerState\":{\"stage\":\"ready\",\"data\":{\"code\":\"OWN\",\"nReferrals\":2,\"referralStates\":[{" + fees
            + ",\"timeJoined\":1700000000123,\"user\":\"" + SUB + "\",\"tokenToState\":[[0,{" + fees + "}]]}]}},"
            + "\"rewardHistory\":[],\"tokenToState\":[[0,{" + state + "}]]}", client.info(question).body());
    }

    @Test
    void shouldMakeAndFundSubAccounts() {
        node.script = command -> Events.of().accountCreated(18, SUB);
        assertEquals("{\"status\":\"ok\",\"response\":{\"type\":\"createSubAccount\",\"data\":\"" + SUB + "\"}}",
            client.act(KEY, "{\"type\":\"createSubAccount\",\"name\":\"näme\"}"));
        final CreateSubAccountDecoder created =
            new CreateSubAccountDecoder().wrapAndApplyHeader(node.commands.poll(), 0, new MessageHeaderDecoder());
        final byte[] name = new byte[64];
        created.getName(name, 0, 64);
        assertEquals("näme", new String(name, StandardCharsets.UTF_8).trim());
        assertEquals(error("Sub-account name must have at most 64 bytes and no control characters."),
            client.act(KEY, "{\"type\":\"createSubAccount\",\"name\":\"" + "ä".repeat(33) + "\"}"));
        node.script = command -> Events.of();
        assertEquals(OK, client.act(AGENT_KEY, "{\"type\":\"subAccountTransfer\",\"subAccountUser\":\"" + SUB
            + "\",\"isDeposit\":true,\"usd\":1000000}"));
        final MoveSubAccountCashDecoder moved =
            new MoveSubAccountCashDecoder().wrapAndApplyHeader(node.commands.poll(), 0, new MessageHeaderDecoder());
        assertEquals(1_000_000, moved.amountMicros());
        assertEquals(1, moved.isDeposit());
        assertEquals(OK, client.act(KEY, "{\"type\":\"noop\"}"));
        assertEquals(NoopDecoder.TEMPLATE_ID,
            new MessageHeaderDecoder().wrap(node.commands.poll(), 0).templateId());
    }

    @Test
    void shouldShowSubAccounts() {
        node.accounts.put(SUB, new AccountView(18, SUB, AccountKind.SUB_ACCOUNT, 5_000_000, 5_000_000, 0, 0, 0, 0,
            5_000_000, List.of()));
        node.subAccounts.put(USER_ID, List.of(new SubAccountView(18, "one")));
        node.owners.put(18, USER_ID);
        final String state = client.info("{\"type\":\"clearinghouseState\",\"user\":\"" + SUB + "\"}").body();
        final String start = "[{\"name\":\"one\",\"subAccountUser\":\"" + SUB + "\",\"master\":\"" + USER + "\",";
        assertEquals(start + "\"clearinghouseState\":" + state + ",\"spotState\":{\"balances\":[]}}]",
            client.info("{\"type\":\"subAccounts\",\"user\":\"" + USER + "\"}").body());
        assertEquals(start + "\"dexToClearinghouseState\":[[\"\"," + state + "]],\"spotState\":{\"balances\":[]}}]",
            client.info("{\"type\":\"subAccounts2\",\"user\":\"" + USER + "\"}").body());
        assertEquals("{\"role\":\"subAccount\",\"data\":{\"master\":\"" + USER + "\"}}",
            client.info("{\"type\":\"userRole\",\"user\":\"" + SUB + "\"}").body());
    }

    @Test
    void shouldTellTransfersAndWithdrawalsToBothSides() {
        final String type = "userNonFundingLedgerUpdates";
        try (Stream sender = new Stream(server.port()); Stream receiver = new Stream(server.port())) {
            sender.subscribe("{\"type\":\"" + type + "\",\"user\":\"" + USER + "\"}").data(type);
            receiver.subscribe("{\"type\":\"" + type + "\",\"user\":\"" + OTHER + "\"}").data(type);
            node.publish(Events.of().transferred(USER_ID, USER, OTHER_ID, OTHER, 2_500_000));
            final String delta = "{\"type\":\"internalTransfer\",\"usdc\":\"2.5\",\"user\":\"" + USER
                + "\",\"destination\":\"" + OTHER + "\",\"fee\":\"";
            assertEquals(delta + "1.0\"}", delta(sender, type));
            assertEquals(delta + "0.0\"}", delta(receiver, type));
            node.publish(Events.of().rewardsClaimed(USER_ID, 1_441_423));
            assertEquals("{\"type\":\"rewardsClaim\",\"amount\":\"1.441423\",\"token\":\"USDC\"}", delta(sender, type));
            node.publish(Events.of().requestsReserved(USER_ID, OTHER_ID, 7, 7));
            assertEquals("{\"type\":\"internalTransfer\",\"usdc\":\"0.0035\",\"user\":\"" + USER
                + "\",\"destination\":\"0xfe00000000000000000000000000000000000000\",\"fee\":\"0.0\"}",
                delta(sender, type));
        }
    }

    private static String delta(final Stream stream, final String type) {
        return Client.tree(stream.data(type)).path("nonFundingLedgerUpdates").path(0).path("delta").toString();
    }
}
