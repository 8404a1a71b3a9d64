package steelyard.server;

import org.agrona.concurrent.Agent;
import steelyard.server.sequencer.LogClient;
import steelyard.server.sequencer.Sequencer;

/** The sequencer's thread. */
final class SequencerAgent implements Agent {
    private final Sequencer sequencer;
    private final LogClient log;

    SequencerAgent(final Sequencer sequencer, final LogClient log) {
        this.sequencer = sequencer;
        this.log = log;
    }

    @Override
    public int doWork() {
        return sequencer.doWork(System.nanoTime());
    }

    @Override
    public void onClose() {
        log.close();
    }

    @Override
    public String roleName() {
        return "sequencer";
    }
}
