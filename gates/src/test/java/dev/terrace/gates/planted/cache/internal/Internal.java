package dev.terrace.gates.planted.cache.internal;

public final class Internal {}
