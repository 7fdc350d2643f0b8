package dev.terrace.benchmarks;

import dev.terrace.benchmarks.HeapHit.Reads;
import dev.terrace.benchmarks.Items.Item;
import dev.terrace.benchmarks.Suite.Contender;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.context.ConfigurableApplicationContext;

/** One hit on the heap through the proxy of a method that is {@code @Cacheable}, on Boot's support of Caffeine and on Terrace. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SpringHit {

    /** What is measured, by the name of its method; the first is what the others are compared with. */
    static final Suite SUITE = new Suite(
            "spring-hit",
            "What a hit takes through Spring's @Cacheable, on Terrace and on Spring's own support of Caffeine",
            SpringHit.class,
            List.of(
                    new Contender("caffeine", "Spring on Caffeine"),
                    new Contender("terrace", "Spring on **Terrace**"),
                    new Contender("caffeineSync", "Spring on Caffeine, `sync = true`"),
                    new Contender("terraceSync", "Spring on **Terrace**, `sync = true`")),
            List.of(
                    new Claim(
                            "`@Cacheable` on Terrace beside Spring on Caffeine",
                            Unit.RATIO,
                            Aim.atMost(1.1),
                            round -> round.nanos("terrace") / round.nanos("caffeine")),
                    new Claim(
                            "the same with `sync = true`",
                            Unit.RATIO,
                            Aim.atMost(1.1),
                            round -> round.nanos("terraceSync") / round.nanos("caffeineSync"))));

    @Benchmark
    public Item caffeine(OnCaffeine held, Reads reads) {
        return held.catalogue.product(reads.next());
    }

    @Benchmark
    public Item terrace(OnTerrace held, Reads reads) {
        return held.catalogue.product(reads.next());
    }

    @Benchmark
    public Item caffeineSync(OnCaffeine held, Reads reads) {
        return held.catalogue.synced(reads.next());
    }

    @Benchmark
    public Item terraceSync(OnTerrace held, Reads reads) {
        return held.catalogue.synced(reads.next());
    }

    /** An application whose caches are full of all that is asked for. */
    @State(Scope.Benchmark)
    public abstract static class Filled {

        final SpringShop.Catalogue catalogue;
        private final ConfigurableApplicationContext context;
        private final long filled;

        Filled(String... properties) {
            context = SpringShop.open(properties);
            catalogue = context.getBean(SpringShop.Catalogue.class);
            Items.all().forEach(catalogue::product);
            Items.all().forEach(catalogue::synced);
            filled = catalogue.calls();
        }

        /** Only hits are to be measured. */
        @TearDown
        public void close() {
            long missed = catalogue.calls() - filled;
            context.close();
            if (missed > 0) {
                throw new IllegalStateException(missed + " calls were not hits");
            }
        }
    }

    @State(Scope.Benchmark)
    public static class OnCaffeine extends Filled {

        public OnCaffeine() {
            super(SpringShop.ON_CAFFEINE);
        }
    }

    @State(Scope.Benchmark)
    public static class OnTerrace extends Filled {

        public OnTerrace() {
            super(SpringShop.ON_TERRACE);
        }
    }
}
