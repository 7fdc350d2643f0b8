package dev.terrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each experiment runs on real servers in a size that measures nothing. */
class ExperimentsIT {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "log-latency --trials 100 --warm-up 50 | ratio of the medians",
                "log-catch-up --names 1000 --rounds 3 | PostgreSQL: until it has read everything",
                "log-appends --rounds 3 --millis 100 | PostgreSQL: receipts",
                "log-cut-off --keys 100 --away-millis 500 --killed-keys 100 | subscription killed: stale of 100 changed",
                "log-keys --keys 2000 --sessions 100 | still there on a second node",
                "never-absent --reads 2000 --puts 10 | Sentinels: reads that found nothing",
                "one-load --processes 3 --threads 4 | PostgreSQL: loading process stopped past its claim: late writes refused of 1",
                "flight --flights 10 --rounds 3 | '64 callers: loads of 30 missing keys, Terrace | 30 |  | 30 | met'",
                "entry-bytes --entries 1000 --bound 1 | **Terrace**, 3 dependencies a value, less key and value",
                "growth-names --most 2000 --millis 20 | 2,000 names: allocated by a hit",
                "growth-catch-up --most 100 | PostgreSQL, 100 behind: a node opened afresh",
                "growth-nodes --seconds 1 --simulated 1 --most 10 --trials 10 | '10 simulated: nodes that know everything in the end | 10 |  | 10 | met'",
                "redis-hit --pairs 1 --millis 20 --warm-up 200 | `getAll` of 1,000: ratio",
                "jdbc-hit --pairs 1 --millis 20 --warm-up 200 | H2: `get`, 8 threads: ratio",
                "jdbc-write --pairs 1 --millis 20 --warm-up 200 | PostgreSQL: `put`, 8 threads: ratio",
                "flag-load --pairs 1 --millis 100 --loads 3 | evaluations a second while definitions are replaced, to those without: ratio",
                "tuning | `generator (4 caches, Zipf with drift, seed 1)`: tuned, from the equal split on",
                "warm-start | `generator (Zipf with drift, seed 1)`: warm from the profile, to that",
                "warm-fill | 'PostgreSQL: entries that were not found | 0 |  | 0 | met'",
                "black-hole --seconds 3 --keys 10 | until all is well, at most",
                "heap-curve --reads 20000 --keys 5000 | generator (Zipf with drift, seed 1): largest error at the double",
                "flag-files --edits 60 --files 20 | 'of these while the watcher did not say that it was late | 0 |  | 0 | met'",
                "flag-change --trials 10 --warm-up 1 | Redis: the same, p99",
                "spring-start | caching on the starter, until it has started",
                "flag-audit --changes 10 | a file: changes without a record, and records without a change",
            })
    void run_tiny_leavesTheTable(String line, String row, @TempDir Path directory) throws IOException {
        List<String> arguments = Stream.concat(
                        Stream.of(line.split(" ", -1)), Stream.of("--quick", "--out", directory.toString()))
                .toList();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int status = Benchmarks.run(
                arguments,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));

        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(status).isZero();
        String table = Files.readString(directory.resolve(arguments.get(0) + "-quick.md"));
        assertThat(table).startsWith("**A trial").contains("| " + row + " |");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(table);
        assertThat(directory.resolve(arguments.get(0) + "-quick.json")).isNotEmptyFile();
    }
}
