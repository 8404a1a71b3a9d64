package steelyard.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class SpareTimeTest {
    private static final int NICENESS_MAX = 19;
    /** Position of the niceness in a thread's state, from its second field, the name in brackets, on. */
    private static final int NICENESS_FIELD = 17;

    @Test
    void shouldMakeOneThreadStepBack() throws Exception {
        final int usual = niceness();
        assertEquals(Math.min(usual + SpareTime.NICENESS, NICENESS_MAX), inAnotherThread(() -> {
            SpareTime.only();
            return niceness();
        }));
        assertEquals(usual, niceness());
        assertEquals(usual, inAnotherThread(SpareTimeTest::niceness));
    }

    private static int inAnotherThread(final Callable<Integer> work) throws Exception {
        final FutureTask<Integer> task = new FutureTask<>(work);
        Thread.ofPlatform().start(task);
        return task.get();
    }

    private static int niceness() throws IOException {
        final String state = Files.readString(Path.of("/proc/thread-self/stat"));
        return Integer.parseInt(state.substring(state.lastIndexOf(')') + 1).split(" ")[NICENESS_FIELD]);
    }
}
