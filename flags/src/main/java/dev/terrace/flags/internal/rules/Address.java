package dev.terrace.flags.internal.rules;

import org.jspecify.annotations.Nullable;

/** An IPv4 or IPv6 address, as the 128 bits of the latter. Read from text alone: no name is ever looked up. */
record Address(long high, long low) {

    private static final int LONGEST = 45;
    private static final long MAPPED = 0xffff_0000_0000L;

    /** The address, or null if the text is none. */
    static @Nullable Address parse(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        if (text.indexOf(':') >= 0) {
            return six(text);
        }
        long four = four(text);
        return four < 0 ? null : new Address(0, MAPPED | four);
    }

    /** Whether it is of version 4, written by itself or inside version 6. */
    boolean isFour() {
        return high == 0 && (low >>> 32) == 0xffff;
    }

    /** Whether the first bits are those of another. */
    boolean sharesBits(Address other, int bits) {
        if (bits <= 64) {
            return bits == 0 || (high ^ other.high) >>> (64 - bits) == 0;
        }
        return high == other.high && (bits == 64 || (low ^ other.low) >>> (128 - bits) == 0);
    }

    private static long four(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return -1;
        }
        long address = 0;
        for (String part : parts) {
            int number = number(part, 3, 10);
            if (number < 0 || number > 255 || (part.length() > 1 && part.charAt(0) == '0')) {
                return -1;
            }
            address = address << 8 | number;
        }
        return address;
    }

    private static @Nullable Address six(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return null;
        }
        int[] groups = new int[8];
        if (gap < 0) {
            return groups(text, groups, false) == 8 ? of(groups) : null;
        }
        int[] tail = new int[8];
        int before = groups(text.substring(0, gap), groups, true);
        int after = groups(text.substring(gap + 2), tail, true);
        if (before < 0 || after < 0 || before + after > 7) {
            return null;
        }
        System.arraycopy(tail, 0, groups, 8 - after, after);
        return of(groups);
    }

    /** How many groups a text has, or -1. */
    private static int groups(String text, int[] groups, boolean mayBeEmpty) {
        if (text.isEmpty()) {
            return mayBeEmpty ? 0 : -1;
        }
        String[] parts = text.split(":", -1);
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            long four = last && parts[i].indexOf('.') >= 0 ? four(parts[i]) : -1;
            int group = four >= 0 ? 0 : number(parts[i], 4, 16);
            if (group < 0 || count + (four >= 0 ? 2 : 1) > 8) {
                return -1;
            }
            if (four >= 0) {
                groups[count++] = (int) (four >>> 16);
                groups[count++] = (int) (four & 0xffff);
            } else {
                groups[count++] = group;
            }
        }
        return count;
    }

    private static int number(String text, int longest, int radix) {
        if (text.isEmpty() || text.length() > longest) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            number = number * radix + digit;
        }
        return number;
    }

    private static Address of(int[] groups) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < 4; i++) {
            high = high << 16 | groups[i];
            low = low << 16 | groups[i + 4];
        }
        return new Address(high, low);
    }
}
