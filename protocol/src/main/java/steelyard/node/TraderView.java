package steelyard.node;

import java.util.List;
import steelyard.model.SelfTradeMode;

/**
 * What an account has set for its trading.
 *
 * @param selfTradeMode         of orders that name none
 * @param scheduledCancelMillis when all its open orders are canceled, or 0
 * @param protections           of its groups of quotes, in the order of the groups
 */
public record TraderView(
    SelfTradeMode selfTradeMode, long scheduledCancelMillis, List<ProtectionView> protections) {
}
