package dev.terrace.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Suites and experiments that are measured one after the other, each in a process of its own, and told of together.
 *
 * @param name as the command line has it
 * @param question what it answers, in one line
 * @param members in their order; one that no build has is told of as failed
 * @param limitMinutes after which a member is ended, so that the others are measured all the same
 */
record Programme(String name, String question, List<Member> members, int limitMinutes) {

    /*
     * What decides whether somebody uses Terrace, in less than 20 minutes on two cores. Forks of a suite here iterate for 2.7 seconds, not nine, and
     * what the other benchmarks of a suite say can wait. To add a line is all that another member needs.
     */
    private static final List<Member> MAIN = List.of(
            Member.of("heap-peers")
                    .only("cache2kExpiry,caffeineSize,caffeineExpiryStats,ehcacheExpiry,terraceGet,jetcache,redisson")
                    .sized("--millis 300"),
            Member.of("flag-peers")
                    .only("openFeatureConstant,openFeatureTerrace,togglz,launchDarkly,unleash,flagd")
                    .sized("--millis 300"),
            Member.of("spring-hit"),
            Member.of("redis-peers").sized("--rounds 3 --millis 200 --warm-up 300"),
            Member.of("log-latency").sized("--trials 500"),
            Member.of("one-load").sized("--processes 4 --warm-up 10 --rounds 10 --deaths 1"),
            Member.of("entry-bytes-peers"),
            Member.of("heap-curve").sized("--keys 20000 --rounds 2 --most-rounds 2"),
            Member.of("warm-fill"));

    static final Programme SHORT = new Programme(
            "short", "The main comparisons and what the requirement names; at most 20 minutes on two cores", MAIN, 15);

    /** Everything there is, each as it is by itself. */
    static Programme everything(List<Suite> suites, List<Experiment> experiments) {
        List<String> main = MAIN.stream().map(Member::name).toList();
        List<Member> all = new ArrayList<>(main.stream().map(Member::of).toList());
        Stream.concat(suites.stream().map(Suite::name), experiments.stream().map(Experiment::name))
                .filter(name -> !main.contains(name))
                .map(Member::of)
                .forEach(all::add);
        return new Programme("long", "Everything; hours", List.copyOf(all), 60);
    }

    /** Some of it, in the same order. */
    Programme only(List<String> names) throws MalformedException {
        List<String> known = members.stream().map(Member::name).toList();
        for (String one : names) {
            if (!known.contains(one)) {
                throw new MalformedException("--only names nothing that ./bench " + name + " measures: '" + one
                        + "'; use " + String.join(",", known));
            }
        }
        return new Programme(
                name,
                question,
                members.stream().filter(member -> names.contains(member.name())).toList(),
                limitMinutes);
    }

    String usage() {
        return String.format(
                        "Usage: ./bench %s [options]%n%n%s. It goes on where something fails, and then ends with 1:%n%n",
                        name, question)
                + members.stream()
                        .map(member -> String.format("  %s%n", member.command(false)))
                        .collect(Collectors.joining())
                + String.format("%n") + """
                  --forks N       rounds of suites, and processes of what has such; 3 to 100, default 5
                  --only A,B      these alone, by name; default all
                  --trace FILE    requests to replay as well, where any are replayed; may be given again
                  --out DIR       where the results go; default benchmarks/target/results
                  --quick         each as a trial: shows that it works, measures little
                """;
    }
}
