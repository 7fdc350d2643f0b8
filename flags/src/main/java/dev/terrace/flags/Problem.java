package dev.terrace.flags;

/**
 * One thing that is wrong with definitions.
 *
 * <p>Immutable and thread-safe.
 *
 * @param line the line in the document, from 1 on; 0 where the problem lies outside of it
 * @param path where in the document, as a JSON pointer (RFC 6901); outside of it, the name of what is wrong
 * @param message what is wrong
 * @param cure what to do about it
 *
 * @since 0.1.0
 */
public record Problem(int line, String path, String message, String cure) {

    @Override
    public String toString() {
        String where = line == 0 ? path : "line " + line + (path.isEmpty() ? "" : ", " + path);
        return where + ": " + message + "; " + cure;
    }
}
