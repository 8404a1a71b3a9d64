package steelyard.exchange;

import java.util.List;
import java.util.Map;
import steelyard.model.HouseAccount;
import steelyard.model.MarketParameter;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.protocol.Address;
import steelyard.protocol.MarketSpecCodec;
import steelyard.protocol.sbe.ActivateScenariosEncoder;
import steelyard.protocol.sbe.ApplyGenesisEncoder;
import steelyard.protocol.sbe.ChangeMarketRiskEncoder;
import steelyard.protocol.sbe.ChangeMarketStateEncoder;
import steelyard.protocol.sbe.DepositEncoder;
import steelyard.protocol.sbe.FreezeAccountEncoder;
import steelyard.protocol.sbe.ListMarketEncoder;
import steelyard.protocol.sbe.LoadScenariosEncoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.MoveInsuranceEncoder;
import steelyard.protocol.sbe.OpenEpochEncoder;
import steelyard.protocol.sbe.ResolveWithdrawalEncoder;
import steelyard.protocol.sbe.SetAccountClassEncoder;
import steelyard.protocol.sbe.SetCalendarEncoder;
import steelyard.protocol.sbe.SetFeeScheduleEncoder;
import steelyard.protocol.sbe.SetLeverageCapEncoder;
import steelyard.protocol.sbe.SetParameterEncoder;
import steelyard.protocol.sbe.SocializeDebtEncoder;
import steelyard.protocol.sbe.SubmitPricesEncoder;
import steelyard.protocol.sbe.TakeCheckpointEncoder;
import steelyard.protocol.sbe.TickEncoder;
import steelyard.protocol.sbe.TransferHouseCashEncoder;

/** The commands of nodes and operators, each of which returns the events of that command as lines. */
abstract class OperatorRig extends WireRig {
    long[][] genesisValues = {};
    long[][] genesisFees = {};
    /** Calendar, closes, opens. */
    long[][] genesisClosures = {};
    private long depositNumber;

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

    /** Liquidation is on, and trades cost nothing. */
    void liquidateWithoutFees() {
        set(Parameter.MAKER_FEE_NANOS, 0);
        set(Parameter.TAKER_FEE_NANOS, 0);
        set(Parameter.LIQUIDATION, 1);
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

    List<String> resolve(final long withdrawalId, final int outcome) {
        final ResolveWithdrawalEncoder encoder = start(new ResolveWithdrawalEncoder());
        origin(encoder.origin());
        encoder.withdrawalId(withdrawalId).outcome((short) outcome).operatorName("ann").reason("test");
        return apply(encoder);
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

    List<String> checkpoint() {
        final TakeCheckpointEncoder encoder = start(new TakeCheckpointEncoder());
        origin(encoder.origin());
        return apply(encoder);
    }
}
