package dev.terrace.testkit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The configuration file of a server: what a test wants, after what every test wants. Immutable and thread-safe. */
record RedisSettings(List<String> lines) {

    private static final List<String> COMMON = List.of("save \"\"", "appendonly no", "daemonize no");

    /** From 7.0 on, DEBUG is refused without it; before, the server refuses the line itself. */
    private static final String DEBUG = "enable-debug-command local";

    RedisSettings {
        lines = List.copyOf(lines);
    }

    /** The password that {@code requirepass} sets, if it does. */
    @Nullable
    String password() {
        String password = null;
        for (String line : lines) {
            String[] words = line.trim().split("\\s+", 2);
            if (words.length == 2 && words[0].equalsIgnoreCase("requirepass")) {
                password = words[1].replaceAll("^\"|\"$", "");
            }
        }
        return password;
    }

    /** The text of a {@code redis.conf}: first the place, then the common lines, then the test's own, which win. */
    String file(boolean debug, String... place) {
        List<String> all = new ArrayList<>(List.of(place));
        all.addAll(COMMON);
        if (debug) {
            all.add(DEBUG);
        }
        all.addAll(lines);
        return String.join("\n", all) + "\n";
    }
}
