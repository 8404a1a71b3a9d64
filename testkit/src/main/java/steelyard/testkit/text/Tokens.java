package steelyard.testkit.text;

import java.util.ArrayList;
import java.util.List;

/** The words of a line, one after the other. Quoted text is one word; a semicolon is one too. */
final class Tokens {
    private static final String QUOTE_MARK = "\"";

    private final String line;
    private final List<String> words = new ArrayList<>();
    private int position;

    Tokens(final String line) {
        this.line = line;
        int i = 0;
        while (i < line.length()) {
            i = line.charAt(i) == ' ' ? i + 1 : addWord(i);
        }
    }

    /** Adds the word that starts at {@code start} and answers where it ends. */
    private int addWord(final int start) {
        if (line.charAt(start) == ';') {
            words.add(";");
            return start + 1;
        }
        final StringBuilder word = new StringBuilder();
        boolean isQuoted = false;
        int i = start;
        for (; i < line.length() && (isQuoted || line.charAt(i) != ' ' && line.charAt(i) != ';'); i++) {
            final char c = line.charAt(i);
            if (c == '"') {
                isQuoted = !isQuoted;
                if (isQuoted && word.isEmpty()) {
                    word.append(QUOTE_MARK);
                }
            } else if (c == '\\' && isQuoted) {
                i++;
                word.append(unescaped(line.charAt(i)));
            } else {
                word.append(c);
            }
        }
        words.add(word.toString());
        return i;
    }

    private static char unescaped(final char c) {
        return switch (c) {
            case 'n' -> '\n';
            case '0' -> '\0';
            default -> c;
        };
    }

    boolean hasNext() {
        return position < words.size();
    }

    /** Whether the next word starts so. */
    boolean isNext(final String prefix) {
        return hasNext() && words.get(position).startsWith(prefix);
    }

    /** The next word, without quotation marks. */
    String next() {
        if (!hasNext()) {
            throw new IllegalArgumentException("line ends too early: " + line);
        }
        final String word = words.get(position++);
        return word.startsWith(QUOTE_MARK) ? word.substring(1) : word;
    }

    /** The value of the next word, which must be {@code key=value}. */
    String value(final String key) {
        return Words.after(key + "=", next());
    }

    /** The value of the next word if it is {@code key=value}, else the alternative. */
    String valueOr(final String key, final String alternative) {
        return isNext(key + "=") ? value(key) : alternative;
    }

    /** Takes the next word if it is this one. */
    boolean skip(final String word) {
        if (hasNext() && words.get(position).equals(word)) {
            position++;
            return true;
        }
        return false;
    }

    /** Takes the next word, which must be this one. */
    void expect(final String word) {
        if (!skip(word)) {
            throw new IllegalArgumentException("expected " + word + " at word " + (position + 1) + " of: " + line);
        }
    }

    /** Nothing may be left. */
    void end() {
        if (hasNext()) {
            throw new IllegalArgumentException("did not expect " + words.get(position) + " in: " + line);
        }
    }
}
