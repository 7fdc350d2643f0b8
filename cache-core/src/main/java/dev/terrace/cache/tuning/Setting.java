package dev.terrace.cache.tuning;

import dev.terrace.cache.HeapControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/*
 * A change is made of steps, each of one setting with the value that it must find and the value that it leaves. All of them are taken or none: a step that fails
 * has those before it taken back. Heaps that become smaller go first, so that the budget is kept at each moment; on the way back they go
 * last.
 *
 * What somebody else has set meanwhile is his: a step that does not find what it must find fails, and on the way back such a setting is left alone.
 */
/** Sets what a change says, and sets it back. Guarded by the tuner. */
final class Setting {

    /** One setting. */
    private record Step<T extends @Nullable Object>(String name, Supplier<T> now, Consumer<T> setter, T from, T to) {

        void take() {
            T found = now.get();
            if (!Objects.equals(found, from)) {
                throw new IllegalStateException(
                        name + " is " + found + " and not " + from + ": somebody else has set it");
            }
            setter.accept(to);
        }

        /** Whether it was still as this step has left it. */
        boolean takeBack() {
            boolean ours = Objects.equals(now.get(), to);
            if (ours) {
                setter.accept(from);
            }
            return ours;
        }
    }

    private final List<Step<?>> steps = new ArrayList<>();

    private Setting() {}

    /** What a change would set; {@link Change.Strategy} sets nothing. */
    static Setting of(Change change, Map<String, HeapControl<?>> heaps) {
        Setting setting = new Setting();
        if (change instanceof Change.HeapShares shares) {
            setting.shares(shares, heaps);
        } else if (change instanceof Change.Lifetime life) {
            setting.life(life, heap(life.cache(), heaps));
        } else if (change instanceof Change.RefreshAhead refresh) {
            setting.steps.add(due(refresh.cache(), heap(refresh.cache(), heaps), refresh.from(), refresh.to()));
        }
        return setting;
    }

    private static HeapControl<?> heap(String cache, Map<String, HeapControl<?>> heaps) {
        return Objects.requireNonNull(heaps.get(cache), cache);
    }

    private void shares(Change.HeapShares shares, Map<String, HeapControl<?>> heaps) {
        Map<String, Long> growth = new TreeMap<>();
        shares.to().forEach((cache, to) -> growth.put(cache, to - shares.from().getOrDefault(cache, 0L)));
        growth.entrySet().stream()
                .sorted(Comparator.comparingLong(Map.Entry::getValue))
                .forEach(one -> {
                    String cache = one.getKey();
                    HeapControl<?> heap = heap(cache, heaps);
                    steps.add(new Step<>(
                            "the heap's maximum of cache '" + cache + "'",
                            heap::maximum,
                            heap::maximum,
                            shares.from().getOrDefault(cache, 0L),
                            shares.to().getOrDefault(cache, 0L)));
                });
    }

    /** An age at which entries are due keeps its share of the life. */
    private void life(Change.Lifetime change, HeapControl<?> heap) {
        Step<Duration> life = new Step<>(
                "expireAfterWrite of cache '" + change.cache() + "'",
                heap::expireAfterWrite,
                heap::expireAfterWrite,
                change.from(),
                change.to());
        Duration due = heap.refreshAfterWrite();
        if (due == null) {
            steps.add(life);
            return;
        }
        double share = (double) due.toMillis() / change.from().toMillis();
        Duration then =
                Duration.ofMillis(Math.max(1, (long) (share * change.to().toMillis())));
        Step<?> dueStep = due(change.cache(), heap, due, then);
        steps.addAll(change.isLonger() ? List.of(life, dueStep) : List.of(dueStep, life));
    }

    private static Step<?> due(String cache, HeapControl<?> heap, @Nullable Duration from, Duration to) {
        return new Step<@Nullable Duration>(
                "refreshAfterWrite of cache '" + cache + "'",
                heap::refreshAfterWrite,
                heap::refreshAfterWrite,
                from,
                to);
    }

    /** Sets all of it, or leaves everything as it was and throws. */
    void apply() {
        List<Step<?>> taken = new ArrayList<>(steps.size());
        try {
            for (Step<?> step : steps) {
                step.take();
                taken.add(step);
            }
        } catch (RuntimeException failure) {
            for (int i = taken.size() - 1; i >= 0; i--) {
                takeBack(taken.get(i), failure);
            }
            throw failure;
        }
    }

    private static void takeBack(Step<?> step, RuntimeException because) {
        try {
            step.takeBack();
        } catch (RuntimeException failure) {
            because.addSuppressed(failure);
        }
    }

    /**
     * Sets all of it back, except for what somebody else has set.
     *
     * @return the settings that were left
     */
    List<String> undo() {
        List<String> left = new ArrayList<>();
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step<?> step = steps.get(i);
            if (!step.takeBack()) {
                left.add(step.name());
            }
        }
        return left;
    }
}
