package dev.terrace.flags.internal.rules;

import org.jspecify.annotations.Nullable;

/** A block of addresses in CIDR's notation; an address alone is a block of one. */
record Network(Address address, int bits) {

    /** The block, or null if the text is none, or has bits set after its prefix. */
    static @Nullable Network parse(String text) {
        int slash = text.indexOf('/');
        Address address = Address.parse(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        boolean four = address.isFour() && text.indexOf(':') < 0;
        int width = four ? 32 : 128;
        int bits = slash < 0 ? width : prefix(text.substring(slash + 1));
        if (bits < 0 || bits > width) {
            return null;
        }
        Network network = new Network(address, four ? bits + 96 : bits);
        return network.isClean() ? network : null;
    }

    boolean contains(Address asked) {
        // A block of version 6 such as ::/0 says nothing of version 4.
        return asked.sharesBits(address, bits) && (bits >= 96 || !asked.isFour());
    }

    private boolean isClean() {
        long high = bits >= 64 ? 0 : address.high() << bits;
        long low = bits >= 128 ? 0 : bits > 64 ? address.low() << (bits - 64) : address.low();
        return high == 0 && low == 0;
    }

    private static int prefix(String text) {
        if (text.isEmpty() || text.length() > 3 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        return Integer.parseInt(text);
    }
}
