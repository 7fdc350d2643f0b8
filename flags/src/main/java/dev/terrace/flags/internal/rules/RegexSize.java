package dev.terrace.flags.internal.rules;

import java.util.ArrayDeque;
import java.util.Deque;

/*
 * How large a regular expression becomes when it is compiled: a bound from above, found without compiling it. RE2/J writes
 * repetitions with counts out, so ((a{1000}){1000}){1000} would take all memory before anybody could ask for its size.
 *
 * A group, a class and a character are atoms of a size; a count multiplies the size of the atom before it. What is not a
 * regular expression gets some size too: the engine refuses it afterwards.
 */
final class RegexSize {

    private static final long MOST = Integer.MAX_VALUE;

    private final String pattern;
    private final Deque<Long> outer = new ArrayDeque<>();
    private int at;
    private long size;
    private long atom;

    private RegexSize(String pattern) {
        this.pattern = pattern;
    }

    static long of(String pattern) {
        return new RegexSize(pattern).scan();
    }

    private long scan() {
        while (at < pattern.length()) {
            char c = pattern.charAt(at++);
            switch (c) {
                case '\\' -> escape();
                case '[' -> charClass();
                case '(' -> {
                    settle();
                    outer.push(size);
                    size = 0;
                }
                case ')' -> {
                    settle();
                    atom = size + 2; // a group that captures has a beginning and an end
                    size = outer.isEmpty() ? 0 : outer.pop();
                }
                case '{' -> count();
                case '*', '+', '?' -> atom = grown(atom, 2, 1);
                default -> next(1);
            }
        }
        settle();
        while (!outer.isEmpty()) {
            size = grown(size, 1, outer.pop());
        }
        return size;
    }

    /** A class is one atom, whatever is in it. */
    private void charClass() {
        if (at < pattern.length() && pattern.charAt(at) == '^') {
            at++;
        }
        int first = at;
        while (at < pattern.length() && (pattern.charAt(at) != ']' || at == first)) {
            at += pattern.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
        next(1);
    }

    /** The braces of {@code \p{Greek}} and {@code \x{10FFFF}} count nothing. */
    private void escape() {
        char escaped = at < pattern.length() ? pattern.charAt(at++) : ' ';
        if ((escaped == 'p' || escaped == 'P' || escaped == 'x')
                && at < pattern.length()
                && pattern.charAt(at) == '{') {
            int end = pattern.indexOf('}', at);
            at = end < 0 ? pattern.length() : end + 1;
        }
        next(1);
    }

    /** A repetition such as {@code {2,5}}; anything else in braces is text. */
    private void count() {
        long count = 0;
        long largest = 0;
        int i = at;
        while (i < pattern.length() && (isDigit(pattern.charAt(i)) || pattern.charAt(i) == ',')) {
            char c = pattern.charAt(i++);
            count = c == ',' ? 0 : Math.min(MOST, count * 10 + (c - '0'));
            largest = Math.max(largest, count);
        }
        if (i > at && i < pattern.length() && pattern.charAt(i) == '}') {
            at = i + 1;
            atom = grown(grown(atom, 1, 1), largest + 1, 0);
        } else {
            next(1);
        }
    }

    private void next(long atomSize) {
        settle();
        atom = atomSize;
    }

    private void settle() {
        size = grown(atom, 1, size);
        atom = 0;
    }

    private static long grown(long base, long times, long more) {
        return Math.min(MOST, Math.min(MOST, base) * Math.min(MOST, times) + more);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
