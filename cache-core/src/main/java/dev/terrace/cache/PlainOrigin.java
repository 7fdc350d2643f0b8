package dev.terrace.cache;

import org.jspecify.annotations.Nullable;

/** A loader of one key. */
record PlainOrigin<K, V extends @Nullable Object>(Loader<? super K, ? extends V> loader) implements Origin<K, V> {

    @Override
    public int most() {
        return 1;
    }

    @Override
    public void ask(Run<K, V> run) throws Exception {
        Declarations declared = run.declarations();
        run.brought(0, loader.load(run.key(0), declared), null, declared);
    }
}
