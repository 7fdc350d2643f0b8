package dev.terrace.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Benchmarks that are measured together and compared with the first of them.
 *
 * @param name as the command line has it
 * @param question what it answers, in one line
 * @param type the class that JMH runs
 * @param contenders the baseline, then the others, in the order of the table
 * @param bytes whose allocations are told
 * @param scene what has to be there while the forks run
 * @param claims what else is computed from each round, and what it should be
 */
record Suite(
        String name,
        String question,
        Class<?> type,
        List<Contender> contenders,
        Bytes bytes,
        Scene scene,
        List<Claim> claims) {

    /** A suite without claims. */
    Suite(String name, String question, Class<?> type, List<Contender> contenders, Bytes bytes, Scene scene) {
        this(name, question, type, contenders, bytes, scene, List.of());
    }

    /** A suite that needs nothing around it, and tells what all threads allocate. */
    Suite(String name, String question, Class<?> type, List<Contender> contenders) {
        this(name, question, type, contenders, List.of());
    }

    /** The same with claims. */
    Suite(String name, String question, Class<?> type, List<Contender> contenders, List<Claim> claims) {
        this(name, question, type, contenders, Bytes.OF_ALL_THREADS, () -> Scene.Set.EMPTY, claims);
    }

    /**
     * One benchmark.
     *
     * @param method the name of its method
     * @param label as the table has it, in Markdown
     * @param mostRatio what its ratio to the baseline should not exceed, where it then should allocate nothing; or null
     * @param type the class of its method, where that is not the suite's; or null
     */
    record Contender(
            String method,
            String label,
            @Nullable Double mostRatio,
            @Nullable Class<?> type) {

        /** One without an aim, of the suite's class. */
        Contender(String method, String label) {
            this(method, label, null, null);
        }

        /** One with an aim, of the suite's class. */
        Contender(String method, String label, @Nullable Double mostRatio) {
            this(method, label, mostRatio, null);
        }

        /** One of another class, such as a peer's beside ours. */
        Contender of(Class<?> other) {
            return new Contender(method, label, mostRatio, other);
        }
    }

    /** Whose allocations count. */
    enum Bytes {
        /** Of the whole JVM, as JMH tells. */
        OF_ALL_THREADS("gc.alloc.rate.norm"),
        /** Of the threads that read alone. */
        OF_READERS(ReaderBytes.NAME);

        private final String result;

        Bytes(String result) {
            this.result = result;
        }

        String result() {
            return result;
        }
    }

    /**
     * The same with some of its contenders alone; the baseline is always among them.
     *
     * @param methods their names, with commas in between
     */
    Suite only(String methods) throws MalformedException {
        List<String> wanted = List.of(methods.split(",", -1));
        List<String> known = contenders.stream().map(Contender::method).toList();
        for (String method : wanted) {
            if (!known.contains(method)) {
                throw new MalformedException(
                        "--only names no benchmark of " + name + ": '" + method + "'; use " + String.join(",", known));
            }
        }
        List<Contender> some = contenders.stream()
                .filter(contender -> contender.equals(baseline()) || wanted.contains(contender.method()))
                .toList();
        return new Suite(name, question, type, some, bytes, scene, claims);
    }

    /** The name by which JMH knows one of ours. */
    String benchmark(Contender contender) {
        Class<?> own = contender.type();
        return (own == null ? type : own).getName() + "." + contender.method();
    }

    /**
     * The same with peers after its own, on one scene; aims and claims stay with the suite that has no peers.
     *
     * @param newName as the command line has it
     * @param peers the class of their methods
     * @param scene what they need around them
     * @param more theirs
     */
    Suite beside(String newName, Class<?> peers, Scene scene, List<Contender> more) {
        List<Contender> all = new ArrayList<>();
        contenders.forEach(ours -> {
            Class<?> own = ours.type();
            all.add(new Contender(ours.method(), ours.label()).of(own == null ? type : own));
        });
        all.addAll(more);
        return new Suite(newName, question + "; and peers", peers, List.copyOf(all), bytes, scene);
    }

    Contender baseline() {
        return contenders.get(0);
    }
}
