package steelyard.exchange;

import org.agrona.DirectBuffer;

/** Receives what the exchange says. Implemented by whoever runs it. */
@FunctionalInterface
public interface ExchangeEvents {
    /**
     * All events of one command, as one {@link steelyard.protocol.EventBatch}, after the command's invariants were
     * found to hold. Not called for a command that emits nothing. The buffer is reused: copy what is needed later.
     */
    void onEvents(DirectBuffer batch, int offset, int length);
}
