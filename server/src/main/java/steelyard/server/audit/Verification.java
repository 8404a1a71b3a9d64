package steelyard.server.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import steelyard.server.journal.Journal;
import steelyard.server.journal.JournalException;
import steelyard.server.journal.MessageReader;

/** Holds a journal against the checkpoints that were signed of it, without a node. */
public final class Verification {
    private static final int MESSAGES_PER_POLL = 1_024;

    /**
     * What was found.
     *
     * @param checkpoints how many checkpoints agree
     * @param messages    messages of the log that were read
     * @param logPosition up to where the log is as it was signed
     * @param problem     what does not agree and where, as a sentence; {@code null} if everything does
     */
    public record Result(int checkpoints, long messages, long logPosition, String problem) {
    }

    private final Map<Integer, String> keys;
    private final AuditChain chain = AuditChain.empty();
    private long messages;
    private long position;
    private long term = -1;

    private Verification(final Map<Integer, String> keys) {
        this.keys = keys;
    }

    /**
     * Verifies the journal of a data directory with the public keys in a file of lines {@code NODE KEY}.
     *
     * @throws IOException      if a file cannot be read
     * @throws JournalException if there is no log
     */
    public static Result verify(final Path dataDirectory, final Path keyFile) throws IOException {
        final List<CheckpointFile.Signed> checkpoints;
        try {
            checkpoints = new CheckpointFile(dataDirectory).read();
        } catch (final IllegalArgumentException damaged) {
            return new Result(0, 0, 0, "The file of checkpoints is damaged: " + damaged.getMessage() + ".");
        }
        return new Verification(keys(keyFile)).verify(Journal.open(dataDirectory), checkpoints);
    }

    /** The public key file of a data directory. */
    public static Path publicKeyFile(final Path dataDirectory) {
        return dataDirectory.resolve(AuditKey.PUBLIC_FILE_NAME);
    }

    private static Map<Integer, String> keys(final Path file) throws IOException {
        final Map<Integer, String> keys = new HashMap<>();
        for (final String line : Files.readAllLines(file, US_ASCII)) {
            final String[] parts = line.strip().split(" +");
            if (parts.length == 2) {
                keys.put(Integer.parseInt(parts[0]), parts[1]);
            }
        }
        return keys;
    }

    private Result verify(final Journal journal, final List<CheckpointFile.Signed> checkpoints) {
        int agreeing = 0;
        long good = 0;
        try (MessageReader log = journal.messages(0)) {
            for (final CheckpointFile.Signed signed : checkpoints) {
                final String problem = check(log, signed, good);
                if (problem != null) {
                    return new Result(agreeing, messages, good, problem);
                }
                agreeing++;
                good = position;
            }
        } catch (final JournalException damaged) {
            return new Result(agreeing, messages, good, damaged.getMessage() + ".");
        }
        return new Result(agreeing, messages, good, null);
    }

    private String check(final MessageReader log, final CheckpointFile.Signed signed, final long good) {
        final Checkpoint checkpoint = signed.checkpoint();
        final String publicKey = keys.get(checkpoint.nodeId());
        if (publicKey == null) {
            return "There is no public key of node " + checkpoint.nodeId() + ".";
        }
        if (!AuditKey.verifies(publicKey, checkpoint.bytes(), signed.signature())) {
            return "The signature of the checkpoint at event " + checkpoint.eventSequence() + " is not node "
                + checkpoint.nodeId() + "'s.";
        }
        while (position < checkpoint.logPosition() && log.poll((end, buffer, offset, length) -> {
            chain.add(end, buffer, offset, length);
            term = MessageReader.termOf(buffer, offset, term);
            position = end;
            messages++;
        }, MESSAGES_PER_POLL, checkpoint.logPosition()) > 0) {
            Thread.onSpinWait();
        }
        if (position < checkpoint.logPosition()) {
            return "The log ends at " + position + " and was signed up to " + checkpoint.logPosition()
                + ": bytes are missing.";
        }
        if (!HexFormat.of().formatHex(chain.hash()).equals(checkpoint.chainHash()) || term != checkpoint.term()) {
            return "The log differs from what was signed between positions " + good + " and "
                + checkpoint.logPosition() + ".";
        }
        return null;
    }
}
