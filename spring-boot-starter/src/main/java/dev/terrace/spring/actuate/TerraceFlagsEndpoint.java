package dev.terrace.spring.actuate;

import dev.terrace.cache.spi.Position;
import dev.terrace.flags.EvaluationContext;
import dev.terrace.flags.FlagInfo;
import dev.terrace.flags.Flags;
import dev.terrace.flags.Snapshot;
import dev.terrace.flags.audit.AuditQuery;
import dev.terrace.flags.source.FlagFeed;
import dev.terrace.flags.source.SourceEvent;
import dev.terrace.flags.store.ChangeOutcome;
import dev.terrace.flags.store.Edit;
import dev.terrace.flags.store.FlagChange;
import dev.terrace.flags.store.FlagStore;
import dev.terrace.flags.store.FlagStoreException;
import dev.terrace.flags.store.StoredFlags;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * The flags: what is defined, what somebody would be answered and why, changes with their version, actor and reason, and who has changed what. Reads
 * alone are permitted unless {@code management.endpoint.terraceflags.access} says otherwise. Changes and their trail need a store.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
@WebEndpoint(id = "terraceflags", defaultAccess = Access.READ_ONLY)
public final class TerraceFlagsEndpoint {

    /** In the place of a flag's key: all of them. */
    static final String ALL = "-";

    private static final int PAGE = 100;
    private static final int LONGEST_PAGE = 500;
    private static final Object NONE = new Object();

    private final Flags flags;
    private final Operators operators;
    private final @Nullable FlagFeed feed;
    private final @Nullable FlagStore store;
    private final Duration patience;

    /**
     * Makes one.
     *
     * @param flags the flags
     * @param operators who may change something
     * @param feed what feeds them; null if nothing does
     * @param store what keeps them; null if nothing does
     * @param patience how long an operation waits for the store
     */
    public TerraceFlagsEndpoint(
            Flags flags, Operators operators, @Nullable FlagFeed feed, @Nullable FlagStore store, Duration patience) {
        this.flags = flags;
        this.operators = operators;
        this.feed = feed;
        this.store = store;
        this.patience = patience;
    }

    /**
     * All flags that are in force here.
     *
     * @return what each is, where they came from, and what was asked for in vain
     */
    @ReadOperation
    public WebEndpointResponse<Map<String, Object>> flags() {
        return Answers.of(() -> {
            Snapshot snapshot = flags.snapshot();
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("documentVersion", snapshot.version());
            SourceEvent from = feed == null ? null : feed.inForce();
            if (from != null) {
                view.put("source", from.source());
            }
            if (store != null) {
                view.put("store", FlagViews.store(store.health()));
            }
            Map<String, Object> all = new LinkedHashMap<>();
            for (String key : snapshot.keys()) {
                FlagInfo info = snapshot.info(key);
                if (info != null) {
                    all.put(key, FlagViews.info(info));
                }
            }
            view.put("flags", all);
            view.put("warnings", snapshot.warnings());
            view.put("unanswered", flags.unanswered());
            return view;
        });
    }

    /**
     * One flag.
     *
     * @param flag its key
     * @return what it is, and its definition and version where there is a store
     */
    @ReadOperation
    public WebEndpointResponse<Map<String, Object>> flag(@Selector String flag) {
        return Answers.of(() -> {
            Map<String, Object> view = FlagViews.info(info(flag));
            if (store != null) {
                StoredFlags stored = stored(store.read());
                view.put("storeVersion", stored.version().toString());
                String definition = stored.contents().get("flag/" + flag);
                if (definition != null) {
                    view.put("definition", definition);
                }
            }
            return view;
        });
    }

    /**
     * What somebody would be answered, why, or who has changed a flag.
     *
     * @param flag its key; of audit also - for all flags
     * @param question evaluate, explain or audit
     * @param unit for whom; without one for nobody
     * @param attributes what else is known of him, as a JSON object
     * @param after the sequence after which a page of the trail begins
     * @param limit the most records of a page
     * @return the answer
     */
    @ReadOperation
    public WebEndpointResponse<Map<String, Object>> ask(
            @Selector String flag,
            @Selector String question,
            @Nullable String unit,
            @Nullable String attributes,
            @Nullable Long after,
            @Nullable Integer limit) {
        return Answers.of(() -> switch (question) {
            case "evaluate" -> {
                EvaluationContext context = FlagChangeText.context(unit, attributes);
                yield FlagViews.evaluation(flags.evaluate(info(flag).key(), NONE, context), NONE);
            }
            case "explain" -> {
                EvaluationContext context = FlagChangeText.context(unit, attributes);
                yield Map.of(
                        "explanation",
                        flags.explain(info(flag).key(), context).lines().toList());
            }
            case "audit" -> audit(flag, after == null ? 0 : after, limit == null ? PAGE : limit);
            default ->
                throw new Answers.RefusedException(
                        Answers.NOT_FOUND, "no such question of a flag", "there are evaluate, explain and audit");
        });
    }

    /**
     * Changes a flag: one of its definition, the share of its rollout, or an operator's override.
     *
     * @param flag its key
     * @param security who asks
     * @param version the version that the change was thought of for, such as 3/120
     * @param actor who changes it, where nobody is authenticated
     * @param reason why
     * @param id identifies the change, so that it can be sent again; by default a new one
     * @param definition what the whole flag shall be, as JSON
     * @param percent the share of its one rollout
     * @param variant the variant that it shall answer, whatever its rules say
     * @param until when that ends; by default when it is taken back
     * @param clear whether that is to be taken back
     * @param environment where that holds; by default everywhere
     * @return the version that was made
     */
    @WriteOperation
    public WebEndpointResponse<Map<String, Object>> change(
            @Selector String flag,
            SecurityContext security,
            @Nullable String version,
            @Nullable String actor,
            @Nullable String reason,
            @Nullable String id,
            @Nullable String definition,
            @Nullable String percent,
            @Nullable String variant,
            @Nullable String until,
            @Nullable Boolean clear,
            @Nullable String environment) {
        return Answers.of(() -> {
            operators.require(security);
            FlagStore where = store();
            String who = operators.actor(security, actor);
            Position expected = FlagChangeText.version(version);
            Edit edit = new FlagChangeText.Wanted(
                            definition, percent, variant, until, Boolean.TRUE.equals(clear), environment)
                    .edit(flag, () -> stored(where.read()));
            return send(where, change(id, who, reason, expected, edit));
        });
    }

    /**
     * Removes a flag.
     *
     * @param flag its key
     * @param security who asks
     * @param version the version that the change was thought of for, such as 3/120
     * @param actor who removes it, where nobody is authenticated
     * @param reason why
     * @param id identifies the change, so that it can be sent again; by default a new one
     * @return the version that was made
     */
    @DeleteOperation
    public WebEndpointResponse<Map<String, Object>> remove(
            @Selector String flag,
            SecurityContext security,
            @Nullable String version,
            @Nullable String actor,
            @Nullable String reason,
            @Nullable String id) {
        return Answers.of(() -> {
            operators.require(security);
            FlagStore where = store();
            String who = operators.actor(security, actor);
            Position expected = FlagChangeText.version(version);
            info(flag);
            return send(where, change(id, who, reason, expected, Edit.removeFlag(flag)));
        });
    }

    private static FlagChange change(
            @Nullable String id, String actor, @Nullable String reason, Position expected, Edit edit) {
        try {
            return new FlagChange(
                    id == null ? UUID.randomUUID().toString() : id,
                    actor,
                    reason == null ? "" : reason,
                    expected,
                    List.of(edit));
        } catch (IllegalArgumentException wrong) {
            throw new Answers.RefusedException(
                    Answers.BAD_REQUEST,
                    String.valueOf(wrong.getMessage()),
                    "say by \"reason\" why, and by \"id\" nothing or an id of 1 to 64 letters and digits");
        }
    }

    /** A change whose fate is open is named by its id, by which it can be sent again and is made once. */
    private Map<String, Object> send(FlagStore where, FlagChange change) {
        ChangeOutcome outcome;
        try {
            outcome = Answers.await(
                    where.change(change),
                    patience,
                    "the change may be made yet; send it again with the id " + change.id() + ", and it is made once");
        } catch (FlagStoreException unknown) {
            throw new Answers.RefusedException(
                    Answers.UNAVAILABLE,
                    String.valueOf(unknown.getMessage()),
                    "send it again with this id, and it is made once",
                    Map.of("id", change.id()));
        }
        return FlagViews.outcome(outcome, change.id());
    }

    private Map<String, Object> audit(String flag, long after, int limit) {
        if (after < 0 || limit < 1 || limit > LONGEST_PAGE) {
            throw new Answers.RefusedException(
                    Answers.BAD_REQUEST, "no such page", "after is not negative, and limit is 1 to " + LONGEST_PAGE);
        }
        FlagStore where = store();
        AuditQuery query =
                flag.equals(ALL) ? AuditQuery.all() : AuditQuery.all().flag(flag);
        return FlagViews.page(stored(where.audit().query(query, after, limit)));
    }

    /** What a store answers. */
    private <T> T stored(CompletionStage<T> read) {
        String cure = "nothing was changed; try again when the store answers";
        try {
            return Answers.await(read, patience, cure);
        } catch (Answers.RefusedException late) {
            throw late;
        } catch (RuntimeException away) { // of the store's own kind
            throw new Answers.RefusedException(Answers.UNAVAILABLE, "the store of flags does not answer", cure);
        }
    }

    private FlagInfo info(String flag) {
        FlagInfo info = flags.snapshot().info(flag);
        if (info == null) {
            throw new Answers.RefusedException(
                    Answers.NOT_FOUND,
                    "no flag of this key is in force here",
                    "GET this endpoint without a key for all of them");
        }
        return info;
    }

    private FlagStore store() {
        if (store == null) {
            throw new Answers.RefusedException(
                    Answers.CONFLICT,
                    "these flags do not come from a store",
                    "change them where they come from, or set terrace.flags.store.type");
        }
        return store;
    }
}
