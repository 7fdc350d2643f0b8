package dev.terrace.benchmarks;

import java.util.Set;
import org.togglz.core.Feature;
import org.togglz.core.metadata.EmptyFeatureMetaData;
import org.togglz.core.metadata.FeatureMetaData;
import org.togglz.core.spi.FeatureProvider;

/**
 * Tells Togglz of one feature.
 *
 * @param feature the feature
 */
record OneFeature(Feature feature) implements FeatureProvider {

    @Override
    public Set<Feature> getFeatures() {
        return Set.of(feature);
    }

    @Override
    public FeatureMetaData getMetaData(Feature asked) {
        return new EmptyFeatureMetaData(asked);
    }
}
