package dev.terrace.faults;

import java.util.Random;

/**
 * What a fault may touch.
 *
 * @param site the servers
 * @param nodes the processes that use them
 * @param random of the run's seed
 * @param <S> which servers
 */
record Stage<S extends Site>(S site, Nodes nodes, Random random) {}
