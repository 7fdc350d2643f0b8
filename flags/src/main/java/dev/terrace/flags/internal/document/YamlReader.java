package dev.terrace.flags.internal.document;

import dev.terrace.flags.internal.document.Tree.Felled;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;

/*
 * Reads YAML 1.2 by its events, as JsonReader reads tokens. Scalars are typed by the core schema: "on", "off", "yes" and
 * "no" are strings. Keys are always their text. Aliases are refused, since a few lines of them stand for terabytes; tags
 * are, since no data names a type here.
 */
public final class YamlReader {

    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setCodePointLimit(Limits.LENGTH + 1).build();

    private YamlReader() {}

    /** The tree, or null with a fault where it is none. */
    public static @Nullable DocumentNode read(String text, Faults faults) {
        Tree tree = new Tree(faults);
        try {
            for (Event event : new Parse(SETTINGS).parseString(text)) {
                grow(tree, event, line(event.getStartMark()));
            }
        } catch (Felled e) {
            return null;
        } catch (MarkedYamlEngineException e) {
            faults.add(tree.here(line(e.getProblemMark())), "not YAML: " + e.getProblem(), "correct the syntax");
            return null;
        } catch (YamlEngineException e) {
            faults.add(tree.here(1), "not YAML: " + e.getMessage(), "correct the syntax");
            return null;
        }
        if (tree.root() == null) {
            faults.add(Place.ROOT, "the document is empty", "begin with \"flags:\"");
        }
        return tree.root();
    }

    private static void grow(Tree tree, Event event, int line) {
        switch (event.getEventId()) {
            case DocumentStart -> {
                if (tree.root() != null) {
                    throw tree.fell(tree.here(line), "a second document begins", "keep one document in a file");
                }
            }
            case MappingStart, SequenceStart -> {
                CollectionStartEvent start = (CollectionStartEvent) event;
                if (tree.wantsKey()) {
                    throw tree.fell(tree.here(line), "a key that is no text", "write keys as plain text");
                }
                refuseTag(tree, start.getTag(), line);
                tree.start(event.getEventId() == Event.ID.MappingStart, line);
            }
            case MappingEnd, SequenceEnd -> tree.end();
            case Alias -> throw tree.fell(tree.here(line), "an alias", "write it out, or make a segment of it");
            case Scalar -> scalar(tree, (ScalarEvent) event, line);
            default -> {
                // Starts and ends of the stream say nothing.
            }
        }
    }

    private static void scalar(Tree tree, ScalarEvent event, int line) {
        refuseTag(tree, event.getTag(), line);
        String text = event.getValue();
        if (tree.wantsKey()) {
            tree.key(text, line);
        } else if (!event.isPlain()) {
            tree.scalar(text, line);
        } else if (CoreScalarResolver.NULL.matcher(text).matches() || text.isEmpty()) {
            tree.scalar(null, line);
        } else if (CoreScalarResolver.BOOL.matcher(text).matches()) {
            tree.scalar(Character.toLowerCase(text.charAt(0)) == 't', line);
        } else if (isDecimal(text)) {
            tree.number(text, line);
        } else {
            tree.scalar(text, line);
        }
    }

    /** Whether it is a number of the core schema in decimal digits. Linear: no pattern of this class can be slow. */
    private static boolean isDecimal(String text) {
        int at = 0;
        int end = text.length();
        if (text.charAt(0) == '-' || text.charAt(0) == '+') {
            at++;
        }
        int digits = at;
        boolean point = false;
        while (at < end && (isDigit(text.charAt(at)) || (text.charAt(at) == '.' && !point))) {
            point |= text.charAt(at) == '.';
            at++;
        }
        if (at - digits - (point ? 1 : 0) == 0) {
            return false;
        }
        if (at < end && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < end && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
                at++;
            }
            int exponent = at;
            while (at < end && isDigit(text.charAt(at))) {
                at++;
            }
            return at == end && at > exponent;
        }
        return at == end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static void refuseTag(Tree tree, Optional<String> tag, int line) {
        if (tag.isPresent()) {
            throw tree.fell(tree.here(line), "a tag", "leave it out: the schema says what each value is");
        }
    }

    private static int line(Optional<Mark> mark) {
        return mark.map(Mark::getLine).orElse(0) + 1;
    }
}
