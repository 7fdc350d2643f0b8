package dev.terrace.spring.moved;

/** What the library lends. */
record Book(String isbn, String author, String title) {}
