package dev.terrace.faults;

import java.util.Random;

/*
 * A put says what the value is, so two puts of one key race: the later in the log wins, not the later in the source. No cache can
 * help that, and no promise speaks of it. So each key that is put belongs to one changer of one node. Keys that are invalidated are
 * changed by everybody.
 */
/** How keys are changed, and by whom. Stateless. */
final class Keys {

    /** Of each node. */
    static final int CHANGERS = 2;

    /** How the caches are told of a change. */
    enum How {
        INVALIDATE,
        PUT,
        DEPENDENCY
    }

    private Keys() {}

    static How how(int key) {
        return How.values()[key % How.values().length];
    }

    /** A key that a changer may change. */
    static int any(Random random, int node, int changer) {
        while (true) {
            int key = random.nextInt(Orders.KEYS);
            int owner = key / How.values().length % (Orders.NODES * CHANGERS);
            if (how(key) != How.PUT || owner == node * CHANGERS + changer) {
                return key;
            }
        }
    }

    static String dependency(int key) {
        return "thing:" + key;
    }
}
