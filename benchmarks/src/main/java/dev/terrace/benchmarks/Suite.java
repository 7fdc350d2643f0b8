package dev.terrace.benchmarks;

import java.util.List;

/**
 * Benchmarks that are measured together and compared with the first of them.
 *
 * @param name as the command line has it
 * @param type the class that JMH runs
 * @param contenders the baseline, then the others, in the order of the table
 */
record Suite(String name, Class<?> type, List<Contender> contenders) {

    /**
     * One benchmark.
     *
     * @param method the name of its method
     * @param label as the table has it, in Markdown
     */
    record Contender(String method, String label) {}

    Contender baseline() {
        return contenders.get(0);
    }
}
