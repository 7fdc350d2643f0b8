package dev.terrace.examples.quickstart;

import java.util.Random;

/*
 * One request in each hundred is a change, which one is up to the seed. Since that is known beforehand, so is how often each
 * product will change, and each change has a place of its own on the board: no bound is needed on how many are remembered,
 * however fast they follow each other.
 */
/** Which requests change a product instead of reading it. Immutable, thread-safe. */
final class ChangePlan {

    static final int ONE_IN = 100;

    private final byte[] turns;
    private final int[] firstSlots;

    ChangePlan(Workload workload, long seed) {
        Random random = new Random(~seed);
        turns = new byte[(workload.requests() + ONE_IN - 1) / ONE_IN];
        for (int i = 0; i < turns.length; i++) {
            turns[i] = (byte) random.nextInt(ONE_IN);
        }
        firstSlots = new int[workload.products() + 1];
        for (int request = 0; request < workload.requests(); request++) {
            if (isChange(request)) {
                firstSlots[workload.product(request) + 1]++;
            }
        }
        for (int product = 0; product < workload.products(); product++) {
            firstSlots[product + 1] += firstSlots[product];
        }
    }

    boolean isChange(int request) {
        return turns[request / ONE_IN] == request % ONE_IN;
    }

    /** How many requests are changes. */
    int changes() {
        return firstSlots[firstSlots.length - 1];
    }

    /** The place of the change that makes a version; -1 if no request makes it. */
    int slot(int product, long version) {
        long change = version - 2;
        int first = firstSlots[product];
        return change >= 0 && change < firstSlots[product + 1] - first ? first + (int) change : -1;
    }
}
