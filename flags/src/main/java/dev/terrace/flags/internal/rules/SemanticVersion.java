package dev.terrace.flags.internal.rules;

import org.jspecify.annotations.Nullable;

/** A version by semver.org, 2.0.0. What comes after a plus is left out of account, as it says there. */
record SemanticVersion(String[] core, String[] pre) implements Comparable<SemanticVersion> {

    private static final int LONGEST = 256;

    /** The version, or null if it is none. */
    static @Nullable SemanticVersion parse(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        int plus = text.indexOf('+');
        String version = plus < 0 ? text : text.substring(0, plus);
        if (plus >= 0 && !areIdentifiers(text.substring(plus + 1).split("\\.", -1))) {
            return null;
        }
        int dash = version.indexOf('-');
        String[] core = (dash < 0 ? version : version.substring(0, dash)).split("\\.", -1);
        String[] pre = dash < 0 ? new String[0] : version.substring(dash + 1).split("\\.", -1);
        if (core.length != 3 || !areIdentifiers(pre)) {
            return null;
        }
        for (String number : core) {
            if (!isNumber(number) || leadsWithZero(number)) {
                return null;
            }
        }
        for (String identifier : pre) {
            if (isNumber(identifier) && leadsWithZero(identifier)) {
                return null;
            }
        }
        return new SemanticVersion(core, pre);
    }

    @Override
    public int compareTo(SemanticVersion other) {
        for (int i = 0; i < 3; i++) {
            int compared = numbers(core[i], other.core[i]);
            if (compared != 0) {
                return compared;
            }
        }
        if (pre.length == 0 || other.pre.length == 0) {
            return Integer.compare(other.pre.length, pre.length); // a pre-release comes before its release
        }
        for (int i = 0; i < Math.min(pre.length, other.pre.length); i++) {
            int compared = identifiers(pre[i], other.pre[i]);
            if (compared != 0) {
                return compared;
            }
        }
        return Integer.compare(pre.length, other.pre.length);
    }

    private static int identifiers(String a, String b) {
        boolean left = isNumber(a);
        boolean right = isNumber(b);
        if (left && right) {
            return numbers(a, b);
        }
        return left == right ? a.compareTo(b) : left ? -1 : 1;
    }

    /** Without leading zeros the longer one is greater. */
    private static int numbers(String a, String b) {
        return a.length() == b.length() ? a.compareTo(b) : Integer.compare(a.length(), b.length());
    }

    private static boolean leadsWithZero(String number) {
        return number.length() > 1 && number.charAt(0) == '0';
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean areIdentifiers(String[] parts) {
        for (String part : parts) {
            if (part.isEmpty()
                    || !part.chars()
                            .allMatch(c -> c == '-'
                                    || (c >= '0' && c <= '9')
                                    || (c >= 'A' && c <= 'Z')
                                    || (c >= 'a' && c <= 'z'))) {
                return false;
            }
        }
        return true;
    }
}
