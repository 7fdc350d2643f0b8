package dev.terrace.flags.internal.document;

import dev.terrace.flags.internal.document.DocumentNode.Mapping;
import dev.terrace.flags.internal.document.DocumentNode.Scalar;
import dev.terrace.flags.internal.document.DocumentNode.Sequence;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Grows from the events of a parser, and says what no document may have: keys twice, and too many levels. */
final class Tree {

    /** Ends the reading of a document; the fault is noted already. */
    static final class Felled extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Felled() {
            super(null, null, false, false);
        }
    }

    /** A mapping or list that has begun and not ended. */
    private static final class Open {
        final Place place;
        final @Nullable Map<String, DocumentNode> entries;
        final @Nullable List<DocumentNode> items;

        @Nullable
        Place key;

        Open(Place place, boolean mapping) {
            this.place = place;
            entries = mapping ? new LinkedHashMap<>() : null;
            items = mapping ? null : new ArrayList<>();
        }
    }

    private final Faults faults;
    private final Deque<Open> open = new ArrayDeque<>();
    private @Nullable DocumentNode root;

    Tree(Faults faults) {
        this.faults = faults;
    }

    /** Whether a key comes next. */
    boolean wantsKey() {
        Open top = open.peek();
        return top != null && top.entries != null && top.key == null;
    }

    void key(String name, int line) {
        Open top = Objects.requireNonNull(open.peek());
        Place place = top.place.under(name, line);
        if (Objects.requireNonNull(top.entries).containsKey(name)) {
            faults.add(place, "\"" + name + "\" stands here for the second time", "keep one of the two");
        }
        top.key = place;
    }

    void start(boolean mapping, int line) {
        Place place = next(line);
        if (open.size() >= Limits.DEPTH) {
            throw fell(place, "more than " + Limits.DEPTH + " levels of nesting", "nest less deep");
        }
        open.push(new Open(place, mapping));
    }

    void end() {
        Open done = open.pop();
        add(
                done.entries != null
                        ? new Mapping(done.place, done.entries)
                        : new Sequence(done.place, Objects.requireNonNull(done.items)));
    }

    void scalar(@Nullable Object value, int line) {
        add(new Scalar(next(line), value));
    }

    /** A number as it is written: a long where it is one, else a BigDecimal of bounded size. */
    void number(String text, int line) {
        String digits = text.startsWith("+") ? text.substring(1) : text;
        if (digits.length() > Limits.DIGITS) {
            throw fell(next(line), "a number of " + digits.length() + " digits", "write at most " + Limits.DIGITS);
        }
        try {
            BigDecimal number = new BigDecimal(digits);
            if (Math.abs((long) number.scale()) > Limits.DIGITS) {
                throw fell(next(line), "a number with an exponent out of bounds", "write it without the exponent");
            }
            scalar(whole(number), line);
        } catch (NumberFormatException e) {
            throw fell(next(line), "a number that cannot be read", "write it in decimal digits");
        }
    }

    private static Object whole(BigDecimal number) {
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            return number;
        }
    }

    Felled fell(Place place, String message, String cure) {
        faults.add(place, message, cure);
        return new Felled();
    }

    /** Where the parser stands. */
    Place here(int line) {
        Open top = open.peek();
        return top == null ? new Place(line, null, "") : new Place(line, top.place.parent(), top.place.step());
    }

    @Nullable
    DocumentNode root() {
        return root;
    }

    private Place next(int line) {
        Open top = open.peek();
        if (top == null) {
            return new Place(line, null, "");
        }
        return top.items == null
                ? Objects.requireNonNull(top.key)
                : top.place.under(Integer.toString(top.items.size()), line);
    }

    private void add(DocumentNode node) {
        Open top = open.peek();
        if (top == null) {
            root = node;
        } else if (top.items != null) {
            top.items.add(node);
        } else {
            Objects.requireNonNull(top.entries)
                    .putIfAbsent(Objects.requireNonNull(top.key).step(), node);
            top.key = null;
        }
    }
}
