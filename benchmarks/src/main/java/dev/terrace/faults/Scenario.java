package dev.terrace.faults;

import dev.terrace.cache.WhenDisconnected;
import java.util.function.Supplier;

/**
 * What befalls which servers. Immutable.
 *
 * @param name as it is asked for
 * @param words what happens
 * @param policy of the nodes
 * @param open launches the servers
 * @param fault what is done, again and again
 * @param <S> which servers
 */
record Scenario<S extends Site>(String name, String words, WhenDisconnected policy, Supplier<S> open, Fault<S> fault) {}
