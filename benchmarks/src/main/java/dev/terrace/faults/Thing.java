package dev.terrace.faults;

/**
 * What is cached.
 *
 * @param key whose it is
 * @param version that the source had when it was read
 */
public record Thing(int key, long version) {}
