package steelyard.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import steelyard.gateway.json.OrderStatuses;
import steelyard.model.CancelReason;
import steelyard.model.RejectReason;

/**
 * Holds {@code docs/reference/errors.md} against the reasons there are. {@code mvn -pl gateway-ws -am test
 * -Dtest=ErrorsPageTest -DwriteErrorsPage=true -Dsurefire.failIfNoSpecifiedTests=false} writes it anew.
 */
class ErrorsPageTest {
    private static final Path PAGE = Path.of("../docs/reference/errors.md");

    @Test
    void shouldDescribeEveryReason() throws IOException {
        final String page = page();
        if (Boolean.getBoolean("writeErrorsPage")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        assertEquals(page, Files.readString(PAGE), "docs/reference/errors.md is outdated");
    }

    private static String page() {
        final StringBuilder page = new StringBuilder("""
            # Reasons

            Written by a test from the lists in `model`; do not edit.

            ## Refusals

            `{1}` and `{2}` are numbers that belong to the reason, as a price or in dollars where it says so; `{address}`
            is the address recovered from the signature (of an unregistered vault, the vault's, and behind the text
            stands whose signature it was). An order, cancel or
            modification that is refused by itself has ` asset=N` behind the text, with the number of its market. The
            last column is the order's status in `orderStatus` and `orderUpdates`, if an order can be refused so.

            Ids of orders and TWAPs are whole numbers from 0 to 2^64 - 1. One that nobody has, as from 2^63 on, is refused by itself:
            `ORDER_NOT_FOUND`, `ORDER_NOT_MODIFIABLE`, `TWAP_NOT_FOUND`, `orderStatus` says `unknownOid`. What is no such number, nor
            a client order id where one may stand, is no request: 422, and nothing is done ([HTTP](http.md#outcomes)).

            | code | reason | text | status |
            |---:|---|---|---|
            """);
        for (final RejectReason reason : RejectReason.values()) {
            if (reason != RejectReason.NONE) {
                page.append("| ").append(reason.code()).append(" | ").append(reason).append(" | ")
                    .append(reason.text()).append(" | ")
                    .append(isOfOrders(reason) ? OrderStatuses.of(reason) : "").append(" |\n");
            }
        }
        page.append("""

            ## Cancels

            | code | reason | status |
            |---:|---|---|
            """);
        for (final CancelReason reason : CancelReason.values()) {
            page.append("| ").append(reason.code()).append(" | ").append(reason).append(" | ")
                .append(OrderStatuses.of(reason)).append(" |\n");
        }
        return page.toString();
    }

    private static boolean isOfOrders(final RejectReason reason) {
        return reason.code() >= RejectReason.OFF_TICK.code() && reason.code() < RejectReason.ORDER_NOT_FOUND.code()
            || reason.code() >= RejectReason.MARKET_POST_ONLY.code() && reason.code() <= RejectReason.INVALID_TRIGGER.code()
            || reason == RejectReason.NO_LIQUIDITY || reason == RejectReason.SELF_TRADE
            || reason == RejectReason.MARGIN_TIER_LIMIT || reason == RejectReason.ACCOUNT_FROZEN
            || reason == RejectReason.PORTFOLIO_LIMIT;
    }
}
