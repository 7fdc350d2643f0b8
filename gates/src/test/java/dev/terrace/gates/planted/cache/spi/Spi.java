package dev.terrace.gates.planted.cache.spi;

public final class Spi {}
