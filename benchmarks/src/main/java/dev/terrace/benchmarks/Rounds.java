package dev.terrace.benchmarks;

import dev.terrace.benchmarks.Suite.Contender;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/*
 * JMH runs all forks of one benchmark, then all of the next. A machine that slows down meanwhile then changes the ratio
 * between the two, and no interval shows it. So JMH is given one fork at a time here: a round has one of each benchmark, close
 * together, in an order drawn anew, and only what stands in the same round is compared.
 */
/** Measures in rounds. Not thread-safe. */
final class Rounds {

    /** The collector is named, since the JVM's choice depends on the machine. */
    static final List<String> JVM_ARGUMENTS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseG1GC");

    private final Plan plan;
    private final PrintStream progress;
    private final OutputFormat log;
    private final List<String> arguments = new ArrayList<>(JVM_ARGUMENTS);

    /** Tells people how it goes, and logs what JMH says. */
    Rounds(Plan plan, PrintStream progress, PrintStream log) {
        this.plan = plan;
        this.progress = progress;
        this.log = OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL);
    }

    /** Measures on a scene. */
    List<Sample> run(Scene.Set scene) throws RunnerException {
        arguments.addAll(scene.jvmArguments());
        Random random = new Random(plan.seed());
        List<Sample> samples = new ArrayList<>();
        for (int round = 1; round <= plan.forks(); round++) {
            List<Contender> order = new ArrayList<>(plan.suite().contenders());
            Collections.shuffle(order, random);
            for (int place = 1; place <= order.size(); place++) {
                Contender contender = order.get(place - 1);
                Sample sample = measure(contender, round, place);
                samples.add(sample);
                progress.printf(
                        "round %d/%d  %d/%d  %-22s %8.2f ns/op  %8.4f B/op%n",
                        round, plan.forks(), place, order.size(), contender.method(), sample.nanos(), sample.bytes());
            }
        }
        return samples;
    }

    private Sample measure(Contender contender, int round, int place) throws RunnerException {
        RunResult result = new Runner(options(contender), log).runSingle();
        Result<?> allocated = Objects.requireNonNull(
                result.getSecondaryResults().get(plan.suite().bytes().result()), "the profiler told nothing");
        List<Double> iterations = new ArrayList<>();
        result.getAggregatedResult()
                .getIterationResults()
                .forEach(
                        iteration -> iterations.add(iteration.getPrimaryResult().getScore()));
        return new Sample(
                contender.method(),
                round,
                place,
                result.getPrimaryResult().getScore(),
                allocated.getScore(),
                iterations);
    }

    private Options options(Contender contender) {
        String benchmark = plan.suite().benchmark(contender);
        return new OptionsBuilder()
                .include("^" + Pattern.quote(benchmark) + "$")
                .forks(1)
                .warmupForks(0)
                .threads(plan.threads())
                .warmupIterations(plan.quick() ? 2 : 4)
                .warmupTime(TimeValue.milliseconds(plan.millis()))
                .measurementIterations(plan.quick() ? 3 : 5)
                .measurementTime(TimeValue.milliseconds(plan.millis()))
                .addProfiler(Compaction.class)
                .addProfiler(GCProfiler.class)
                .addProfiler(ReaderBytes.class)
                .jvmArgs(arguments.toArray(String[]::new))
                .shouldFailOnError(true)
                .build();
    }
}
