package dev.terrace.flags;

import java.lang.reflect.Proxy;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The flags that code knows, as constants and as interfaces. They are checked against the definitions at once, and what only
 * one of the two knows can be told:
 *
 * <pre>{@code
 * interface ShopFlags {
 *     @FlagKey("new_checkout") @FlagDefault("false")
 *     boolean newCheckout(String user);
 *
 *     @FlagKey("page_size") @FlagDefault("20")
 *     long pageSize(EvaluationContext context);
 * }
 *
 * DeclaredFlags declared = DeclaredFlags.none().and(NEW_BASKET, BUTTON).and(ShopFlags.class);
 * declared.check(flags.snapshot());                      // stops the start, with all that is wrong
 * ShopFlags shop = declared.bind(ShopFlags.class, flags);
 * }</pre>
 *
 * <p>Immutable and thread-safe; each {@code and} answers another one.
 *
 * @since 0.1.0
 */
public final class DeclaredFlags {

    private static final DeclaredFlags NONE = new DeclaredFlags(List.of(), Map.of(), List.of());

    private final List<Flag<?>> constants;
    private final Map<Class<?>, FlagInterface> interfaces;
    private final List<Problem> problems;

    private DeclaredFlags(List<Flag<?>> constants, Map<Class<?>, FlagInterface> interfaces, List<Problem> problems) {
        this.constants = constants;
        this.interfaces = interfaces;
        this.problems = problems;
    }

    /**
     * No flags.
     *
     * @return always the same
     */
    public static DeclaredFlags none() {
        return NONE;
    }

    /**
     * With constants.
     *
     * @param flags the constants
     * @return another one
     */
    public DeclaredFlags and(Flag<?>... flags) {
        List<Flag<?>> more = new ArrayList<>(constants);
        more.addAll(List.of(flags));
        return new DeclaredFlags(List.copyOf(more), interfaces, problems);
    }

    /**
     * With an interface, each of whose abstract methods is a flag: it has {@link FlagKey} and {@link FlagDefault}, no parameter, a
     * {@link String} (the unit) or an {@link EvaluationContext}, and returns {@code boolean}, {@link String}, {@code long},
     * {@code double}, {@code Map<String, Object>}, or an {@link Evaluation} of one of these ({@link Boolean}, {@link Long} and
     * {@link Double} in it). Smaller numbers are refused, since a flag's may not fit. What is wrong is told by {@link #check}.
     *
     * @param type the interface
     * @return another one
     */
    public DeclaredFlags and(Class<?> type) {
        List<Problem> more = new ArrayList<>(problems);
        Map<Class<?>, FlagInterface> all = new LinkedHashMap<>(interfaces);
        all.computeIfAbsent(type, any -> FlagInterface.read(type, more));
        return new DeclaredFlags(constants, all, List.copyOf(more));
    }

    /**
     * All flags that are declared.
     *
     * @return in the order of their declaration
     */
    public Collection<Flag<?>> flags() {
        Set<Flag<?>> all = new LinkedHashSet<>(constants);
        interfaces.values().forEach(one -> all.addAll(one.flags()));
        return all;
    }

    /**
     * Checks the declarations, and that the definitions have all flags with these types. Call it at start.
     *
     * @param snapshot the definitions
     * @throws DefinitionsException that names all which is wrong
     */
    public void check(Snapshot snapshot) {
        List<Problem> all = problems(snapshot);
        if (!all.isEmpty()) {
            throw new DefinitionsException("The flags that code knows are not those that are defined", all);
        }
    }

    /**
     * What is wrong with the declared interfaces themselves, whatever the definitions are. {@link #problems} has it as well.
     *
     * @return all of it; empty if nothing is
     */
    public List<Problem> mistakes() {
        return problems;
    }

    /**
     * What {@link #check} would throw, for those who report it together with other things.
     *
     * @param snapshot the definitions
     * @return all that is wrong; empty if nothing is
     */
    public List<Problem> problems(Snapshot snapshot) {
        List<Problem> all = new ArrayList<>(problems);
        all.addAll(twoTypes());
        all.addAll(snapshot.missing(flags()));
        return all;
    }

    /**
     * As {@link #bind}, by whatever evaluates and whether or not the flags are defined: methods answer their defaults until they are. A method
     * without a parameter gives the evaluator no context, and one whose argument is null an empty one.
     *
     * @param <T> the interface
     * @param type an interface that was declared by {@link #and(Class)}
     * @param evaluator what evaluates
     * @return thread-safe
     * @throws DefinitionsException that names all which is wrong with the declared interfaces themselves
     * @throws IllegalArgumentException if the interface was not declared
     */
    public <T> T bindAnyway(Class<T> type, FlagEvaluator evaluator) {
        FlagInterface bound = declared(type);
        if (!problems.isEmpty()) {
            throw new DefinitionsException("Interfaces of flags cannot be bound", problems);
        }
        Objects.requireNonNull(evaluator, "what evaluates is missing");
        return proxy(type, new BoundFlags(bound, (call, argument) -> call.answer(evaluator, argument)));
    }

    /**
     * An interface whose methods evaluate. They behave as {@link Flags#value} does: nothing is thrown, and the default is
     * answered where a flag cannot be evaluated. A call costs a look-up more than the constant.
     *
     * @param <T> the interface
     * @param type an interface that was declared by {@link #and(Class)}
     * @param flags what evaluates
     * @return thread-safe
     * @throws DefinitionsException that names all which is wrong, also in other interfaces, and with the definitions that the
     *     flags have now
     * @throws IllegalArgumentException if the interface was not declared
     */
    public <T> T bind(Class<T> type, Flags flags) {
        FlagInterface bound = declared(type);
        check(flags.snapshot());
        Objects.requireNonNull(flags, "what evaluates is missing");
        return proxy(type, new BoundFlags(bound, (call, argument) -> call.answer(flags, argument)));
    }

    private FlagInterface declared(Class<?> type) {
        FlagInterface bound = interfaces.get(type);
        if (bound == null) {
            throw new IllegalArgumentException(type.getName() + " was not declared; add it by and(Class)");
        }
        return bound;
    }

    private static <T> T proxy(Class<T> type, BoundFlags bound) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, bound));
    }

    /**
     * What code and definitions do not agree in, and what is due to be cleaned up.
     *
     * @param flags the flags in use
     * @param today the day by which flags have expired, such as {@code LocalDate.now()}
     * @return for people, and for a test or a meter
     */
    public FlagReport report(Flags flags, LocalDate today) {
        Snapshot snapshot = flags.snapshot();
        Set<String> undefined = new TreeSet<>();
        Set<String> mistyped = new TreeSet<>();
        for (Flag<?> flag : flags()) {
            FlagInfo info = snapshot.info(flag.key());
            if (info == null) {
                undefined.add(flag.key());
            } else if (info.type() != flag.type()) {
                mistyped.add(flag.key());
            }
        }
        Set<String> expired = new TreeSet<>();
        for (String key : snapshot.keys()) {
            FlagInfo info = snapshot.info(key);
            if (info != null && info.expires() != null && !today.isBefore(info.expires())) {
                expired.add(key);
            }
        }
        return new FlagReport(undefined, mistyped, snapshot.unused(flags()), expired, flags.unanswered());
    }

    /** Keys that are declared with two types or two defaults: one of them is a mistake. */
    private List<Problem> twoTypes() {
        Map<String, Set<Flag<?>>> byKey = new TreeMap<>();
        flags().forEach(flag ->
                byKey.computeIfAbsent(flag.key(), key -> new LinkedHashSet<>()).add(flag));
        List<Problem> found = new ArrayList<>();
        byKey.forEach((key, declared) -> {
            if (declared.size() > 1) {
                found.add(new Problem(
                        0,
                        key,
                        "code declares this flag " + declared.size() + " times, with other types or defaults",
                        "declare it once, or the same each time"));
            }
        });
        return found;
    }
}
