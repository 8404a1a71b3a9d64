package steelyard.exchange.command;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import steelyard.protocol.ArrayBuffer;
import steelyard.protocol.sbe.ActivateScenariosDecoder;
import steelyard.protocol.sbe.AnnounceNodeDecoder;
import steelyard.protocol.sbe.ApplyGenesisDecoder;
import steelyard.protocol.sbe.ApproveAgentDecoder;
import steelyard.protocol.sbe.ApproveBuilderFeeDecoder;
import steelyard.protocol.sbe.CancelAllDecoder;
import steelyard.protocol.sbe.CancelOrdersByClientIdDecoder;
import steelyard.protocol.sbe.CancelOrdersDecoder;
import steelyard.protocol.sbe.CancelTwapDecoder;
import steelyard.protocol.sbe.ChangeMarketDecoder;
import steelyard.protocol.sbe.ChangeMarketRiskDecoder;
import steelyard.protocol.sbe.ChangeMarketStateDecoder;
import steelyard.protocol.sbe.ChooseSelfTradeModeDecoder;
import steelyard.protocol.sbe.ClaimRewardsDecoder;
import steelyard.protocol.sbe.ConvertToMultiSigDecoder;
import steelyard.protocol.sbe.CreateSubAccountDecoder;
import steelyard.protocol.sbe.DepositDecoder;
import steelyard.protocol.sbe.FreezeAccountDecoder;
import steelyard.protocol.sbe.ListMarketDecoder;
import steelyard.protocol.sbe.LoadScenariosDecoder;
import steelyard.protocol.sbe.MassQuoteDecoder;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.ModifyAdvancedOrdersDecoder;
import steelyard.protocol.sbe.ModifyOrdersDecoder;
import steelyard.protocol.sbe.MoveInsuranceDecoder;
import steelyard.protocol.sbe.MoveSubAccountCashDecoder;
import steelyard.protocol.sbe.MultiSigDecoder;
import steelyard.protocol.sbe.NoopDecoder;
import steelyard.protocol.sbe.OpenEpochDecoder;
import steelyard.protocol.sbe.PlaceAdvancedOrdersDecoder;
import steelyard.protocol.sbe.PlaceOrdersDecoder;
import steelyard.protocol.sbe.PlaceTwapDecoder;
import steelyard.protocol.sbe.RegisterReferrerDecoder;
import steelyard.protocol.sbe.RenameSubAccountDecoder;
import steelyard.protocol.sbe.ReportCheckpointDecoder;
import steelyard.protocol.sbe.RequestWithdrawalDecoder;
import steelyard.protocol.sbe.ReserveRequestsDecoder;
import steelyard.protocol.sbe.ResetProtectionDecoder;
import steelyard.protocol.sbe.ResolveWithdrawalDecoder;
import steelyard.protocol.sbe.RetireNodeDecoder;
import steelyard.protocol.sbe.ScheduleCancelDecoder;
import steelyard.protocol.sbe.SetAccountClassDecoder;
import steelyard.protocol.sbe.SetAgentLimitsDecoder;
import steelyard.protocol.sbe.SetCalendarDecoder;
import steelyard.protocol.sbe.SetFeeScheduleDecoder;
import steelyard.protocol.sbe.SetKillSwitchDecoder;
import steelyard.protocol.sbe.SetLeverageCapDecoder;
import steelyard.protocol.sbe.SetMarginModeDecoder;
import steelyard.protocol.sbe.SetParameterDecoder;
import steelyard.protocol.sbe.SetProtectionDecoder;
import steelyard.protocol.sbe.SetReferrerDecoder;
import steelyard.protocol.sbe.SocializeDebtDecoder;
import steelyard.protocol.sbe.SubmitPricesDecoder;
import steelyard.protocol.sbe.SweepOrdersDecoder;
import steelyard.protocol.sbe.SwitchBehaviourDecoder;
import steelyard.protocol.sbe.TakeCheckpointDecoder;
import steelyard.protocol.sbe.TickDecoder;
import steelyard.protocol.sbe.TopUpIsolatedMarginDecoder;
import steelyard.protocol.sbe.TransferCashDecoder;
import steelyard.protocol.sbe.TransferHouseCashDecoder;
import steelyard.protocol.sbe.UpdateIsolatedMarginDecoder;
import steelyard.protocol.sbe.UpdateLeverageDecoder;

/**
 * How long the parts of each command are. Commands come from our own nodes, so bytes that do not fit their template are
 * no client's mistake: {@link #check} throws {@link IllegalStateException}.
 */
final class CommandLayout {
    private static final int LENGTH_FIELD = 2;
    private static final int GROUP_HEADER = 4;

    private static final CommandLayout[] BY_TEMPLATE_ID = new CommandLayout[100];

    static {
        put(OpenEpochDecoder.TEMPLATE_ID, OpenEpochDecoder.BLOCK_LENGTH, 0);
        put(TickDecoder.TEMPLATE_ID, TickDecoder.BLOCK_LENGTH, 0);
        put(ApplyGenesisDecoder.TEMPLATE_ID, ApplyGenesisDecoder.BLOCK_LENGTH, 0,
            ApplyGenesisDecoder.ParametersDecoder.sbeBlockLength(),
            ApplyGenesisDecoder.MarketsDecoder.sbeBlockLength(),
            ApplyGenesisDecoder.MarketValuesDecoder.sbeBlockLength(),
            ApplyGenesisDecoder.FeeTiersDecoder.sbeBlockLength(),
            ApplyGenesisDecoder.MakerTiersDecoder.sbeBlockLength(),
            ApplyGenesisDecoder.ClosuresDecoder.sbeBlockLength());
        put(ListMarketDecoder.TEMPLATE_ID, ListMarketDecoder.BLOCK_LENGTH, 2);
        put(ChangeMarketStateDecoder.TEMPLATE_ID, ChangeMarketStateDecoder.BLOCK_LENGTH, 2);
        put(SetParameterDecoder.TEMPLATE_ID, SetParameterDecoder.BLOCK_LENGTH, 2);
        put(DepositDecoder.TEMPLATE_ID, DepositDecoder.BLOCK_LENGTH, 2);
        put(SubmitPricesDecoder.TEMPLATE_ID, SubmitPricesDecoder.BLOCK_LENGTH, 0,
            SubmitPricesDecoder.PricesDecoder.sbeBlockLength());
        put(AnnounceNodeDecoder.TEMPLATE_ID, AnnounceNodeDecoder.BLOCK_LENGTH, 0);
        put(SwitchBehaviourDecoder.TEMPLATE_ID, SwitchBehaviourDecoder.BLOCK_LENGTH, 2);
        put(RetireNodeDecoder.TEMPLATE_ID, RetireNodeDecoder.BLOCK_LENGTH, 2);
        put(TakeCheckpointDecoder.TEMPLATE_ID, TakeCheckpointDecoder.BLOCK_LENGTH, 0);
        put(ReportCheckpointDecoder.TEMPLATE_ID, ReportCheckpointDecoder.BLOCK_LENGTH, 0);
        put(SetKillSwitchDecoder.TEMPLATE_ID, SetKillSwitchDecoder.BLOCK_LENGTH, 2);
        put(SweepOrdersDecoder.TEMPLATE_ID, SweepOrdersDecoder.BLOCK_LENGTH, 2);
        put(PlaceOrdersDecoder.TEMPLATE_ID, PlaceOrdersDecoder.BLOCK_LENGTH, 1,
            PlaceOrdersDecoder.OrdersDecoder.sbeBlockLength());
        put(CancelOrdersDecoder.TEMPLATE_ID, CancelOrdersDecoder.BLOCK_LENGTH, 1,
            CancelOrdersDecoder.CancelsDecoder.sbeBlockLength());
        put(CancelOrdersByClientIdDecoder.TEMPLATE_ID, CancelOrdersByClientIdDecoder.BLOCK_LENGTH, 1,
            CancelOrdersByClientIdDecoder.CancelsDecoder.sbeBlockLength());
        put(ModifyOrdersDecoder.TEMPLATE_ID, ModifyOrdersDecoder.BLOCK_LENGTH, 1,
            ModifyOrdersDecoder.ModifiesDecoder.sbeBlockLength());
        put(UpdateLeverageDecoder.TEMPLATE_ID, UpdateLeverageDecoder.BLOCK_LENGTH, 1);
        put(PlaceAdvancedOrdersDecoder.TEMPLATE_ID, PlaceAdvancedOrdersDecoder.BLOCK_LENGTH, 1,
            PlaceAdvancedOrdersDecoder.OrdersDecoder.sbeBlockLength());
        put(ModifyAdvancedOrdersDecoder.TEMPLATE_ID, ModifyAdvancedOrdersDecoder.BLOCK_LENGTH, 1,
            ModifyAdvancedOrdersDecoder.ModifiesDecoder.sbeBlockLength());
        put(CancelAllDecoder.TEMPLATE_ID, CancelAllDecoder.BLOCK_LENGTH, 1);
        put(ScheduleCancelDecoder.TEMPLATE_ID, ScheduleCancelDecoder.BLOCK_LENGTH, 1);
        put(ChooseSelfTradeModeDecoder.TEMPLATE_ID, ChooseSelfTradeModeDecoder.BLOCK_LENGTH, 1);
        put(PlaceTwapDecoder.TEMPLATE_ID, PlaceTwapDecoder.BLOCK_LENGTH, 1);
        put(CancelTwapDecoder.TEMPLATE_ID, CancelTwapDecoder.BLOCK_LENGTH, 1);
        put(MassQuoteDecoder.TEMPLATE_ID, MassQuoteDecoder.BLOCK_LENGTH, 1,
            MassQuoteDecoder.EntriesDecoder.sbeBlockLength());
        put(SetProtectionDecoder.TEMPLATE_ID, SetProtectionDecoder.BLOCK_LENGTH, 1);
        put(ResetProtectionDecoder.TEMPLATE_ID, ResetProtectionDecoder.BLOCK_LENGTH, 1);
        put(ChangeMarketDecoder.TEMPLATE_ID, ChangeMarketDecoder.BLOCK_LENGTH, 2);
        put(ApproveAgentDecoder.TEMPLATE_ID, ApproveAgentDecoder.BLOCK_LENGTH, 1);
        put(ChangeMarketRiskDecoder.TEMPLATE_ID, ChangeMarketRiskDecoder.BLOCK_LENGTH, 2,
            ChangeMarketRiskDecoder.ValuesDecoder.sbeBlockLength());
        put(UpdateIsolatedMarginDecoder.TEMPLATE_ID, UpdateIsolatedMarginDecoder.BLOCK_LENGTH, 1);
        put(TopUpIsolatedMarginDecoder.TEMPLATE_ID, TopUpIsolatedMarginDecoder.BLOCK_LENGTH, 1);
        put(SetAccountClassDecoder.TEMPLATE_ID, SetAccountClassDecoder.BLOCK_LENGTH, 2);
        put(SetLeverageCapDecoder.TEMPLATE_ID, SetLeverageCapDecoder.BLOCK_LENGTH, 2);
        put(SetFeeScheduleDecoder.TEMPLATE_ID, SetFeeScheduleDecoder.BLOCK_LENGTH, 2,
            SetFeeScheduleDecoder.TiersDecoder.sbeBlockLength(),
            SetFeeScheduleDecoder.MakerTiersDecoder.sbeBlockLength());
        put(TransferHouseCashDecoder.TEMPLATE_ID, TransferHouseCashDecoder.BLOCK_LENGTH, 2);
        put(MoveInsuranceDecoder.TEMPLATE_ID, MoveInsuranceDecoder.BLOCK_LENGTH, 3);
        put(SocializeDebtDecoder.TEMPLATE_ID, SocializeDebtDecoder.BLOCK_LENGTH, 2);
        put(SetCalendarDecoder.TEMPLATE_ID, SetCalendarDecoder.BLOCK_LENGTH, 2,
            SetCalendarDecoder.ClosuresDecoder.sbeBlockLength());
        put(FreezeAccountDecoder.TEMPLATE_ID, FreezeAccountDecoder.BLOCK_LENGTH, 2);
        put(SetMarginModeDecoder.TEMPLATE_ID, SetMarginModeDecoder.BLOCK_LENGTH, 1);
        put(LoadScenariosDecoder.TEMPLATE_ID, LoadScenariosDecoder.BLOCK_LENGTH, 2,
            LoadScenariosDecoder.ColumnsDecoder.sbeBlockLength());
        put(ActivateScenariosDecoder.TEMPLATE_ID, ActivateScenariosDecoder.BLOCK_LENGTH, 2);
        put(CreateSubAccountDecoder.TEMPLATE_ID, CreateSubAccountDecoder.BLOCK_LENGTH, 1);
        put(RenameSubAccountDecoder.TEMPLATE_ID, RenameSubAccountDecoder.BLOCK_LENGTH, 1);
        put(MoveSubAccountCashDecoder.TEMPLATE_ID, MoveSubAccountCashDecoder.BLOCK_LENGTH, 1);
        put(TransferCashDecoder.TEMPLATE_ID, TransferCashDecoder.BLOCK_LENGTH, 1);
        put(RequestWithdrawalDecoder.TEMPLATE_ID, RequestWithdrawalDecoder.BLOCK_LENGTH, 1);
        put(ResolveWithdrawalDecoder.TEMPLATE_ID, ResolveWithdrawalDecoder.BLOCK_LENGTH, 2);
        put(ApproveBuilderFeeDecoder.TEMPLATE_ID, ApproveBuilderFeeDecoder.BLOCK_LENGTH, 1);
        put(RegisterReferrerDecoder.TEMPLATE_ID, RegisterReferrerDecoder.BLOCK_LENGTH, 1);
        put(SetReferrerDecoder.TEMPLATE_ID, SetReferrerDecoder.BLOCK_LENGTH, 1);
        put(ReserveRequestsDecoder.TEMPLATE_ID, ReserveRequestsDecoder.BLOCK_LENGTH, 1);
        put(ClaimRewardsDecoder.TEMPLATE_ID, ClaimRewardsDecoder.BLOCK_LENGTH, 1);
        put(ConvertToMultiSigDecoder.TEMPLATE_ID, ConvertToMultiSigDecoder.BLOCK_LENGTH, 1,
            ConvertToMultiSigDecoder.UsersDecoder.sbeBlockLength());
        put(MultiSigDecoder.TEMPLATE_ID, MultiSigDecoder.BLOCK_LENGTH, 2,
            MultiSigDecoder.SignersDecoder.sbeBlockLength());
        put(SetAgentLimitsDecoder.TEMPLATE_ID, SetAgentLimitsDecoder.BLOCK_LENGTH, 1,
            SetAgentLimitsDecoder.NetworksDecoder.sbeBlockLength());
        put(NoopDecoder.TEMPLATE_ID, NoopDecoder.BLOCK_LENGTH, 1);
    }

    private final int blockLength;
    private final int[] groupBlockLengths;
    private final int varDataCount;
    private final boolean isUsual;

    private CommandLayout(final int blockLength, final int[] groupBlockLengths, final int varDataCount) {
        this.blockLength = blockLength;
        this.groupBlockLengths = groupBlockLengths;
        this.varDataCount = varDataCount;
        this.isUsual = groupBlockLengths.length == 1 && varDataCount == 1;
    }

    /** Checks that every part of the command at a place of {@code buffer} is there, its SBE header included. */
    static void check(final ArrayBuffer buffer, final int offset, final int length) {
        if (length < MessageHeaderDecoder.ENCODED_LENGTH) {
            throw new IllegalStateException("a command of " + length + " bytes");
        }
        final long header = buffer.getLong(offset, LITTLE_ENDIAN);
        final int templateId = field(header, MessageHeaderDecoder.templateIdEncodingOffset());
        final CommandLayout layout = templateId < BY_TEMPLATE_ID.length ? BY_TEMPLATE_ID[templateId] : null;
        final int schemaId = field(header, MessageHeaderDecoder.schemaIdEncodingOffset());
        if (layout == null || schemaId != TickDecoder.SCHEMA_ID) {
            throw new IllegalStateException("no command: template " + templateId + " of schema " + schemaId);
        }
        if (!layout.fits(buffer, header, offset, offset + length)) {
            throw new IllegalStateException("a command of template " + templateId + " cut off at " + length + " bytes");
        }
    }

    private static void put(
        final int templateId, final int blockLength, final int varDataCount, final int... groupBlockLengths) {
        BY_TEMPLATE_ID[templateId] = new CommandLayout(blockLength, groupBlockLengths, varDataCount);
    }

    private boolean fits(final ArrayBuffer buffer, final long header, final int offset, final int limit) {
        final int version = field(header, MessageHeaderDecoder.versionEncodingOffset());
        final boolean complete = version >= TickDecoder.SCHEMA_VERSION;
        final int block = field(header, MessageHeaderDecoder.blockLengthEncodingOffset());
        int position = offset + MessageHeaderDecoder.ENCODED_LENGTH + block;
        if (complete && block < blockLength || position > limit) {
            return false;
        }
        if (isUsual) {
            return usualPartsFit(buffer, position, limit, complete ? groupBlockLengths[0] : 0);
        }
        for (final int groupBlockLength : groupBlockLengths) {
            if (position + GROUP_HEADER > limit) {
                return false;
            }
            final int groupBlock = unsignedShort(buffer, position);
            position += GROUP_HEADER + groupBlock * unsignedShort(buffer, position + LENGTH_FIELD);
            if (complete && groupBlock < groupBlockLength || position > limit) {
                return false;
            }
        }
        return varDataFits(buffer, position, limit);
    }

    /** One group and one variable field, as the frequent commands have, without loops. */
    private static boolean usualPartsFit(
        final ArrayBuffer buffer, final int start, final int limit, final int groupBlockLeast) {
        if (start + GROUP_HEADER > limit) {
            return false;
        }
        final int group = buffer.getInt(start, LITTLE_ENDIAN);
        final int groupBlock = group & 0xFFFF;
        final long end = start + GROUP_HEADER + (long) groupBlock * (group >>> Short.SIZE);
        return groupBlock >= groupBlockLeast && end + LENGTH_FIELD <= limit
            && end + LENGTH_FIELD + unsignedShort(buffer, (int) end) <= limit;
    }

    private boolean varDataFits(final ArrayBuffer buffer, final int start, final int limit) {
        int position = start;
        for (int i = 0; i < varDataCount; i++) {
            if (position + LENGTH_FIELD > limit) {
                return false;
            }
            position += LENGTH_FIELD + unsignedShort(buffer, position);
        }
        return position <= limit;
    }

    /** A field of the SBE header, which is one word of four unsigned shorts. */
    static int field(final long header, final int offset) {
        return (int) (header >>> offset * Byte.SIZE) & 0xFFFF;
    }

    private static int unsignedShort(final ArrayBuffer buffer, final int index) {
        return buffer.getShort(index, LITTLE_ENDIAN) & 0xFFFF;
    }
}
