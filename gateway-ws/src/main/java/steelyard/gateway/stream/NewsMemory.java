package steelyard.gateway.stream;

import java.util.ArrayDeque;
import java.util.stream.Stream;

/** The last news of an account, for a client that comes back. Belongs to the hub. */
final class NewsMemory {
    private static final int COMMANDS_MAX = 2_000;

    private final ArrayDeque<AccountNews> news = new ArrayDeque<>();
    private long beginSequence;
    private boolean lost;

    /** From behind this event on everything is added. */
    void begin(final long eventSequence) {
        beginSequence = eventSequence;
    }

    /** Adds what a command did; what was added first may be forgotten. */
    void add(final AccountNews command) {
        if (news.size() == COMMANDS_MAX) {
            beginSequence = news.removeFirst().sequence();
        }
        news.addLast(command);
    }

    /** Events were lost: nobody can be sure to be told all. */
    void lose() {
        news.clear();
        lost = true;
    }

    /** Whether no events were lost. */
    boolean isWhole() {
        return !lost;
    }

    /** Whether everything after this event is here. */
    boolean reaches(final long eventSequence) {
        return !lost && eventSequence >= beginSequence;
    }

    /** Behind this event everything is here. */
    long beginSequence() {
        return beginSequence;
    }

    /** What commands did after this event, in order. */
    Stream<AccountNews> after(final long eventSequence) {
        return news.stream().filter(command -> command.sequence() > eventSequence);
    }
}
