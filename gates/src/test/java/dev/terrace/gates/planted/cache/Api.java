package dev.terrace.gates.planted.cache;

public final class Api {}
