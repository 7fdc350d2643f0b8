package dev.terrace.spring.moved;

import java.util.List;

/** Some books of a shelf. */
record Page(int number, List<Book> books) {}
