package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.sbe.MessageEncoderFlyweight;
import steelyard.model.AssetClass;
import steelyard.model.HouseAccount;
import steelyard.model.MarketParameter;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.model.PriceGrid;
import steelyard.protocol.Address;
import steelyard.protocol.MarketSpecCodec;
import steelyard.protocol.sbe.ActivateScenariosEncoder;
import steelyard.protocol.sbe.ApplyGenesisEncoder;
import steelyard.protocol.sbe.ApproveAgentEncoder;
import steelyard.protocol.sbe.AuthorityEncoder;
import steelyard.protocol.sbe.CancelOrdersByClientIdEncoder;
import steelyard.protocol.sbe.CancelOrdersEncoder;
import steelyard.protocol.sbe.ChangeMarketRiskEncoder;
import steelyard.protocol.sbe.ChangeMarketStateEncoder;
import steelyard.protocol.sbe.CreateSubAccountEncoder;
import steelyard.protocol.sbe.DepositEncoder;
import steelyard.protocol.sbe.FreezeAccountEncoder;
import steelyard.protocol.sbe.ListMarketEncoder;
import steelyard.protocol.sbe.LoadScenariosEncoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.ModifyOrdersEncoder;
import steelyard.protocol.sbe.MoveInsuranceEncoder;
import steelyard.protocol.sbe.MoveSubAccountCashEncoder;
import steelyard.protocol.sbe.NoopEncoder;
import steelyard.protocol.sbe.OpenEpochEncoder;
import steelyard.protocol.sbe.OriginEncoder;
import steelyard.protocol.sbe.PlaceOrdersEncoder;
import steelyard.protocol.sbe.RenameSubAccountEncoder;
import steelyard.protocol.sbe.RequestWithdrawalEncoder;
import steelyard.protocol.sbe.ResolveWithdrawalEncoder;
import steelyard.protocol.sbe.SetAccountClassEncoder;
import steelyard.protocol.sbe.SetAgentLimitsEncoder;
import steelyard.protocol.sbe.SetCalendarEncoder;
import steelyard.protocol.sbe.SetFeeScheduleEncoder;
import steelyard.protocol.sbe.SetLeverageCapEncoder;
import steelyard.protocol.sbe.SetMarginModeEncoder;
import steelyard.protocol.sbe.SetParameterEncoder;
import steelyard.protocol.sbe.SocializeDebtEncoder;
import steelyard.protocol.sbe.SubmitPricesEncoder;
import steelyard.protocol.sbe.TakeCheckpointEncoder;
import steelyard.protocol.sbe.TickEncoder;
import steelyard.protocol.sbe.TopUpIsolatedMarginEncoder;
import steelyard.protocol.sbe.TransferCashEncoder;
import steelyard.protocol.sbe.TransferHouseCashEncoder;
import steelyard.protocol.sbe.UpdateIsolatedMarginEncoder;
import steelyard.protocol.sbe.UpdateLeverageEncoder;

/**
 * An exchange under test with the commands as methods, each of which returns the events of that command as lines. One
 * node numbers everything; nonces count up from log time; time stands still unless told to go on.
 */
final class Rig {
    static final int BTC = 0;
    static final int OIL = 1;
    static final long ADDRESS_HIGH = 0xA0A0;
    static final long USDC = 1_000_000;
    static final long SECOND = 1_000_000_000;
    static final long START = 1_000_000 * SECOND;
    static final int NODE = 1;

    final ExpandableArrayBuffer command = new ExpandableArrayBuffer(4096);
    final List<byte[]> batches = new ArrayList<>();
    Exchange exchange = new Exchange(this::onEvents);
    int commandLength;
    long now = START;
    long nonce = START / 1_000_000;
    int epoch = 1;
    long seq;
    int node = NODE;
    Address alternate = Address.ZERO;
    Address vault = Address.ZERO;
    long expiresAfter;
    long[][] genesisValues = {};
    long[][] genesisFees = {};
    /** Calendar, closes, opens. */
    long[][] genesisClosures = {};
    boolean announces;
    private long depositNumber;
    private long logPosition;
    private List<String> lines = List.of();

    /** An exchange whose node has opened its epoch. */
    static Rig empty() {
        final Rig rig = new Rig();
        rig.openEpoch(77);
        return rig;
    }

    /** An exchange with two markets at 60,000 and 70 USDC. */
    static Rig open() {
        final Rig rig = empty();
        rig.genesis(btc(), oil());
        rig.price(BTC, 600_000);
        rig.price(OIL, 700_000);
        return rig;
    }

    /** Prices with one decimal, sizes with five; 40x, 20x chosen; one source, good for an hour. */
    static MarketSpec btc() {
        return new MarketSpec(BTC, "BTC", AssetClass.CRYPTO, 5, PriceGrid.SIGNIFICANT_5, 0, false, 40, 20,
            10 * USDC, 100_000_000, 100_000_000, 500_000_000, 3_600 * SECOND, 1);
    }

    /** Prices with four decimals, at and below zero too, sizes with two; 10x; one source, good for an hour. */
    static MarketSpec oil() {
        return new MarketSpec(OIL, "WTI", AssetClass.ENERGY, 2, PriceGrid.TICK, 1, true, 10, 10,
            USDC, 10_000_000, 10_000_000, 100_000_000, 3_600 * SECOND, 1);
    }

    static Address address(final int number) {
        return new Address(ADDRESS_HIGH, 0, number);
    }

    static String text(final List<String> events) {
        return String.join("\n", events) + "\n";
    }

    /** What became of the first entry or of the whole command: a reason with its details, or the event's first word. */
    static String outcome(final List<String> events) {
        final String[] words = events.getFirst().replaceAll(", ", ",").split(" ");
        return switch (words[0]) {
            case "refused" -> words[1];
            case "rejected", "request" -> words[2];
            default -> words[0];
        };
    }

    /** Compares the events of a command with a text block. */
    void expect(final List<String> events, final String expected) {
        assertEquals(expected, text(events));
    }

    List<String> openEpoch(final long token) {
        final OpenEpochEncoder encoder = start(new OpenEpochEncoder());
        encoder.token(token).origin().seq(0).epoch(0).nodeId(node).reserved(0);
        return apply(encoder);
    }

    List<String> tick() {
        final TickEncoder encoder = start(new TickEncoder());
        origin(encoder.origin());
        return apply(encoder);
    }

    List<String> genesis(final MarketSpec... markets) {
        return genesis(new long[0][], markets);
    }

    /** With parameters as pairs of id and value. */
    List<String> genesis(final long[][] parameters, final MarketSpec... markets) {
        final ApplyGenesisEncoder encoder = start(new ApplyGenesisEncoder());
        origin(encoder.origin());
        encoder.genesisHash(31, (short) 7);
        final ApplyGenesisEncoder.ParametersEncoder group = encoder.parametersCount(parameters.length);
        for (final long[] parameter : parameters) {
            group.next().value(parameter[1]).parameterId((int) parameter[0]);
        }
        final ApplyGenesisEncoder.MarketsEncoder specs = encoder.marketsCount(markets.length);
        for (final MarketSpec spec : markets) {
            MarketSpecCodec.encode(spec, specs.next().spec());
            specs.state(MarketState.ACTIVE.code());
        }
        final ApplyGenesisEncoder.MarketValuesEncoder values = encoder.marketValuesCount(genesisValues.length);
        for (final long[] value : genesisValues) {
            values.next().marketId((int) value[0]).parameterId((int) value[1]).value(value[2]);
        }
        final ApplyGenesisEncoder.FeeTiersEncoder tiers = encoder.feeTiersCount(genesisFees.length);
        for (final long[] tier : genesisFees) {
            tiers.next().feeGroup((short) tier[0]).volumeFromUsdc(tier[1]).takerNanos((int) tier[2])
                .makerNanos((int) tier[3]);
        }
        encoder.makerTiersCount(0);
        final ApplyGenesisEncoder.ClosuresEncoder closures = encoder.closuresCount(genesisClosures.length);
        for (final long[] closure : genesisClosures) {
            closures.next().calendarId((int) closure[0]).closesSeconds(closure[1]).opensSeconds(closure[2]);
        }
        return apply(encoder);
    }

    List<String> set(final Parameter parameter, final long value) {
        return set(parameter.id(), value);
    }

    List<String> set(final int parameterId, final long value) {
        final SetParameterEncoder encoder = start(new SetParameterEncoder());
        origin(encoder.origin());
        encoder.value(value).parameterId(parameterId).operatorName("ann").reason("test");
        return apply(encoder);
    }

    List<String> list(final MarketSpec spec, final int state) {
        final ListMarketEncoder encoder = start(new ListMarketEncoder());
        origin(encoder.origin());
        MarketSpecCodec.encode(spec, encoder.spec());
        encoder.state((short) state).operatorName("ann").reason("test");
        return apply(encoder);
    }

    List<String> state(final int marketId, final int state) {
        final ChangeMarketStateEncoder encoder = start(new ChangeMarketStateEncoder());
        origin(encoder.origin());
        encoder.marketId(marketId).state((short) state).operatorName("").reason("");
        return apply(encoder);
    }

    /** From source 1, with the next number. */
    List<String> deposit(final int user, final long micros) {
        return deposit(1, ++depositNumber, address(user), micros);
    }

    List<String> deposit(final int source, final long number, final Address to, final long micros) {
        final DepositEncoder encoder = start(new DepositEncoder());
        origin(encoder.origin());
        encoder.number(number).amountMicros(micros).sourceId(source).operatorName("").reason("");
        to.write(command, encoder.offset() + DepositEncoder.addressEncodingOffset());
        return apply(encoder);
    }

    /** Source 1 publishes a price in ticks now. */
    List<String> price(final int marketId, final long ticks) {
        return price(1, marketId, ticks * (marketId == BTC ? btc() : oil()).e8PerTick(), ++logPosition);
    }

    List<String> price(final int source, final int marketId, final long priceE8, final long publishTime) {
        final SubmitPricesEncoder encoder = start(new SubmitPricesEncoder());
        origin(encoder.origin());
        encoder.sourceId(source).pricesCount(1).next()
            .priceE8(priceE8).confidenceE8(0).publishTimeNanos(publishTime).marketId(marketId);
        return apply(encoder);
    }

    List<String> place(final int user, final Entry... entries) {
        final PlaceOrdersEncoder encoder = start(new PlaceOrdersEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        final PlaceOrdersEncoder.OrdersEncoder group = encoder.ordersCount(entries.length);
        for (final Entry entry : entries) {
            final MarketSpec spec = spec(entry.marketId());
            group.next()
                .priceE8(entry.priceTicks() * spec.e8PerTick())
                .sizeE8(entry.lots() * spec.e8PerLot())
                .clientOrderIdHigh(0)
                .clientOrderIdLow(entry.clientId())
                .marketId(entry.marketId())
                .side(entry.side().code())
                .timeInForce(entry.timeInForce().code())
                .flags(entry.flags());
        }
        encoder.putProof(new byte[] {1, 2, 3}, 0, 3);
        return apply(encoder);
    }

    /** One entry with every field as it stands on the wire. */
    List<String> placeRaw(
        final int user, final int market, final int side, final long priceE8, final long sizeE8, final int tif,
        final int flags) {
        final PlaceOrdersEncoder encoder = start(new PlaceOrdersEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        encoder.ordersCount(1).next().priceE8(priceE8).sizeE8(sizeE8).clientOrderIdHigh(0).clientOrderIdLow(0)
            .marketId(market).side((short) side).timeInForce((short) tif).flags(flags);
        encoder.putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    List<String> modify(final int user, final Entry... entries) {
        final ModifyOrdersEncoder encoder = start(new ModifyOrdersEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        final ModifyOrdersEncoder.ModifiesEncoder group = encoder.modifiesCount(entries.length);
        for (final Entry entry : entries) {
            final MarketSpec spec = spec(entry.marketId());
            group.next()
                .targetOrderId(entry.target())
                .targetClientOrderIdHigh(0)
                .targetClientOrderIdLow(entry.targetClientId())
                .priceE8(entry.priceTicks() * spec.e8PerTick())
                .sizeE8(entry.lots() * spec.e8PerLot())
                .clientOrderIdHigh(0)
                .clientOrderIdLow(entry.clientId())
                .marketId(entry.marketId())
                .side(entry.side().code())
                .timeInForce(entry.timeInForce().code())
                .flags(entry.flags());
        }
        encoder.putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    List<String> cancel(final int user, final int market, final long... orderIds) {
        final CancelOrdersEncoder encoder = start(new CancelOrdersEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        final CancelOrdersEncoder.CancelsEncoder group = encoder.cancelsCount(orderIds.length);
        for (final long orderId : orderIds) {
            group.next().orderId(orderId).marketId(market);
        }
        encoder.putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    List<String> cancelByClientId(final int user, final int market, final long... ids) {
        final CancelOrdersByClientIdEncoder encoder = start(new CancelOrdersByClientIdEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        final CancelOrdersByClientIdEncoder.CancelsEncoder group = encoder.cancelsCount(ids.length);
        for (final long id : ids) {
            group.next().clientOrderIdHigh(0).clientOrderIdLow(id).marketId(market);
        }
        encoder.putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    List<String> leverage(final int user, final int market, final int leverage, final boolean cross) {
        final UpdateLeverageEncoder encoder = start(new UpdateLeverageEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        encoder.marketId(market).leverage(leverage).isCross((short) (cross ? 1 : 0));
        encoder.putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    List<String> approve(final int user, final Address agent, final String name, final long validUntil) {
        final ApproveAgentEncoder encoder = start(new ApproveAgentEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        encoder.validUntilMillis(validUntil);
        agent.write(command, encoder.offset() + ApproveAgentEncoder.agentAddressEncodingOffset());
        for (int i = 0; i < 64; i++) {
            encoder.agentName(i, (short) (i < name.length() ? name.charAt(i) : 0));
        }
        encoder.putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    /** Each network is its two halves and the length of its prefix. */
    List<String> limitAgent(final int user, final Address agent, final int permission, final long[]... networks) {
        final SetAgentLimitsEncoder encoder = start(new SetAgentLimitsEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        agent.write(command, encoder.offset() + SetAgentLimitsEncoder.agentAddressEncodingOffset());
        encoder.permission((short) permission);
        final SetAgentLimitsEncoder.NetworksEncoder group = encoder.networksCount(networks.length);
        for (final long[] network : networks) {
            group.next().high(network[0]).low(network[1]).prefixLength((short) network[2]);
        }
        encoder.putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    List<String> isolatedMargin(final int user, final int market, final long amountMicros) {
        final UpdateIsolatedMarginEncoder encoder = start(new UpdateIsolatedMarginEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        encoder.amountMicros(amountMicros).marketId(market).putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    List<String> topUp(final int user, final int market, final long leverageE6) {
        final TopUpIsolatedMarginEncoder encoder = start(new TopUpIsolatedMarginEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        encoder.leverageE6(leverageE6).marketId(market).putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    /** Sets numbers of a market: a parameter, its value, the next parameter ... */
    List<String> risk(final int market, final Object... values) {
        final ChangeMarketRiskEncoder encoder = start(new ChangeMarketRiskEncoder());
        origin(encoder.origin());
        final ChangeMarketRiskEncoder.ValuesEncoder group = encoder.marketId(market).valuesCount(values.length / 2);
        for (int i = 0; i < values.length; i += 2) {
            final int id = values[i] instanceof MarketParameter parameter ? parameter.id() : (Integer) values[i];
            group.next().value(((Number) values[i + 1]).longValue()).parameterId(id);
        }
        encoder.operatorName("ann").reason("test");
        return apply(encoder);
    }

    List<String> classify(final int user, final int accountClass, final int feeGroup) {
        final SetAccountClassEncoder encoder = start(new SetAccountClassEncoder());
        origin(encoder.origin());
        address(user).write(command, encoder.offset() + SetAccountClassEncoder.addressEncodingOffset());
        encoder.accountClass((short) accountClass).feeGroup((short) feeGroup).operatorName("").reason("");
        return apply(encoder);
    }

    List<String> cap(final int accountClass, final int leverageClass, final int leverageMax, final int closeOut) {
        final SetLeverageCapEncoder encoder = start(new SetLeverageCapEncoder());
        origin(encoder.origin());
        encoder.leverageMax(leverageMax).accountClass((short) accountClass).leverageClass((short) leverageClass)
            .closeOutPercent((short) closeOut).operatorName("").reason("");
        return apply(encoder);
    }

    List<String> fees(final int group, final long[][] tiers, final long[][] makerTiers) {
        final SetFeeScheduleEncoder encoder = start(new SetFeeScheduleEncoder());
        origin(encoder.origin());
        final SetFeeScheduleEncoder.TiersEncoder volumes = encoder.feeGroup((short) group).tiersCount(tiers.length);
        for (final long[] tier : tiers) {
            volumes.next().volumeFromUsdc(tier[0]).takerNanos((int) tier[1]).makerNanos((int) tier[2]);
        }
        final SetFeeScheduleEncoder.MakerTiersEncoder shares = encoder.makerTiersCount(makerTiers.length);
        for (final long[] tier : makerTiers) {
            shares.next().shareFromE6((int) tier[0]).makerNanos((int) tier[1]);
        }
        encoder.operatorName("ann").reason("test");
        return apply(encoder);
    }

    List<String> transferHouse(final HouseAccount from, final HouseAccount to, final long micros) {
        final TransferHouseCashEncoder encoder = start(new TransferHouseCashEncoder());
        origin(encoder.origin());
        encoder.amountMicros(micros).fromAccountId(from.id()).toAccountId(to.id()).operatorName("ann").reason("test");
        return apply(encoder);
    }

    List<String> moveInsurance(final long number, final long micros, final String first, final String second) {
        final MoveInsuranceEncoder encoder = start(new MoveInsuranceEncoder());
        origin(encoder.number(number).amountMicros(micros).sourceId(9).origin());
        encoder.secondOperator(second).operatorName(first).reason("policy");
        return apply(encoder);
    }

    List<String> socializeDebt() {
        final SocializeDebtEncoder encoder = start(new SocializeDebtEncoder());
        origin(encoder.origin());
        encoder.operatorName("ann").reason("test");
        return apply(encoder);
    }

    /** Closures as pairs of seconds. */
    List<String> calendar(final int calendarId, final long... seconds) {
        final SetCalendarEncoder encoder = start(new SetCalendarEncoder());
        origin(encoder.origin());
        final SetCalendarEncoder.ClosuresEncoder closures =
            encoder.calendarId(calendarId).closuresCount(seconds.length / 2);
        for (int i = 0; i < seconds.length; i += 2) {
            closures.next().closesSeconds(seconds[i]).opensSeconds(seconds[i + 1]);
        }
        encoder.operatorName("ann").reason("test");
        return apply(encoder);
    }

    List<String> freeze(final int user, final boolean frozen) {
        final FreezeAccountEncoder encoder = start(new FreezeAccountEncoder());
        origin(encoder.origin());
        address(user).write(command, encoder.offset() + FreezeAccountEncoder.addressEncodingOffset());
        encoder.frozen((short) (frozen ? 1 : 0)).operatorName("").reason("");
        return apply(encoder);
    }

    List<String> marginMode(final int user, final int mode) {
        final SetMarginModeEncoder encoder = start(new SetMarginModeEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        encoder.mode((short) mode).putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    /** Stages columns: 64 directions for each market. */
    List<String> loadScenarios(final int version, final Map<Integer, short[]> columns) {
        final LoadScenariosEncoder encoder = start(new LoadScenariosEncoder());
        origin(encoder.origin());
        final LoadScenariosEncoder.ColumnsEncoder group = encoder.version(version).columnsCount(columns.size());
        columns.forEach((market, column) -> {
            group.next().marketId(market);
            for (int k = 0; k < column.length; k++) {
                group.directions(k, column[k]);
            }
        });
        encoder.operatorName("").reason("");
        return apply(encoder);
    }

    List<String> activateScenarios(
        final int version, final int columns, final byte[] sha256, final long fromSequence) {
        final ActivateScenariosEncoder encoder = start(new ActivateScenariosEncoder());
        origin(encoder.origin());
        encoder.fromSequence(fromSequence).version(version).columns(columns).putSha256(sha256, 0, 32)
            .operatorName("").reason("");
        return apply(encoder);
    }

    List<String> createSub(final int user, final String name) {
        final CreateSubAccountEncoder encoder = start(new CreateSubAccountEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        name(encoder.offset() + CreateSubAccountEncoder.nameEncodingOffset(), name);
        encoder.putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    List<String> renameSub(final int user, final Address subAccount, final String name) {
        final RenameSubAccountEncoder encoder = start(new RenameSubAccountEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        subAccount.write(command, encoder.offset() + RenameSubAccountEncoder.addressEncodingOffset());
        name(encoder.offset() + RenameSubAccountEncoder.nameEncodingOffset(), name);
        encoder.putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    private void name(final int offset, final String name) {
        for (int i = 0; i < 64; i++) {
            command.putByte(offset + i, (byte) (i < name.length() ? name.charAt(i) : 0));
        }
    }

    List<String> moveSub(final int user, final Address subAccount, final long micros, final boolean isDeposit) {
        final MoveSubAccountCashEncoder encoder = start(new MoveSubAccountCashEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        subAccount.write(command, encoder.offset() + MoveSubAccountCashEncoder.addressEncodingOffset());
        encoder.amountMicros(micros).isDeposit((short) (isDeposit ? 1 : 0)).putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    List<String> transfer(final int user, final Address to, final long micros, final Address from) {
        final TransferCashEncoder encoder = start(new TransferCashEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        to.write(command, encoder.offset() + TransferCashEncoder.destinationEncodingOffset());
        from.write(command, encoder.offset() + TransferCashEncoder.fromSubAccountEncodingOffset());
        encoder.amountMicros(micros).putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    List<String> withdraw(final int user, final Address to, final long micros) {
        final RequestWithdrawalEncoder encoder = start(new RequestWithdrawalEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        to.write(command, encoder.offset() + RequestWithdrawalEncoder.destinationEncodingOffset());
        encoder.amountMicros(micros).putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    List<String> resolve(final long withdrawalId, final int outcome) {
        final ResolveWithdrawalEncoder encoder = start(new ResolveWithdrawalEncoder());
        origin(encoder.origin());
        encoder.withdrawalId(withdrawalId).outcome((short) outcome).operatorName("ann").reason("test");
        return apply(encoder);
    }

    List<String> noop(final int user) {
        final NoopEncoder encoder = start(new NoopEncoder());
        origin(encoder.origin());
        authority(encoder.authority(), address(user));
        encoder.putProof(new byte[0], 0, 0);
        return apply(encoder);
    }

    /** Applies the encoded command as the next one. */
    List<String> apply(final MessageEncoderFlyweight encoder) {
        commandLength = MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
        return applyAgain();
    }

    /** Applies what stands in the command buffer. */
    List<String> applyAgain() {
        lines = List.of();
        final UnsafeBuffer bytes = new UnsafeBuffer(command, 0, commandLength);
        if (announces) {
            exchange.expect(bytes, 0, commandLength);
        }
        exchange.apply(bytes, 0, commandLength, ++logPosition, 3, now);
        return lines;
    }

    /** Puts a deposit of source 1 into the command buffer. */
    void prepareDeposit(final int user, final long micros) {
        final DepositEncoder encoder = start(new DepositEncoder());
        origin(encoder.origin());
        encoder.number(++depositNumber).amountMicros(micros).sourceId(1).operatorName("").reason("");
        address(user).write(command, encoder.offset() + DepositEncoder.addressEncodingOffset());
        commandLength = MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
    }

    /** Puts an epoch's beginning into the command buffer. */
    void prepareOpenEpoch(final long token) {
        final OpenEpochEncoder encoder = start(new OpenEpochEncoder());
        encoder.token(token).origin().seq(0).epoch(0).nodeId(node).reserved(0);
        commandLength = MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
    }

    /** Passes over what stands in the command buffer. */
    List<String> skip() {
        lines = List.of();
        exchange.skip(new UnsafeBuffer(command, 0, commandLength), 0, commandLength, ++logPosition, 3, now);
        return lines;
    }

    List<String> checkpoint() {
        final TakeCheckpointEncoder encoder = start(new TakeCheckpointEncoder());
        origin(encoder.origin());
        return apply(encoder);
    }

    void waitMillis(final long millis) {
        now += millis * 1_000_000;
    }

    /** The records of a snapshot taken now. */
    List<byte[]> snapshot() {
        final List<byte[]> records = new ArrayList<>();
        exchange.snapshot((buffer, offset, length) -> records.add(bytes(buffer, offset, length)));
        return records;
    }

    /** The same exchange again, from a snapshot; the rig goes on with the other one. */
    Exchange restored() {
        return restoredInto(this::onEvents);
    }

    /** The same exchange again, speaking to somebody else. */
    Exchange restoredInto(final ExchangeEvents events) {
        final Exchange restored = new Exchange(events, 99);
        for (final byte[] record : snapshot()) {
            restored.load(new UnsafeBuffer(record), 0, record.length);
        }
        return restored;
    }

    <T extends MessageEncoderFlyweight> T start(final T encoder) {
        command.setMemory(0, command.capacity(), (byte) 0);
        new MessageHeaderEncoder().wrap(command, 0)
            .blockLength(encoder.sbeBlockLength())
            .templateId(encoder.sbeTemplateId())
            .schemaId(encoder.sbeSchemaId())
            .version(encoder.sbeSchemaVersion());
        encoder.wrap(command, MessageHeaderEncoder.ENCODED_LENGTH);
        return encoder;
    }

    void origin(final OriginEncoder origin) {
        origin.seq(++seq).epoch(epoch).nodeId(node).reserved(0);
    }

    private void authority(final AuthorityEncoder authority, final Address signer) {
        authority.nonceMillis(nonce++).expiresAfterMillis(expiresAfter);
        signer.write(command, authority.offset() + AuthorityEncoder.signerEncodingOffset());
        alternate.write(command, authority.offset() + AuthorityEncoder.alternateSignerEncodingOffset());
        vault.write(command, authority.offset() + AuthorityEncoder.vaultAddressEncodingOffset());
    }

    private void onEvents(final DirectBuffer batch, final int offset, final int length) {
        batches.add(bytes(batch, offset, length));
        lines = EventText.lines(batch, offset);
    }

    static byte[] bytes(final DirectBuffer buffer, final int offset, final int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
    }

    private static MarketSpec spec(final int marketId) {
        return marketId == OIL ? oil() : btc();
    }
}
