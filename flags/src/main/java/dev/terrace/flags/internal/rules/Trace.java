package dev.terrace.flags.internal.rules;

/** The path that one evaluation takes, as text. Its length is bounded. Not thread-safe. */
public final class Trace {

    private static final int MOST = 100_000;

    private final StringBuilder text = new StringBuilder();
    private int level = 1;

    /** One line at the present level. */
    public void line(String line) {
        if (text.length() < MOST) {
            text.append("  ".repeat(level)).append(line).append('\n');
        }
    }

    /** What comes next lies under what came last. */
    public void in() {
        level++;
    }

    /** Back again. */
    public void out() {
        level--;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
