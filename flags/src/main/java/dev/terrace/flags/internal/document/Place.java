package dev.terrace.flags.internal.document;

import org.jspecify.annotations.Nullable;

/** Where a node stands: its line, from 1 on, and its path. */
public record Place(int line, @Nullable Place parent, String step) {

    /** The place of a document as a whole. */
    public static final Place ROOT = new Place(1, null, "");

    /** The place of what lies under this one. */
    public Place under(String name, int atLine) {
        return new Place(atLine, this, name);
    }

    /** A JSON pointer; empty for the document itself. */
    public String path() {
        return parent == null
                ? ""
                : parent.path() + "/" + step.replace("~", "~0").replace("/", "~1");
    }
}
