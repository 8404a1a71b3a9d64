package steelyard.gateway.exchange;

import java.util.List;
import steelyard.model.SelfTradeMode;
import steelyard.model.Side;

/** What traders ask for beside orders, cancels and modifications. Prices and sizes in 10<sup>-8</sup>. */
sealed interface TradingAction extends Action {
    /**
     * Cancels of open orders.
     *
     * @param marketId or −1 for all
     * @param side     or {@code null} for both
     * @param kind     0 all, 1 resting orders, 2 trigger orders, 3 quotes
     */
    record CancelAll(int marketId, Side side, int kind) implements TradingAction {
        @Override
        public String answerType() {
            return "cancelAll";
        }

        @Override
        public boolean isOfWiderBudget() {
            return true;
        }
    }

    /** A time at which all open orders are canceled; 0 takes it back. */
    record ScheduleCancel(long timeMillis) implements TradingAction {
        @Override
        public boolean isOfWiderBudget() {
            return true;
        }
    }

    /** What happens to orders that name no mode when they meet one of the same owner. */
    record ChooseSelfTradeMode(SelfTradeMode mode) implements TradingAction {
    }

    /**
     * A TWAP.
     *
     * @param triggerPriceE8 0: it starts at once
     * @param stopPriceE8    0: none
     */
    record PlaceTwap(
        int marketId, Side side, long sizeE8, boolean reduceOnly, int minutes, boolean randomize, long triggerPriceE8,
        boolean triggerAbove, long stopPriceE8) implements TradingAction {
        @Override
        public String answerType() {
            return "twapOrder";
        }
    }

    /** The end of a TWAP. */
    record CancelTwap(int marketId, long twapId) implements TradingAction {
        @Override
        public String answerType() {
            return "twapCancel";
        }

        @Override
        public boolean isOfWiderBudget() {
            return true;
        }
    }

    /** New quotes in the markets that it names, in place of the account's old ones. */
    record MassQuote(int group, List<Quote> quotes) implements TradingAction {
        /** One quote; of size 0 it only names its market. */
        record Quote(int marketId, Side side, long priceE8, long sizeE8) {
        }

        @Override
        public String answerType() {
            return "massQuote";
        }

        @Override
        public int entryCount() {
            return quotes.size();
        }

        @Override
        public int marketId(final int index) {
            return quotes.get(index).marketId();
        }
    }

    /** Limits of a group of quotes; all 0: no protection. */
    record SetProtection(
        int group, long windowMillis, long frozenMillis, int countMax, long quantityMaxE8, long valueMaxMicros)
        implements TradingAction {
    }

    /** A group of quotes counts anew and is not refused any more. */
    record ResetProtection(int group) implements TradingAction {
    }
}
