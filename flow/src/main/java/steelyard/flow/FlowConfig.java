package steelyard.flow;

import java.net.URI;

/**
 * How a recording is sent.
 *
 * @param api        base address of the public API
 * @param operators  base address of the operators' API
 * @param token      its token
 * @param coin       the market; its book must be empty
 * @param mode       what becomes of recorded trades
 * @param makers     accounts whose orders rest
 * @param takers     accounts that take
 * @param checkLines after so many lines books are compared
 */
public record FlowConfig(
    URI api, URI operators, String token, String coin, FlowMode mode, int makers, int takers, int checkLines) {
    /** Checks the numbers. */
    public FlowConfig {
        if (makers < 1 || takers < 1 || checkLines < 1) {
            throw new FlowException("There must be makers and takers, and lines between two checks.");
        }
    }
}
