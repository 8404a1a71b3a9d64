package steelyard.oracle;

import java.time.Duration;
import java.time.Instant;

/**
 * How a recording is played.
 *
 * @param speed   recorded time that passes in a unit of real time; 1 is as it was
 * @param holdMax how long a coin's price is repeated after its row, in recorded time; a longer gap in the recording is
 *                a gap of the source
 * @param start   when the first row is due, the same on every node that plays the file; {@code null}: at the first poll
 */
public record Playback(double speed, Duration holdMax, Instant start) {
    /** As it was, prices held for ten minutes, from now on. */
    public static final Playback DEFAULT = new Playback(1, Duration.ofMinutes(10), null);

    /** Checks the parameters. */
    public Playback {
        if (!(speed > 0 && speed <= 1_000_000)) {
            throw new IllegalArgumentException("speed must be above 0 and at most 1,000,000, not " + speed);
        }
        if (holdMax.isNegative() || holdMax.isZero()) {
            throw new IllegalArgumentException("the time a price is held must be positive, not " + holdMax);
        }
    }
}
