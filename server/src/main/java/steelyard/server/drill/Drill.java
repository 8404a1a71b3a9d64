package steelyard.server.drill;

import java.io.IOException;

/** Something bad that happens to a cluster under load. */
@FunctionalInterface
interface Drill {
    /**
     * Lets it happen, as often as wanted, and checks what must be seen meanwhile.
     *
     * @throws DrillFailure if something else is seen
     */
    void run(DrillField field) throws IOException, InterruptedException;
}
