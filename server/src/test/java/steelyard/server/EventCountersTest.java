package steelyard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import steelyard.model.RejectReason;

class EventCountersTest {
    @ParameterizedTest
    @EnumSource
    void shouldHaveACounterForEveryReason(final RejectReason reason) {
        assertEquals(0, new EventCounters().count(reason));
    }
}
