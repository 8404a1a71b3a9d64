package steelyard.server.drill;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import steelyard.server.journal.Journal;
import steelyard.server.journal.MessageReader;
import steelyard.server.local.LocalNode;
import steelyard.server.local.OperatorClient;
import steelyard.server.local.Seed;

/** Drills with disks that forget. */
final class StorageDrills {
    private static final int MESSAGES_PER_POLL = 1_024;
    private static final int RECORDS_CUT = 3;
    private static final int DAMAGED_BYTE = 200;
    /** Longer than an election takes after a start. */
    private static final long WITHOUT_LEADER_MILLIS = 12_000;

    private StorageDrills() {
    }

    static void wipeDisk(final DrillField field) throws IOException, InterruptedException {
        for (int time = 1; time <= field.options().times(); time++) {
            final LocalNode follower = field.others(field.leader()).getFirst();
            field.count();
            field.tell("loss %d of %d: the disk of node %d", time, field.options().times(), follower.id());
            final long killed = ProcessDrills.kill(follower);
            Drills.delete(follower.data());
            field.awaitAnswers(field.others(follower), ProcessDrills.SETTLED_ANSWERS, killed);
            field.bringBack(follower);
            field.sleepMillis(field.options().calmMillis());
        }
    }

    /** A follower loses its disk and is filled from the leader. */
    static void seed(final DrillField field) throws IOException, InterruptedException {
        for (int time = 1; time <= field.options().times(); time++) {
            final LocalNode leader = field.leader();
            final LocalNode follower = field.others(leader).getFirst();
            field.count();
            field.tell("loss %d of %d: the disk of node %d", time, field.options().times(), follower.id());
            final long killed = ProcessDrills.kill(follower);
            Drills.delete(follower.data());
            field.awaitAnswers(field.others(follower), ProcessDrills.SETTLED_ANSWERS, killed);
            final long start = System.nanoTime();
            final long bytes = Seed.from(leader.operators(), follower.data());
            field.tell("  %d bytes from node %d", bytes, leader.id());
            field.tell("figure seed.seconds %.3f s", (System.nanoTime() - start) / 1e9);
            field.require(bytes > 0 && !messageEnds(follower.data()).isEmpty(),
                "There was nothing to fetch.");
            field.bringBack(follower);
            field.sleepMillis(field.options().calmMillis());
        }
    }

    /**
     * One follower stands still, so that leader and other follower acknowledge orders that it does not have; both are
     * killed, and the disk of the follower is lost. It and the one that stood still are a majority that must not lead.
     */
    static void forget(final DrillField field) throws IOException, InterruptedException {
        for (int time = 1; time <= field.options().times(); time++) {
            final LocalNode leader = field.leader();
            final LocalNode behind = field.others(leader).getFirst();
            final LocalNode forgetful = field.others(leader).getLast();
            field.count();
            field.tell("loss %d of %d: node %d stands still, node %d, which leads, is killed, the disk of node %d is lost",
                time, field.options().times(), behind.id(), leader.id(), forgetful.id());
            behind.process().pause();
            final long alone = System.nanoTime();
            field.awaitAnswers(List.of(leader, forgetful), ProcessDrills.SETTLED_ANSWERS, alone);
            ProcessDrills.kill(leader);
            ProcessDrills.kill(forgetful);
            Drills.delete(forgetful.data());
            field.startAgain(forgetful);
            behind.process().resume();
            field.sleepMillis(WITHOUT_LEADER_MILLIS);
            field.require(!forgetful.isReady() && !behind.isReady(),
                "A member without its data helped to elect one that lacks acknowledged orders.");
            field.bringBack(leader);
            field.awaitAnswers(field.cluster().nodes(), ProcessDrills.SETTLED_ANSWERS, System.nanoTime());
            killAnother(field, forgetful);
            field.sleepMillis(field.options().calmMillis());
        }
    }

    /** The one that had forgotten has everything again, and votes: without it nobody could lead. */
    private static void killAnother(final DrillField field, final LocalNode forgetful)
        throws IOException, InterruptedException {
        final LocalNode leader = field.leader();
        final LocalNode other = leader == forgetful ? field.others(forgetful).getFirst() : leader;
        field.tell("  node %d is killed too", other.id());
        final long killed = ProcessDrills.kill(other);
        field.awaitAnswers(field.others(other), ProcessDrills.SETTLED_ANSWERS, killed);
        field.bringBack(other);
    }

    /** Two snapshots, then the last one is damaged while a follower is down. */
    static void damageSnapshot(final DrillField field) throws IOException, InterruptedException {
        for (int time = 1; time <= field.options().times(); time++) {
            final LocalNode leader = field.leader();
            final LocalNode follower = field.others(leader).getFirst();
            field.count();
            for (int i = 0; i < 2; i++) {
                snapshot(field, leader, follower);
            }
            ProcessDrills.kill(follower);
            final Journal.Snapshot last = Journal.open(follower.data()).snapshots().getLast();
            field.tell("damage %d of %d: the snapshot of node %d at log position %d",
                time, field.options().times(), follower.id(), last.logPosition());
            flip(follower.data().resolve("archive").resolve(last.recordingId() + "-0.rec"));
            field.bringBack(follower);
            field.require(follower.output().contains("The snapshot at log position " + last.logPosition()
                + " is damaged"), "The damage was not noticed.");
            field.sleepMillis(field.options().calmMillis());
        }
    }

    static void snapshot(final DrillField field, final LocalNode leader, final LocalNode follower)
        throws IOException, InterruptedException {
        final int before = snapshots(follower);
        leader.operators().post("/v1/snapshots",
            OperatorClient.body().put("operator", "drill").put("reason", "to be damaged"));
        field.await("the snapshot on node " + follower.id(), () -> snapshots(follower) > before);
    }

    private static int snapshots(final LocalNode node) {
        return Journal.open(node.data()).snapshots().size();
    }

    private static void flip(final Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(DAMAGED_BYTE);
            final int before = bytes.read();
            bytes.seek(DAMAGED_BYTE);
            bytes.write(before ^ 1);
        }
    }

    /** The journal of a killed follower ends anywhere in its last three records. */
    static void cutJournal(final DrillField field) throws IOException, InterruptedException {
        int torn = 0;
        for (int time = 1; time <= field.options().times(); time++) {
            final LocalNode follower = field.others(field.leader()).getFirst();
            field.count();
            ProcessDrills.kill(follower);
            final List<Long> ends = messageEnds(follower.data());
            final long end = ends.getLast();
            final long begin = ends.get(Math.max(0, ends.size() - 1 - RECORDS_CUT));
            final long at = time == 1 ? (ends.get(ends.size() - 2) + end) / 2
                : ThreadLocalRandom.current().nextLong(begin + 1, end);
            field.tell("cut %d of %d: the journal of node %d, which ends at %d, at %d",
                time, field.options().times(), follower.id(), end, at);
            cut(lastSegment(follower.data()), at);
            field.bringBack(follower);
            torn = follower.output().contains("is cut off at") ? torn + 1 : torn;
            field.sleepMillis(field.options().calmMillis());
        }
        field.require(torn > 0, "No end was cut off.");
    }

    private static List<Long> messageEnds(final Path data) {
        final List<Long> ends = new ArrayList<>();
        final Journal journal = Journal.open(data);
        try (MessageReader log = journal.messages(journal.lastSnapshotPositionBefore(Long.MAX_VALUE))) {
            while (log.poll((position, buffer, offset, length) -> ends.add(position),
                MESSAGES_PER_POLL, Long.MAX_VALUE) > 0) {
                Thread.onSpinWait();
            }
        }
        return ends;
    }

    /** The log is a node's first recording. */
    private static Path lastSegment(final Path data) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("archive"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("0-"))
                .max((a, b) -> Long.compare(base(a), base(b))).orElseThrow();
        }
    }

    private static long base(final Path segment) {
        final String name = segment.getFileName().toString();
        return Long.parseLong(name.substring(name.indexOf('-') + 1, name.indexOf('.')));
    }

    private static void cut(final Path segment, final long at) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            final long length = file.length();
            file.setLength(at - base(segment));
            file.setLength(length);
        }
    }
}
