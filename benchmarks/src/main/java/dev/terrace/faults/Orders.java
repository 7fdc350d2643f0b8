package dev.terrace.faults;

import dev.terrace.cache.WhenDisconnected;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a node is told when it is started.
 *
 * @param directory of the run
 * @param number of the node, from 0
 * @param database whether the address is one of a database, else it is one of Redis
 * @param address of its log and its far tier
 * @param policy what it does when it is cut off
 * @param seed of its plan
 * @param forgets whether its caches are told of only half of its changes, though it claims all: a bug that has to be found
 */
record Orders(
        Path directory,
        int number,
        boolean database,
        String address,
        WhenDisconnected policy,
        long seed,
        boolean forgets) {

    static final int NODES = 3;
    static final int KEYS = 300;
    static final String NAMESPACE = "faults";
    static final Duration SILENCE = Duration.ofSeconds(2);

    List<String> words() {
        return List.of(
                directory.toString(),
                Integer.toString(number),
                Boolean.toString(database),
                address,
                policy.name(),
                Long.toString(seed),
                Boolean.toString(forgets));
    }

    static Orders of(String[] words) {
        return new Orders(
                Path.of(words[0]),
                Integer.parseInt(words[1]),
                Boolean.parseBoolean(words[2]),
                words[3],
                WhenDisconnected.valueOf(words[4]),
                Long.parseLong(words[5]),
                Boolean.parseBoolean(words[6]));
    }
}
