package dev.terrace.cache;

import org.jspecify.annotations.Nullable;

/** A loader of one key that may say that the old value is still the current one. */
record ConditionalOrigin<K, V extends @Nullable Object>(ConditionalLoader<? super K, V> loader)
        implements Origin<K, V> {

    @Override
    public int most() {
        return 1;
    }

    @Override
    public void ask(Run<K, V> run) throws Exception {
        ValidatedEntry<V> old = run.old(0);
        Validated<V> offered = old == null ? null : new Validated<>(old.value(), old.validator());
        Declarations declared = run.declarations();
        Revalidation<V> answer = loader.load(run.key(0), offered, declared);
        if (answer == null) {
            throw new CacheLoadException(
                    "the conditional loader of cache '" + run.cache()
                            + "' returned null: answer Revalidation.modified(value, validator), unvalidated(value) or notModified()");
        }
        if (!answer.isNotModified()) {
            run.brought(0, answer.value(), answer.validator(), declared);
        } else if (old == null) {
            throw new CacheLoadException(
                    "the conditional loader of cache '" + run.cache()
                            + "' answered notModified() though no old value was offered to it: load in full where that is null");
        } else {
            old.dependencies().forEach(declared::dependsOn);
            run.brought(0, old.value(), old.validator(), declared);
        }
    }
}
