package steelyard.testkit.ledger;

import static steelyard.testkit.ledger.LedgerViolation.require;
import static steelyard.testkit.ledger.LedgerViolation.requireEqual;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.Origin;
import steelyard.testkit.event.Event;
import steelyard.testkit.event.EventHeader;
import steelyard.testkit.log.LoggedCommand;

/** Numbers, headers and the one {@code CommandDone} of each command; each numbered command applied once, in order. */
final class SequenceCheck {
    private final Map<Integer, Integer> epochs = new HashMap<>();
    private final Map<Integer, Long> lastSeqs = new HashMap<>();
    private long lastEventSequence;
    private long now;

    void accept(final LoggedCommand command, final List<Event> events) {
        now = Math.max(now, command.timestampNanos());
        for (final Event event : events) {
            checkHeader(command, event.header());
        }
        if (events.isEmpty()) {
            checkIgnored(command);
        } else if (events.getFirst() instanceof Event.SequenceGap gap) {
            requireEqual(1, events.size(), "events of a gap", gap);
            final long lastSeq = lastSeqs.getOrDefault(command.origin().nodeId(), 0L);
            requireEqual(lastSeq + 1, gap.expectedSeq(), "expected number", gap);
            require(command.origin().seq() > lastSeq + 1, "there is a gap", gap);
        } else {
            checkDone(command, events);
        }
    }

    private void checkHeader(final LoggedCommand command, final EventHeader header) {
        requireEqual(lastEventSequence + 1, header.eventSequence(), "event sequence", header);
        lastEventSequence++;
        final Origin origin = command.origin();
        requireEqual(command.logPosition(), header.logPosition(), "log position", header);
        requireEqual(command.commandIndex(), header.commandIndex(), "command index", header);
        requireEqual(now, header.timestampNanos(), "log time", header);
        require(origin.equals(new Origin(header.nodeId(), header.epoch(), header.seq())), "origin " + origin, header);
    }

    private void checkIgnored(final LoggedCommand command) {
        final Origin origin = command.origin();
        final boolean isNext = epochs.containsKey(origin.nodeId())
            && origin.epoch() == epochs.get(origin.nodeId())
            && origin.seq() > lastSeqs.get(origin.nodeId());
        require(command.command() instanceof Command.OpenEpoch || !isNext, "command is not ignored", command);
    }

    private void checkDone(final LoggedCommand command, final List<Event> events) {
        final long dones = events.stream().filter(Event.CommandDone.class::isInstance).count();
        requireEqual(1, dones, "number of CommandDone", events);
        require(events.getLast() instanceof Event.CommandDone, "CommandDone is last", events);
        final Event.CommandDone done = (Event.CommandDone) events.getLast();
        requireEqual(command.command().templateId(), done.commandTemplateId(), "template id of the command", done);
        require(done.result() == 0 == (done.rejectReason() == 0), "result fits the reason", done);
        final Origin origin = command.origin();
        if (events.getFirst() instanceof Event.EpochOpened opened) {
            requireEqual(epochs.getOrDefault(origin.nodeId(), 0) + 1, opened.openedEpoch(), "epoch", opened);
            requireEqual(origin.nodeId(), opened.openedNodeId(), "node", opened);
            epochs.put(origin.nodeId(), opened.openedEpoch());
            lastSeqs.put(origin.nodeId(), 0L);
        } else {
            requireEqual(epochs.getOrDefault(origin.nodeId(), -1), origin.epoch(), "epoch", done);
            requireEqual(lastSeqs.get(origin.nodeId()) + 1, origin.seq(), "number", done);
            lastSeqs.put(origin.nodeId(), origin.seq());
        }
    }

    long lastEventSequence() {
        return lastEventSequence;
    }
}
