package dev.terrace.examples.shop;

/**
 * What is sold.
 *
 * @param id its number
 * @param name its name
 * @param brand who makes it
 * @param cents its price
 */
public record Product(long id, String name, String brand, long cents) {}
