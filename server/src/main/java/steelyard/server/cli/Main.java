package steelyard.server.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import steelyard.calibration.CalibrateCommand;
import steelyard.calibration.backtest.BacktestCommand;
import steelyard.crash.CrashCommand;
import steelyard.flow.FlowException;
import steelyard.flow.recording.RecordingException;
import steelyard.oracle.ConvertPrices;
import steelyard.server.StartException;
import steelyard.server.cluster.Standstill;
import steelyard.server.config.ConfigException;
import steelyard.server.journal.JournalException;

/** Entry of the process. */
@CommandLine.Command(
    name = "steelyard",
    description = "An exchange for perpetual futures.",
    subcommands = {
        DemoCommand.class, RunCommand.class, ClusterCommand.class, DrillCommand.class, DepositCommand.class,
        ReplayCommand.class, RebuildHistoryCommand.class, SeedCommand.class, BackupCommand.class, SkipCommand.class,
        AuditCommand.class, FlowCommand.class, ConvertPrices.class,
        CalibrateCommand.class, BacktestCommand.class, CrashCommand.class},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
    private Main() {
    }

    /** Runs one command; the process ends with status 1 and one sentence if it cannot. */
    public static void main(final String[] arguments) {
        Standstill.allow();
        final CommandLine commands = new CommandLine(new Main());
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (!isForPeople(failure)) {
                throw failure;
            }
            command.getErr().println(sentence(failure));
            return CommandLine.ExitCode.SOFTWARE;
        });
        System.exit(commands.execute(arguments));
    }

    private static boolean isForPeople(final Exception failure) {
        return failure instanceof StartException
            || failure instanceof ConfigException
            || failure instanceof JournalException
            || failure instanceof FlowException
            || failure instanceof RecordingException
            || failure instanceof IOException;
    }

    private static String sentence(final Exception failure) {
        return failure instanceof NoSuchFileException
            ? "There is no file " + failure.getMessage() + "."
            : failure.getMessage();
    }
}
