package dev.terrace.gates.planted.testkit;

public final class Testkit {}
