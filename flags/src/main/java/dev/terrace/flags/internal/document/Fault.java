package dev.terrace.flags.internal.document;

/** One thing that is wrong with a document, and what to do about it. */
public record Fault(int line, String path, String message, String cure) {}
