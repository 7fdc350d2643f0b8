package dev.terrace.spring.autoconfigure;

import dev.terrace.flags.Problem;
import dev.terrace.flags.source.Document;
import dev.terrace.flags.source.Intake;
import dev.terrace.flags.source.Source;
import dev.terrace.flags.source.SourceEvent;
import dev.terrace.flags.store.ChangeOutcome;
import dev.terrace.flags.store.Edit;
import dev.terrace.flags.store.FlagChange;
import dev.terrace.flags.store.FlagStore;
import dev.terrace.flags.store.FlagStoreException;
import dev.terrace.flags.store.StoredFlags;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A store rules, and documents are never merged with it: a flag that an operator has removed must not come back from a file. So an empty store
 * would take every flag away at its first start. Instead it begins with what the documents say, by one change, which is made for the version
 * at which nothing was ever changed: of several instances that start together one makes it, and the others find it made. From then on the store
 * alone counts; what it has lost of its own accord is not brought back while it has a history.
 */
/**
 * Begins a store of flags that was never changed.
 *
 * @param locations documents, of which the first that can be read counts
 * @param node who does it
 */
record FlagSeed(FlagStore store, List<String> locations, ClassLoader loader, String node) {

    private static final Logger LOG = LoggerFactory.getLogger(FlagSeed.class);

    /** Waits for the store as long as it may; does nothing where that does not answer, for the feed then does without it too. */
    void sow(Duration patience) {
        if (locations.isEmpty()) {
            return;
        }
        try {
            StoredFlags stored = within(patience, store.read());
            if (stored.version().sequence() > 0 || !stored.contents().isEmpty()) {
                return;
            }
            for (String location : locations) {
                Document document = read(FlagLocation.source(location, loader), patience);
                if (document != null) {
                    store(location, document, stored, patience);
                    return;
                }
            }
        } catch (FlagStoreException | TimeoutException away) {
            LOG.warn(
                    "The store of flags does not answer, so nobody knows whether it is to be begun by a document",
                    away);
        }
    }

    private void store(String location, Document document, StoredFlags stored, Duration patience)
            throws TimeoutException {
        List<Edit> edits = Edit.document(text(document), document.format());
        if (edits.isEmpty()) {
            return;
        }
        if (edits.size() > FlagChange.MAXIMUM_EDITS) {
            throw new TerraceConfigurationException(
                    "The store of flags is empty, and '" + location + "' of terrace.flags.locations has " + edits.size()
                            + " flags, segments and other sections: a store can begin with " + FlagChange.MAXIMUM_EDITS
                            + " at most.",
                    "Store them by several changes, and set terrace.flags.store.seed=false until that is done.",
                    null);
        }
        ChangeOutcome outcome = within(
                patience,
                store.change(new FlagChange(
                        UUID.randomUUID().toString(),
                        node,
                        "the store was empty: it begins with " + location,
                        stored.version(),
                        edits)));
        if (outcome instanceof ChangeOutcome.Refused refused) {
            throw new TerraceConfigurationException(
                    "The store of flags is empty, and does not take what '" + location
                            + "' of terrace.flags.locations says: " + refused.problems(),
                    "Mend the document, or set terrace.flags.store.seed=false.",
                    null);
        }
        LOG.info("The store of flags was empty, and begins with the {} entries of {}", edits.size(), location);
    }

    private static String text(Document document) {
        try (InputStream stream = document.stream()) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a source gives first; null if it has nothing. */
    private static @Nullable Document read(Source source, Duration patience) throws TimeoutException {
        CompletableFuture<@Nullable Document> first = new CompletableFuture<>();
        try {
            source.open(new FirstDocument(first));
            return within(patience, first);
        } finally {
            source.close();
        }
    }

    private static <T extends @Nullable Object> T within(Duration patience, CompletionStage<T> stage)
            throws TimeoutException {
        try {
            return stage.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimeoutException("interrupted");
        }
    }

    /** Takes one document, and nothing more. */
    private record FirstDocument(CompletableFuture<@Nullable Document> first) implements Intake {

        @Override
        public CompletionStage<SourceEvent> offer(Document document) {
            first.complete(document);
            return new CompletableFuture<>();
        }

        @Override
        public void refuse(String digest, List<Problem> problems) {
            first.complete(null);
        }

        @Override
        public void unavailable(String reason) {
            first.complete(null);
        }

        @Override
        public void late(Duration gap) {
            // Nobody follows it.
        }
    }
}
