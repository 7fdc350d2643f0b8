package dev.terrace.gates.planted.cache.redis;

public final class Redis {}
