package dev.terrace.cache.spi;

/** 64-bit hashes of names' texts. They never leave the process, so they may change from version to version. */
final class Fingerprint {

    private Fingerprint() {}

    static long of(Name.Kind kind, String text) {
        long hash = 0x9E3779B97F4A7C15L * kind.code();
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x9FB21C651E98DF25L;
            hash ^= hash >>> 32;
        }
        long mixed = mix(hash);
        return mixed == 0 ? 1 : mixed; // zero marks an empty slot of a table
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every bit of the input moves half of the output's. */
    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
