package steelyard.bench;

import picocli.CommandLine;

/** Entry of the benches. */
@CommandLine.Command(
    name = "bench",
    description = "Measures. The figures are the last lines that a bench prints: figure NAME VALUE UNIT, or ratio NAME VALUE.",
    subcommands = {CoreCommand.class, NodeCommand.class, GatewayCommand.class, ConnectionsCommand.class,
        SnapshotCommand.class, RestartCommand.class, BookCommand.class, RiskCommand.class},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "NAME",
    footer = {"", "What each bench does and what it does not: docs/benchmarks.md."})
public final class Main {
    private Main() {
    }

    /** Runs one bench. */
    public static void main(final String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }
}
