package dev.terrace.cache.tuning;

import dev.terrace.cache.HeapControl;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * One round ends a period in all caches, then does one thing at most: judge the change that is being watched, or make the next one. So two
 * changes never share the blame. What is recommended comes from a pure function of the evidence (Advice); this class owns when, and what becomes
 * of it.
 *
 *   idle --apply--> watched --has brought its bound--> idle (KEPT)
 *                      |
 *                      +--has not--> set back, its subject rests (UNDONE)
 *
 * All state is guarded by `this`. Under it run: reading counters, the insights, the policy, and the setters of heaps. Nothing that blocks; the timer only hands
 * rounds to the namespace's threads.
 *
 * Closing takes back what is still being watched: nobody would be there to judge it.
 */
/**
 * Looks at caches again and again, recommends what should be set otherwise, and, where it is allowed to, tries that out: one change at a
 * time, which is watched, and undone if it has not helped.
 *
 * <p>Thread-safe. Close it before its Terrace.
 *
 * @since 0.1.0
 */
public final class Tuner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Tuner.class);

    /** From which confidence on a change is made. */
    public static final double CONFIDENT = 0.8;

    /** How many deeds are remembered. */
    public static final int DEEDS = 256;

    private final Host host;
    private final Map<String, TunedCache<?>> caches;
    private final Map<String, HeapControl<?>> heaps = new HashMap<>();
    private final Bounds bounds;
    private final Predicate<? super Recommendation> policy;
    private final int watched;
    private final Duration rest;
    private final Runnable role;
    private final Time.Timer timer;
    private final Deque<Deed> deeds = new ArrayDeque<>();
    /** Until when what was undone is not tried again, by subject. */
    private final Map<String, Long> resting = new HashMap<>();

    private @Nullable Trial trial;
    private boolean closed;

    Tuner(TunerBuilder settings, Host host, Runnable role) {
        this.host = host;
        this.role = role;
        caches = settings.caches();
        bounds = settings.bounds();
        policy = settings.policy();
        watched = settings.watched();
        rest = settings.rest();
        long now = host.time().nanoTime();
        for (TunedCache<?> cache : caches.values()) {
            heaps.put(cache.name(), cache.heap());
            cache.begin(now);
        }
        timer = host.time().repeat(settings.every(), this::later);
    }

    /**
     * Begins a tuner; a Terrace has one at most.
     *
     * @param terrace whose caches shall be tuned
     * @return a builder
     */
    public static TunerBuilder builder(Terrace terrace) {
        return new TunerBuilder(terrace);
    }

    /**
     * What the evidence so far speaks for. Changes nothing.
     *
     * @return the recommendations, best first
     */
    public List<Recommendation> optimize() {
        return optimize(false).recommendations();
    }

    /**
     * What the evidence so far speaks for; and makes the first change that is confident enough, if asked to, whatever the policy says of
     * the tuner's own rounds. One that is being watched is waited for, and what was undone rests, here too.
     *
     * @param apply whether to make a change; false changes nothing
     * @return the recommendations, and what was done
     * @throws IllegalStateException if a change is asked for and the tuner is closed
     */
    public synchronized Optimization optimize(boolean apply) {
        List<Recommendation> found = recommend();
        if (!apply) {
            return new Optimization(found, null, "nothing was changed: a dry run");
        }
        if (closed) {
            throw new IllegalStateException("the tuner is closed: build another one");
        }
        Trial watching = trial;
        if (watching != null) {
            return new Optimization(
                    found,
                    null,
                    "nothing was changed: " + watching.recommendation().change().subject() + " is still being watched");
        }
        Deed deed = makeFirst(found, any -> true);
        return deed == null
                ? new Optimization(
                        found,
                        null,
                        "nothing was changed: nothing is applicable, at " + CONFIDENT + " or more, and not at rest")
                : new Optimization(found, deed, deed.text());
    }

    /**
     * What was done and what came of it.
     *
     * @return the last {@value #DEEDS}, oldest first
     */
    public synchronized List<Deed> deeds() {
        return List.copyOf(deeds);
    }

    /**
     * What is being watched.
     *
     * @return the change that was made last and is not judged yet; null if there is none
     */
    public synchronized @Nullable Recommendation watching() {
        return trial == null ? null : trial.recommendation();
    }

    /**
     * What was seen, as {@link Advice} takes it.
     *
     * @return the evidence of each cache
     */
    public synchronized List<Evidence> evidence() {
        long now = host.time().nanoTime();
        List<Evidence> evidence = new ArrayList<>(caches.size());
        caches.values().forEach(cache -> evidence.add(cache.evidence(now)));
        return evidence;
    }

    /** Ends the rounds, and sets back what is still being watched. Idempotent. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        timer.cancel();
        Trial watching = trial;
        if (watching != null) {
            undo(watching, null, "the tuner was closed before it could be judged");
        }
        role.run();
    }

    private void later() {
        try {
            host.executor().execute(this::round);
        } catch (RejectedExecutionException busy) {
            LOG.debug("This round is left out, all threads are busy; the period goes on");
        }
    }

    private synchronized void round() {
        if (closed) {
            return;
        }
        try {
            long now = host.time().nanoTime();
            caches.values().forEach(cache -> cache.look(now));
            Trial watching = trial;
            if (watching == null) {
                makeFirst(recommend(), policy);
            } else if (watching.isOver()) {
                judge(watching);
            }
        } catch (RuntimeException failure) { // an insight or a policy of the user's
            LOG.warn("A round of the tuner failed; nothing was changed in it", failure);
        }
    }

    private List<Recommendation> recommend() {
        return Advice.recommend(evidence(), bounds);
    }

    /** Makes the first change that is applicable, confident, allowed and not at rest; what was done, or null. */
    private @Nullable Deed makeFirst(List<Recommendation> found, Predicate<? super Recommendation> allowed) {
        for (Recommendation one : found) {
            if (one.isApplicable()
                    && one.confidence() >= CONFIDENT
                    && !isResting(one.change().subject())
                    && allowed.test(one)) {
                return make(one);
            }
        }
        return null;
    }

    private boolean isResting(String subject) {
        Long until = resting.get(subject);
        if (until == null) {
            return false;
        }
        if (until - host.time().nanoTime() > 0) {
            return true;
        }
        resting.remove(subject);
        return false;
    }

    private Deed make(Recommendation one) {
        Trial begun;
        try {
            Setting setting = Setting.of(one.change(), heaps);
            begun = new Trial(one, setting, caches, watched);
            setting.apply();
        } catch (RuntimeException failure) {
            LOG.warn(
                    "The tuner could not set {}; everything is as it was",
                    one.change().text(),
                    failure);
            letRest(one);
            return note(Deed.Kind.FAILED, one, null, "everything is as it was: " + failure.getMessage());
        }
        trial = begun;
        forgetOtherSettings(one.change());
        LOG.info(
                "The tuner has set {}, and watches it; {}",
                one.change().text(),
                one.gain().text());
        return note(Deed.Kind.APPLIED, one, null, "watched for " + watched + " periods after the next");
    }

    /** Curves say what any bound would give; what is known of how keys come again holds for the lives under which it was seen. */
    private void forgetOtherSettings(Change change) {
        if (change instanceof Change.HeapShares) {
            return;
        }
        for (String cache : change.caches()) {
            TunedCache<?> tuned = caches.get(cache);
            if (tuned != null) {
                tuned.forget(host.time().nanoTime());
            }
        }
    }

    private void judge(Trial watching) {
        Double effect = watching.effect(caches);
        if (effect == null) {
            if (watching.hasWaitedEnough()) {
                undo(watching, null, "too little was read to tell whether it helps");
            }
        } else if (effect >= watching.bound()) {
            trial = null;
            LOG.info("The tuner keeps {}", watching.recommendation().change().text());
            note(Deed.Kind.KEPT, watching.recommendation(), effect, watching.words(effect));
        } else {
            undo(watching, effect, watching.words(effect));
        }
    }

    private void undo(Trial watching, @Nullable Double effect, String why) {
        Recommendation one = watching.recommendation();
        trial = null;
        letRest(one);
        List<String> left;
        try {
            left = watching.setting().undo();
        } catch (RuntimeException failure) {
            LOG.warn("The tuner could not set back {}", one.change().text(), failure);
            note(Deed.Kind.FAILED, one, effect, why + "; it could not be set back: " + failure.getMessage());
            return;
        }
        forgetOtherSettings(one.change());
        LOG.info("The tuner has set back {}: {}", one.change().text(), why);
        note(
                left.isEmpty() ? Deed.Kind.UNDONE : Deed.Kind.LEFT,
                one,
                effect,
                left.isEmpty() ? why : why + "; set by somebody else meanwhile, and left: " + String.join(", ", left));
    }

    private void letRest(Recommendation one) {
        resting.put(one.change().subject(), host.time().nanoTime() + rest.toNanos());
    }

    private Deed note(Deed.Kind kind, Recommendation one, @Nullable Double observed, String text) {
        Deed deed = new Deed(host.time().currentTimeMillis(), kind, one, observed, text);
        deeds.addLast(deed);
        if (deeds.size() > DEEDS) {
            deeds.removeFirst();
        }
        return deed;
    }
}
