package dev.terrace.gates.planted.manners;

final class StaticState {

    static int count;

    private StaticState() {}
}
