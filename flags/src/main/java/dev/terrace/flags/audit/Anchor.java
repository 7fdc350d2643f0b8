package dev.terrace.flags.audit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a trail, with the hash that stands for all of its history up to there. Kept somewhere that those who may write to the
 * store may not, it shows later whether that history was rewritten.
 *
 * <p>Immutable and thread-safe.
 *
 * @param chain the trail's name: namespace and collection
 * @param sequence the record's, 0 of a trail without records
 * @param hash the record's
 * @since 0.1.0
 */
public record Anchor(String chain, long sequence, String hash) {

    private static final Pattern TEXT = Pattern.compile("terrace-anchor/1 (\\S+) (\\d{1,16}) ([0-9a-f]{64})");

    /**
     * As one line, to be exported.
     *
     * @return such as {@code terrace-anchor/1 shop/flags 120 5f..}
     */
    public String text() {
        return "terrace-anchor/1 " + chain + " " + sequence + " " + hash;
    }

    /**
     * Reads what {@link #text} has written.
     *
     * @param text the line; blanks around it do not matter
     * @return the anchor
     * @throws IllegalArgumentException if it is none
     */
    public static Anchor parse(String text) {
        Matcher line = TEXT.matcher(text.strip());
        if (!line.matches()) {
            throw new IllegalArgumentException(
                    "no anchor: one is the line \"terrace-anchor/1 <namespace>/<collection> <sequence> <hash>\""
                            + " that Audit.anchor has given; copy it whole");
        }
        return new Anchor(line.group(1), Long.parseLong(line.group(2)), line.group(3));
    }
}
