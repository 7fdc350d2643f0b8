package dev.terrace.faults.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/*
 * A run leaves one directory. Each thread of each node has a file of its own, node-<node>-<part>.txt, so that none waits for
 * another; the owner's is run.txt. One event a line, words separated by one space; times are System.nanoTime(), which is one
 * clock for all processes of a machine (the owner makes sure of that when a node starts).
 *
 *   read KEY START END VERSION                               a read and its answer
 *   change KEY VERSION START COMMITTED END HOW RECEIPT EPOCH   a change; LOGGED or QUEUED
 *   failed KEY START END CALL EXCEPTION                      a call that has thrown
 *   poll SENT DONE EPOCH                                     the log was read
 *   beat SENT DONE                                           the log was written
 *   pause FROM TO                                            the process did not run
 *   end                                                      the node has ended as it should
 *
 *   scenario NAME | seed N | policy NAME | silence NANOS | nodes N | reconnects NANOS
 *   healed TIME | quiet TIME                                 what the run was, see Circumstances
 *   fault FROM TO                                            something was broken, and mended
 *   source KEY VERSION                                       what the source has in the end
 *
 * A process that was killed leaves half a line, which is passed over; any other line that is not of this form is an error.
 */
/** Reads what a run has left. Stateless. */
public final class HistoryFiles {

    static final String OWNER = "run.txt";

    private HistoryFiles() {}

    /**
     * Reads a run's directory.
     *
     * @param directory that has a {@code run.txt} in it
     * @return its history
     * @throws IOException if a file cannot be read, or is no history
     */
    public static History read(Path directory) throws IOException {
        if (!Files.isReadable(directory.resolve(OWNER))) {
            throw new IOException("no run has left its history in " + directory + ": it has no " + OWNER);
        }
        Reader reader = new Reader();
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(file -> file.getFileName().toString().matches("run\\.txt|node-\\d+-.+\\.txt"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            reader.read(file);
        }
        return reader.history();
    }

    /** Collects the events of all files. Not thread-safe. */
    private static final class Reader {

        private final List<Read> reads = new ArrayList<>();
        private final List<Change> changes = new ArrayList<>();
        private final List<Failure> failures = new ArrayList<>();
        private final List<Contact> polls = new ArrayList<>();
        private final List<Contact> beats = new ArrayList<>();
        private final List<Pause> pauses = new ArrayList<>();
        private final List<Integer> survivors = new ArrayList<>();
        private final Map<String, String> told = new HashMap<>();
        private final Map<Integer, Long> source = new HashMap<>();
        private final List<Circumstances.Fault> faults = new ArrayList<>();

        void read(Path file) throws IOException {
            String name = file.getFileName().toString();
            int node = name.equals(OWNER) ? -1 : Integer.parseInt(name.split("-", -1)[1]);
            String text = Files.readString(file);
            int from = 0;
            for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
                String line = text.substring(from, end);
                try {
                    take(node, line.split(" ", -1));
                } catch (RuntimeException unknown) {
                    throw new IOException("not a line of a history in " + file + ": " + line, unknown);
                }
                from = end + 1;
            }
        }

        private void take(int node, String[] words) {
            switch (words[0]) {
                case "read" ->
                    reads.add(new Read(
                            node, (int) number(words, 1), number(words, 2), number(words, 3), number(words, 4)));
                case "change" ->
                    changes.add(new Change(
                            node,
                            (int) number(words, 1),
                            number(words, 2),
                            number(words, 3),
                            number(words, 4),
                            number(words, 5),
                            words[6],
                            isLogged(words[7]),
                            number(words, 8)));
                case "failed" ->
                    failures.add(new Failure(
                            node, (int) number(words, 1), number(words, 2), number(words, 3), words[4], words[5]));
                case "poll" -> polls.add(new Contact(node, number(words, 1), number(words, 2), number(words, 3)));
                case "beat" -> beats.add(new Contact(node, number(words, 1), number(words, 2), 0));
                case "pause" -> pauses.add(new Pause(node, number(words, 1), number(words, 2)));
                case "end" -> survivors.add(node);
                case "source" -> source.put((int) number(words, 1), number(words, 2));
                case "fault" -> faults.add(new Circumstances.Fault(number(words, 1), number(words, 2)));
                case "scenario", "seed", "policy", "silence", "nodes", "reconnects", "healed", "quiet" ->
                    told.put(words[0], words[1]);
                default -> throw new IllegalArgumentException("unknown: " + words[0]);
            }
        }

        private static long number(String[] words, int index) {
            return Long.parseLong(words[index]);
        }

        private static boolean isLogged(String receipt) {
            return switch (receipt) {
                case "LOGGED" -> true;
                case "QUEUED" -> false;
                default -> throw new IllegalArgumentException("no receipt: " + receipt);
            };
        }

        History history() throws IOException {
            Circumstances circumstances = new Circumstances(
                    told("scenario"),
                    Long.parseLong(told("seed")),
                    told("policy"),
                    Long.parseLong(told("silence")),
                    Integer.parseInt(told("nodes")),
                    Long.parseLong(told("reconnects")),
                    faults,
                    Long.parseLong(told("healed")),
                    Long.parseLong(told("quiet")),
                    source);
            return new History(circumstances, reads, changes, failures, polls, beats, pauses, survivors);
        }

        private String told(String word) throws IOException {
            String value = told.get(word);
            if (value == null) {
                throw new IOException("the run was not ended: its " + OWNER + " does not say '" + word + "'");
            }
            return value;
        }
    }
}
