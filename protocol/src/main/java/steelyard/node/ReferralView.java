package steelyard.node;

import java.util.List;
import steelyard.protocol.Address;

/**
 * Who referred an account, and what it earned by referring others. Money in micros.
 *
 * @param referrer        who referred it, or {@code null}
 * @param referrerCode    the code of that account, or empty
 * @param code            its own code, or empty
 * @param volumeMicros    what the account and its sub-accounts ever traded
 * @param requiredMicros  what they must have traded for a code
 * @param unclaimedMicros rewards that it may claim
 * @param claimedMicros   rewards that it has claimed
 * @param count           how many accounts it referred
 * @param referred        the last of these, the latest first
 */
public record ReferralView(
    Address referrer, String referrerCode, String code, long volumeMicros, long requiredMicros, long unclaimedMicros,
    long claimedMicros, int count, List<Referred> referred) {

    /**
     * An account that was referred.
     *
     * @param joinedNanos    when that was
     * @param volumeMicros   what it traded since
     * @param feesMicros     fees of which its referrer had a share
     * @param rewardedMicros that share
     */
    public record Referred(
        Address address, long joinedNanos, long volumeMicros, long feesMicros, long rewardedMicros) {
    }
}
