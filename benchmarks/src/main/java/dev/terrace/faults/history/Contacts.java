package dev.terrace.faults.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** When each node was last in touch with its log. Immutable and thread-safe. */
final class Contacts {

    static final Contact NONE = new Contact(-1, Long.MIN_VALUE, Long.MIN_VALUE, 0);

    private final List<List<Contact>> ofNode = new ArrayList<>();

    Contacts(int nodes, List<Contact> all) {
        for (int node = 0; node < nodes; node++) {
            int one = node;
            ofNode.add(all.stream()
                    .filter(contact -> contact.node() == one)
                    .sorted(Comparator.comparingLong(Contact::done))
                    .toList());
        }
    }

    /** The last one that a node had taken in before a time, or {@link #NONE}. */
    Contact last(int node, long time) {
        List<Contact> contacts = ofNode.get(node);
        int low = 0;
        int high = contacts.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (contacts.get(middle).done() < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? NONE : contacts.get(low - 1);
    }
}
