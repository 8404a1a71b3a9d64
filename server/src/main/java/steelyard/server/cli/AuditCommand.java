package steelyard.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import steelyard.server.StartException;
import steelyard.server.audit.Verification;

/** {@code audit}: verifies a journal without a node. */
@Command(
    name = "audit",
    description = "Verifies a journal.",
    mixinStandardHelpOptions = true)
final class AuditCommand {
    private AuditCommand() {
    }

    /** Holds the journal of a data directory against its signed checkpoints; the node may run. */
    @Command(
        name = "verify",
        description = "Holds the journal of a data directory against the checkpoints that its node has signed.",
        mixinStandardHelpOptions = true)
    int verify(
        @Option(names = "--data", required = true, paramLabel = "DIR", description = "The node's data directory.")
        final Path data,
        @Option(names = "--keys", paramLabel = "FILE",
            description = "Public keys, a line NODE KEY each (default: the one in the data directory).")
        final Path keys) throws IOException {
        final Path keyFile = keys == null ? Verification.publicKeyFile(data) : keys;
        if (!Files.exists(keyFile)) {
            throw new StartException("There is no file of keys: " + keyFile + ".");
        }
        final Verification.Result result = Verification.verify(data, keyFile);
        System.out.printf("checkpoints %d%nmessages %d%nlogPosition %d%n",
            result.checkpoints(), result.messages(), result.logPosition());
        if (result.problem() != null) {
            System.out.println("DIFFERS " + result.problem());
            return 1;
        }
        System.out.println(result.checkpoints() == 0 ? "nothing was signed yet" : "verified");
        return 0;
    }
}
