package dev.terrace.spring.flags;

import dev.terrace.flags.DefinitionsException;
import dev.terrace.flags.Problem;
import dev.terrace.flags.Snapshot;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * The methods that are guarded by {@link WhenFlag}, as far as their beans have been made.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class FlagGuards {

    private record Place(Class<?> type, Method method) {}

    private final Map<Place, Guard> guards = new ConcurrentHashMap<>();

    /** Knows no method yet. */
    public FlagGuards() {}

    /** Whether no guarded method is known. */
    boolean isEmpty() {
        return guards.isEmpty();
    }

    /** Reads all guarded methods of a class, and says whether there is one. */
    boolean read(Class<?> type) {
        if (!AnnotationUtils.isCandidateClass(type, WhenFlag.class)) {
            return false;
        }
        Map<Method, WhenFlag> rules =
                MethodIntrospector.selectMethods(type, (MethodIntrospector.MetadataLookup<WhenFlag>)
                        method -> AnnotatedElementUtils.findMergedAnnotation(method, WhenFlag.class));
        rules.forEach((method, rule) -> guards.put(new Place(type, method), Guard.of(type, method, rule)));
        return !rules.isEmpty();
    }

    /** The guard of a method of a class; null if it has none. */
    @Nullable
    Guard of(Class<?> type, Method method) {
        Place place = new Place(type, method);
        Guard known = guards.get(place);
        if (known != null) {
            return known;
        }
        WhenFlag rule = AnnotatedElementUtils.findMergedAnnotation(method, WhenFlag.class);
        return rule == null ? null : guards.computeIfAbsent(place, absent -> Guard.of(type, method, rule));
    }

    /** What is wrong with the methods themselves. */
    List<Problem> mistakes() {
        return sorted().stream().flatMap(guard -> guard.mistakes().stream()).toList();
    }

    /** The same, and flags that are not defined as boolean ones. */
    List<Problem> problems(Snapshot snapshot) {
        List<Problem> all = new ArrayList<>(mistakes());
        for (Guard guard : sorted()) {
            try {
                snapshot.require(List.of(guard.flag()));
            } catch (DefinitionsException missing) {
                missing.problems()
                        .forEach(problem -> all.add(new Problem(
                                0,
                                guard.toString(),
                                "of flag \"" + problem.path() + "\": " + problem.message(),
                                problem.cure())));
            }
        }
        return all;
    }

    private List<Guard> sorted() {
        return guards.values().stream()
                .sorted(Comparator.comparing(Guard::toString))
                .toList();
    }
}
