package dev.terrace.cache;

import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Position;
import java.util.List;

/**
 * An encoded value on its way into far tiers.
 *
 * @param stamped what this node knew of the log before the value was read or computed; dependencies are judged by it
 */
record Parcel(Digest key, Payload payload, Position stamped, List<String> dependencies, Lifetime lifetime) {}
