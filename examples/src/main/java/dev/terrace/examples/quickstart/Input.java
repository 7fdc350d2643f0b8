package dev.terrace.examples.quickstart;

import java.util.BitSet;

/**
 * What a run serves, and where that comes from.
 *
 * @param total how many requests the source has, served or not
 */
record Input(Workload workload, String source, long total) {

    static Input of(Options options) {
        Integer requests = options.requests();
        if (options.trace() == null) {
            int count = requests == null ? Options.DEFAULT_REQUESTS : requests;
            return new Input(
                    new ZipfGenerator(options.products(), options.seed()).workload(count),
                    "generated (Zipf %.1f with drift, seed %d)".formatted(ZipfGenerator.EXPONENT, options.seed()),
                    count);
        }
        TraceFile.Trace trace = TraceFile.read(options.trace(), requests == null ? Integer.MAX_VALUE : requests);
        return new Input(Workload.of(trace.keys()), options.trace().toString(), trace.total());
    }

    /** How many reads ask for a product that no read before has asked for: no cache has it then. */
    int firstReads(ChangePlan plan) {
        BitSet seen = new BitSet(workload.products());
        for (int request = 0; request < workload.requests(); request++) {
            if (!plan.isChange(request)) {
                seen.set(workload.product(request));
            }
        }
        return seen.cardinality();
    }
}
