package steelyard.node;

import steelyard.protocol.Address;

/**
 * A withdrawal that was asked for and neither paid out nor rejected yet.
 *
 * @param amountMicros what left the account, the fee included
 * @param timeNanos    log time of the request, or 0 if it was before the snapshot from which this node started
 */
public record WithdrawalView(
    long withdrawalId, int accountId, long amountMicros, long feeMicros, Address destination, long timeNanos) {
}
