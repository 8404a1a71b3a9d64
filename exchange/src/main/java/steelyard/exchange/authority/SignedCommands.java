package steelyard.exchange.authority;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import steelyard.protocol.sbe.ApproveAgentDecoder;
import steelyard.protocol.sbe.ApproveBuilderFeeDecoder;
import steelyard.protocol.sbe.CancelAllDecoder;
import steelyard.protocol.sbe.CancelOrdersByClientIdDecoder;
import steelyard.protocol.sbe.CancelOrdersDecoder;
import steelyard.protocol.sbe.CancelTwapDecoder;
import steelyard.protocol.sbe.ChooseSelfTradeModeDecoder;
import steelyard.protocol.sbe.ClaimRewardsDecoder;
import steelyard.protocol.sbe.ConvertToMultiSigDecoder;
import steelyard.protocol.sbe.CreateSubAccountDecoder;
import steelyard.protocol.sbe.MassQuoteDecoder;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.ModifyAdvancedOrdersDecoder;
import steelyard.protocol.sbe.ModifyOrdersDecoder;
import steelyard.protocol.sbe.MoveSubAccountCashDecoder;
import steelyard.protocol.sbe.NoopDecoder;
import steelyard.protocol.sbe.PlaceAdvancedOrdersDecoder;
import steelyard.protocol.sbe.PlaceOrdersDecoder;
import steelyard.protocol.sbe.PlaceTwapDecoder;
import steelyard.protocol.sbe.RegisterReferrerDecoder;
import steelyard.protocol.sbe.RenameSubAccountDecoder;
import steelyard.protocol.sbe.RequestWithdrawalDecoder;
import steelyard.protocol.sbe.ReserveRequestsDecoder;
import steelyard.protocol.sbe.ResetProtectionDecoder;
import steelyard.protocol.sbe.ScheduleCancelDecoder;
import steelyard.protocol.sbe.SetAgentLimitsDecoder;
import steelyard.protocol.sbe.SetMarginModeDecoder;
import steelyard.protocol.sbe.SetProtectionDecoder;
import steelyard.protocol.sbe.SetReferrerDecoder;
import steelyard.protocol.sbe.TopUpIsolatedMarginDecoder;
import steelyard.protocol.sbe.TransferCashDecoder;
import steelyard.protocol.sbe.UpdateIsolatedMarginDecoder;
import steelyard.protocol.sbe.UpdateLeverageDecoder;

/** Which commands traders sign for themselves. */
final class SignedCommands {
    private SignedCommands() {
    }

    /** Whether a message begins here that is such a command, other than for a multi-sig account. */
    static boolean isOne(final DirectBuffer buffer, final int offset, final int length) {
        return length >= MessageHeaderDecoder.ENCODED_LENGTH && isOne(
            buffer.getShort(offset + MessageHeaderDecoder.templateIdEncodingOffset(), LITTLE_ENDIAN) & 0xFFFF);
    }

    private static boolean isOne(final int templateId) {
        return switch (templateId) {
            case PlaceOrdersDecoder.TEMPLATE_ID, CancelOrdersDecoder.TEMPLATE_ID,
                CancelOrdersByClientIdDecoder.TEMPLATE_ID, ModifyOrdersDecoder.TEMPLATE_ID,
                UpdateLeverageDecoder.TEMPLATE_ID, ApproveAgentDecoder.TEMPLATE_ID,
                PlaceAdvancedOrdersDecoder.TEMPLATE_ID, ModifyAdvancedOrdersDecoder.TEMPLATE_ID,
                CancelAllDecoder.TEMPLATE_ID, ScheduleCancelDecoder.TEMPLATE_ID,
                ChooseSelfTradeModeDecoder.TEMPLATE_ID, PlaceTwapDecoder.TEMPLATE_ID, CancelTwapDecoder.TEMPLATE_ID,
                MassQuoteDecoder.TEMPLATE_ID, SetProtectionDecoder.TEMPLATE_ID, ResetProtectionDecoder.TEMPLATE_ID,
                UpdateIsolatedMarginDecoder.TEMPLATE_ID, TopUpIsolatedMarginDecoder.TEMPLATE_ID,
                SetMarginModeDecoder.TEMPLATE_ID, CreateSubAccountDecoder.TEMPLATE_ID,
                RenameSubAccountDecoder.TEMPLATE_ID, MoveSubAccountCashDecoder.TEMPLATE_ID,
                TransferCashDecoder.TEMPLATE_ID, RequestWithdrawalDecoder.TEMPLATE_ID,
                ApproveBuilderFeeDecoder.TEMPLATE_ID, ConvertToMultiSigDecoder.TEMPLATE_ID,
                SetAgentLimitsDecoder.TEMPLATE_ID,
                RegisterReferrerDecoder.TEMPLATE_ID, SetReferrerDecoder.TEMPLATE_ID,
                ClaimRewardsDecoder.TEMPLATE_ID, ReserveRequestsDecoder.TEMPLATE_ID, NoopDecoder.TEMPLATE_ID -> true;
            default -> false;
        };
    }
}
