package dev.terrace.gates.planted.manners;

final class ThingImpl {}
