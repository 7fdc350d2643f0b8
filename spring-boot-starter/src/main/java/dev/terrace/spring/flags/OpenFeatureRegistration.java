package dev.terrace.spring.flags;

import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.NoOpProvider;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.terrace.flags.openfeature.TerraceProvider;
import dev.terrace.flags.source.SourceEvent;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Makes a provider that of OpenFeature's API while the application runs. That API is one for the whole process, so this is done only where it is
 * asked for; when the application ends, the provider is taken away unless another one has come meanwhile.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class OpenFeatureRegistration implements SmartInitializingSingleton, DisposableBean {

    private final OpenFeatureAPI api;
    private final TerraceProvider provider;
    private final @Nullable String domain;
    private final Supplier<@Nullable SourceEvent> inForce;

    /**
     * Makes one.
     *
     * @param api where to
     * @param provider the provider
     * @param domain for which clients; null for all that no other provider answers
     * @param inForce where the definitions that are evaluated came from; null if from nowhere
     */
    public OpenFeatureRegistration(
            OpenFeatureAPI api,
            TerraceProvider provider,
            @Nullable String domain,
            Supplier<@Nullable SourceEvent> inForce) {
        this.api = api;
        this.provider = provider;
        this.domain = domain;
        this.inForce = inForce;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (domain == null) {
            api.setProviderAndWait(provider);
        } else {
            api.setProviderAndWait(domain, provider);
        }
    }

    /**
     * Lets OpenFeature's clients know whether the source of the definitions that are in force answers; a listener of the feed. Not as a bean of that
     * type: those are made before there are flags.
     *
     * @param event what has happened to a source
     */
    public void told(SourceEvent event) {
        SourceEvent from = inForce.get();
        if (from == null || !from.source().equals(event.source())) {
            return; // what stands by may come and go
        }
        if (event instanceof SourceEvent.Unavailable away) {
            provider.reportStale(away.source() + ": " + away.reason());
        } else if (event instanceof SourceEvent.Loaded loaded) {
            provider.reportReady(loaded.source() + " answers");
        }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // another provider may say that it equals this one
    public void destroy() {
        FeatureProvider registered = domain == null ? api.getProvider() : api.getProvider(domain);
        if (registered != provider) {
            return;
        }
        if (domain == null) {
            api.setProvider(new NoOpProvider());
        } else {
            api.setProvider(domain, new NoOpProvider());
        }
    }
}
