package dev.terrace.benchmarks;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;

/** The words of a command line that follow an option. Stateless. */
final class Words {

    private Words() {}

    /** The next word as a whole number within bounds. */
    static long number(String option, Iterator<String> rest, long least, long most) throws MalformedException {
        String bounds = most == Long.MAX_VALUE
                ? "a whole number from " + least
                : "a whole number from " + least + " to " + most;
        String example = option + " " + Math.max(least, Math.min(most, 5));
        if (!rest.hasNext()) {
            throw new MalformedException(option + " lacks its value: give it " + bounds + ", such as " + example);
        }
        String given = rest.next();
        try {
            long number = Long.parseLong(given);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Answered below, as any other number that is none of these.
        }
        throw new MalformedException(
                option + " is not " + bounds + ": '" + given + "'; give it one, such as " + example);
    }

    /** The next word as a file that can be read. */
    static Path file(String option, Iterator<String> rest) throws MalformedException {
        String given = rest.hasNext() ? rest.next() : "";
        try {
            Path file = Path.of(given).toAbsolutePath();
            if (!given.isBlank() && Files.isRegularFile(file) && Files.isReadable(file)) {
                return file;
            }
        } catch (InvalidPathException e) {
            // Answered below, as any other word that is none of a file.
        }
        throw new MalformedException(option + " is not a file that can be read: '" + given + "'; give it one");
    }

    /** The next word as a directory, which need not be there yet. */
    static Path directory(String option, Iterator<String> rest) throws MalformedException {
        String given = rest.hasNext() ? rest.next() : "";
        if (given.isBlank() || given.startsWith("--")) {
            throw new MalformedException(
                    option + " lacks its directory: give it one, such as " + option + " /tmp/results");
        }
        try {
            return Path.of(given).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new MalformedException(option + " is not a path: '" + given + "'; give it a directory's");
        }
    }
}
