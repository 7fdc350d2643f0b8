package dev.terrace.flags;

import dev.terrace.flags.internal.document.DocumentNode;
import dev.terrace.flags.internal.document.DocumentNode.Mapping;
import dev.terrace.flags.internal.document.Faults;
import dev.terrace.flags.internal.document.JsonReader;
import dev.terrace.flags.internal.document.Limits;
import dev.terrace.flags.internal.document.Place;
import dev.terrace.flags.internal.document.SchemaCheck;
import dev.terrace.flags.internal.document.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A document of flags that was read and found right, in every environment it has.
 *
 * <p>A document has at most 8 MiB, 64 levels and 10,000 flags; nothing larger is taken into memory. What is wrong with it is
 * told all at once, with lines and cures.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class Definitions {

    /** Made when the first document is read. */
    private static final class Format1 {
        static final String TEXT = text();
        static final SchemaCheck SCHEMA = SchemaCheck.of(TEXT);

        private static String text() {
            try (InputStream stream = Definitions.class.getResourceAsStream("flags.schema.json")) {
                if (stream == null) {
                    throw new IllegalStateException("flags.schema.json is missing beside this class; repair the jar");
                }
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final String WRONG = "These definitions cannot be used";
    private static final String SMALLER = "split the document; it has at most " + (Limits.LENGTH >> 20) + " MiB";

    private final Mapping document;
    private final Set<String> environments;

    private Definitions(Mapping document, Set<String> environments) {
        this.document = document;
        this.environments = environments;
    }

    /**
     * Reads a document.
     *
     * @param text the document
     * @param format its syntax
     * @return its definitions
     * @throws DefinitionsException if anything is wrong with it
     */
    public static Definitions parse(String text, Format format) {
        Faults faults = new Faults();
        if (text.length() > Limits.LENGTH) {
            faults.add(Place.ROOT, "a document of " + text.length() + " characters", SMALLER);
            throw failure(faults);
        }
        DocumentNode root = format == Format.JSON ? JsonReader.read(text, faults) : YamlReader.read(text, faults);
        if (root == null) {
            throw failure(faults);
        }
        Faults broken = new Faults();
        Format1.SCHEMA.check(root, broken);
        faults.addAll(broken.list());
        if (!(root instanceof Mapping document)) {
            throw failure(faults);
        }
        Set<String> environments = check(document, sections(broken), faults);
        if (!faults.isEmpty()) {
            throw failure(faults);
        }
        return new Definitions(document, environments);
    }

    /**
     * Reads a document in UTF-8. It reads no more than a document may have.
     *
     * @param stream the document; it is not closed
     * @param format its syntax
     * @return its definitions
     * @throws DefinitionsException if anything is wrong with it
     * @throws IOException if it cannot be read
     */
    public static Definitions parse(InputStream stream, Format format) throws IOException {
        byte[] bytes = stream.readNBytes(Limits.LENGTH + 1);
        Faults faults = new Faults();
        if (bytes.length > Limits.LENGTH) {
            faults.add(Place.ROOT, "a document of more than " + Limits.LENGTH + " bytes", SMALLER);
            throw failure(faults);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return parse(text.startsWith("\uFEFF") ? text.substring(1) : text, format);
        } catch (CharacterCodingException e) {
            faults.add(Place.ROOT, "not UTF-8", "save the document in UTF-8");
            throw failure(faults);
        }
    }

    /**
     * The JSON Schema (2020-12) of a document. It holds for YAML as well.
     *
     * @return its text
     */
    public static String schema() {
        return Format1.TEXT;
    }

    /**
     * The environments that the document has.
     *
     * @return their names
     */
    public Set<String> environments() {
        return environments;
    }

    /**
     * Makes a snapshot of these definitions.
     *
     * @param setting where they are to hold
     * @return what {@link Flags} evaluates
     * @throws DefinitionsException if the environment is not there, a variable or an override names no variant
     */
    public Snapshot compile(Setting setting) {
        List<Problem> problems = new ArrayList<>();
        String environment = setting.environment();
        if (environment != null && !environments.contains(environment)) {
            problems.add(new Problem(
                    0,
                    "environment",
                    "there is no environment \"" + environment + "\"",
                    "choose one of " + environments + ", or declare it under environments"));
        }
        Faults faults = new Faults();
        SnapshotCompiler compiler = new SnapshotCompiler(document, Set.of(), setting, faults);
        Snapshot snapshot = compiler.compile();
        faults.list().forEach(fault -> problems.add(Overrides.problem(fault)));
        problems.addAll(compiler.overrides().problems());
        if (!problems.isEmpty()) {
            throw new DefinitionsException("These definitions cannot be used here", problems);
        }
        return snapshot;
    }

    /** Compiles for every environment, and for none: what is wrong in production is found in development. */
    private static Set<String> check(Mapping document, Set<String> broken, Faults faults) {
        SnapshotCompiler plain = new SnapshotCompiler(document, broken, Setting.none(), faults);
        plain.checkDocument();
        plain.compile();
        for (String environment : plain.environments()) {
            if (isLaidOver(document, environment)) {
                new SnapshotCompiler(document, broken, Setting.of(environment), faults).compile();
            }
        }
        return Set.copyOf(plain.environments());
    }

    private static boolean isLaidOver(Mapping document, @Nullable String environment) {
        Mapping flags = document.mapping("flags");
        return environment != null
                && flags != null
                && flags.entries().values().stream()
                        .anyMatch(flag -> flag instanceof Mapping mapping && mapping.get("environments") != null);
    }

    /** The first two steps of each path that has a fault. */
    private static Set<String> sections(Faults faults) {
        Set<String> sections = new HashSet<>();
        faults.list().forEach(fault -> {
            int second = fault.path().indexOf('/', 1);
            int third = second < 0 ? -1 : fault.path().indexOf('/', second + 1);
            sections.add(third < 0 ? fault.path() : fault.path().substring(0, third));
        });
        return sections;
    }

    private static DefinitionsException failure(Faults faults) {
        return new DefinitionsException(
                WRONG, faults.list().stream().map(Overrides::problem).toList());
    }
}
