package dev.terrace.examples.quickstart;

/**
 * What the clerks of a node share.
 *
 * @param number of the node, from 0
 * @param heapHits how long sampled hits of the heap took
 */
record Shop(
        int number,
        Run run,
        Workload workload,
        ChangePlan plan,
        Board board,
        StaleJudge judge,
        Catalogue catalogue,
        Products products,
        Pace pace,
        Samples heapHits) {

    /** The request behind a turn of this node, which takes every {@code nodes}-th of all; -1 if there are no more. */
    int request(int turn) {
        long request = (long) turn * run.nodes() + number;
        return request < workload.requests() ? (int) request : -1;
    }

    NodeReport report(Outcome outcome) {
        return new NodeReport(
                outcome,
                heapHits.percentiles(),
                catalogue.findTimes(),
                products.cache().stats(),
                products.terrace().logStats());
    }
}
