package dev.terrace.faults.history;

/** What Terrace promises, as far as histories tell. */
public enum Promise {
    /** A node sees what it has invalidated or put. */
    CACHE_1("CACHE-1"),
    /** A connected node sees what another has logged. */
    CACHE_2("CACHE-2"),
    /** A node that is cut off shows nothing that is older than its policy allows. */
    CACHE_3("CACHE-3"),
    /** After the last fault all nodes show the source. */
    CACHE_4("CACHE-4"),
    /** No tier makes an operation fail. */
    CACHE_7("CACHE-7");

    private final String words;

    Promise(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
