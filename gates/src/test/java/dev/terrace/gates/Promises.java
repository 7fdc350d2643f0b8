package dev.terrace.gates;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table of promises on one side, the tests that name them on the other. */
final class Promises {

    /** What the table may say of a promise. */
    enum State {
        KEPT,
        PLANNED
    }

    private static final Pattern ROW =
            Pattern.compile("^\\|\\s*\\**([A-Z]+-\\d+)\\**\\s*\\|.*\\|\\s*\\**(\\w+)\\**\\s*\\|\\s*$");
    private static final Pattern PROVES =
            Pattern.compile("^\\s*@Proves\\(([^)]*)\\)|^\\s*@Tag\\(\\s*\"proves:([^\"]*)\"\\s*\\)", Pattern.MULTILINE);
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

    private Promises() {}

    /** Reads {@code | CACHE-1 | ... | planned |}; what stands between the first and the last column is for readers. */
    static SortedMap<String, State> table(String markdown) {
        SortedMap<String, State> table = new TreeMap<>();
        for (String line : markdown.lines().toList()) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                State state = switch (row.group(2)) {
                    case "kept" -> State.KEPT;
                    case "planned" -> State.PLANNED;
                    default -> throw new IllegalArgumentException("neither kept nor planned: " + line);
                };
                if (table.put(row.group(1), state) != null) {
                    throw new IllegalArgumentException("twice in the table: " + row.group(1));
                }
            }
        }
        return table;
    }

    /** The promises that the text of a Java file says it proves. */
    static List<String> provedBy(String source) {
        List<String> names = new ArrayList<>();
        Matcher proves = PROVES.matcher(source);
        while (proves.find()) {
            if (proves.group(2) != null) {
                names.add(proves.group(2));
            } else {
                QUOTED.matcher(proves.group(1)).results().forEach(name -> names.add(name.group(1)));
            }
        }
        return names;
    }

    /** All tests, and the contracts, which are the main code of the testkit. */
    static SortedMap<String, List<String>> proofs() throws IOException {
        SortedMap<String, List<String>> proofs = new TreeMap<>();
        List<Path> sources = new ArrayList<>(House.files(House.ROOT.resolve("testkit/src/main/java"), ".java"));
        for (Path module : House.otherModules()) {
            sources.addAll(House.files(module.resolve("src/test/java"), ".java"));
        }
        for (Path source : sources) {
            for (String name : provedBy(Files.readString(source))) {
                proofs.computeIfAbsent(name, any -> new ArrayList<>()).add(House.shortName(source));
            }
        }
        return proofs;
    }

    /** What is wrong between the two; empty where all is well. */
    static List<String> faults(Map<String, State> table, Map<String, List<String>> proofs) {
        List<String> faults = new ArrayList<>();
        table.forEach((name, state) -> {
            if (state == State.KEPT && !proofs.containsKey(name)) {
                faults.add(name + " is kept, says docs/reliability.md, but no test says that it proves it");
            }
        });
        proofs.forEach((name, files) -> {
            if (!table.containsKey(name)) {
                faults.add(name + " is no promise in docs/reliability.md, but is named in " + files);
            }
        });
        return faults;
    }
}
