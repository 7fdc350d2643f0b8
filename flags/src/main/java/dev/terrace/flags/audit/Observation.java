package dev.terrace.flags.audit;

/**
 * What a node has found in a file or in its environment variables.
 *
 * <p>Immutable and thread-safe.
 *
 * @param node the node's name, such as its host's
 * @param origin where it was found, such as {@code environment variables} or {@code file flags.yaml}
 * @param digest what stands for all of its content
 * @param content what people may read of it; may be empty
 * @since 0.1.0
 */
public record Observation(String node, String origin, String digest, String content) {

    private static final int LONGEST = 200;
    private static final int LONGEST_CONTENT = 16_384;

    /**
     * Checks the lengths.
     *
     * @throws IllegalArgumentException if node, origin or digest is blank or has more than 200 characters
     */
    public Observation {
        check("node", node);
        check("origin", origin);
        check("digest", digest);
        content = content.length() <= LONGEST_CONTENT ? content : content.substring(0, LONGEST_CONTENT) + "...";
    }

    private static void check(String what, String text) {
        if (text.isBlank() || text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "an observation's " + what + " has 1 to " + LONGEST + " characters: give it one");
        }
    }
}
