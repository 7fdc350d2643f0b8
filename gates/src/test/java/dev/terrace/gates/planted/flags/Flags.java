package dev.terrace.gates.planted.flags;

public final class Flags {}
