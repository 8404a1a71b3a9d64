package steelyard.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import steelyard.model.ScenarioMatrix;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.RiskCommand;
import steelyard.testkit.command.Shorts;

/** The matrix that ships with the project, and the commands that put it in force for the markets of a day. */
final class ShippedScenarios {
    private static final Path FILE = Path.of("demo", "scenarios.txt");

    private ShippedScenarios() {
    }

    /** Reads it from the folder of the project. */
    static ScenarioMatrix read(final Path home) {
        try {
            return ScenarioMatrix.parse(Files.readAllLines(home.resolve(FILE)));
        } catch (final IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Whether the matrix says how a market moves. */
    static boolean knows(final ScenarioMatrix matrix, final CrashMarket market) {
        return matrix.coins().contains(market.coin());
    }

    /** Loads the columns of these markets and activates them; from the command after the last one on they count. */
    static List<Command> commands(final ScenarioMatrix matrix, final List<CrashMarket> markets) {
        final List<CrashMarket> known = markets.stream().filter(market -> knows(matrix, market)).toList();
        final List<RiskCommand.ScenarioColumn> columns = new ArrayList<>();
        final List<short[]> directions = new ArrayList<>();
        for (final CrashMarket market : known) {
            directions.add(directions(matrix, market));
            columns.add(new RiskCommand.ScenarioColumn(market.id(), Shorts.of(directions.getLast())));
        }
        final byte[] sha256 = new ScenarioMatrix(
            matrix.version(), known.stream().map(CrashMarket::coin).toList(), directions.toArray(short[][]::new))
            .sha256();
        return List.of(
            new RiskCommand.LoadScenarios(matrix.version(), columns, Command.Remark.NONE),
            new RiskCommand.ActivateScenarios(
                0, matrix.version(), columns.size(), HexFormat.of().formatHex(sha256), Command.Remark.NONE));
    }

    /** The moves of a market. */
    static short[] directions(final ScenarioMatrix matrix, final CrashMarket market) {
        return matrix.directions(matrix.indexOf(market.coin()));
    }
}
