package dev.terrace.gates.planted.cache.jdbc;

public final class Jdbc {}
