package dev.terrace.examples.quickstart;

/**
 * A product, as it was when it was read.
 *
 * @param version 1 for a new product, one more with each change
 */
record Product(long id, String name, long priceInCents, long version) {}
