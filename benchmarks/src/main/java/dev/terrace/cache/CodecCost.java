package dev.terrace.cache;

import dev.terrace.cache.internal.envelope.Envelope;
import dev.terrace.cache.internal.envelope.EnvelopeFormat;
import dev.terrace.cache.jackson.JacksonCodec;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Position;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a value pays on its way into a far tier and back, without the way; in this package, since nobody else may see envelopes. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecCost {

    private static final int LARGE = 175;
    private static final Digest KEY = new Digest(0x5EED_CAFE_0123_4567L, 0x89AB_CDEF_4711_0815L);

    /**
     * About 100 bytes.
     *
     * @param id a number
     * @param name a text
     * @param brand another
     * @param price another number
     * @param stocked yes or no
     * @param description a longer text
     */
    public record Product(long id, String name, String brand, double price, boolean stocked, String description) {

        static Product of(long number) {
            return new Product(4711 + number, "Tea pot", "acme", 19.5 + number, true, "holds a litre, white");
        }
    }

    /**
     * About 10 KB.
     *
     * @param products many of them
     */
    public record Page(List<Product> products) {}

    @Benchmark
    public byte[] codecEncode(Small value) {
        return value.codec.encode(value.plain);
    }

    @Benchmark
    public byte[] envelopeWrite(Small value) {
        return EnvelopeFormat.write(envelope(value.codec.id(), value.payload));
    }

    @Benchmark
    public byte[] bothEncode(Small value) {
        return EnvelopeFormat.write(envelope(value.codec.id(), value.codec.encode(value.plain)));
    }

    @Benchmark
    public Product codecDecode(Small value) {
        return value.codec.decode(value.payload);
    }

    @Benchmark
    public Envelope envelopeRead(Small value) {
        return EnvelopeFormat.read(value.stored);
    }

    @Benchmark
    public Product bothDecode(Small value) {
        return value.codec.decode(EnvelopeFormat.read(value.stored).payload());
    }

    @Benchmark
    public byte[] codecEncodeLarge(Large value) {
        return value.codec.encode(value.plain);
    }

    @Benchmark
    public byte[] envelopeWriteLarge(Large value) {
        return EnvelopeFormat.write(envelope(value.codec.id(), value.payload));
    }

    @Benchmark
    public byte[] bothEncodeLarge(Large value) {
        return EnvelopeFormat.write(envelope(value.codec.id(), value.codec.encode(value.plain)));
    }

    @Benchmark
    public Page codecDecodeLarge(Large value) {
        return value.codec.decode(value.payload);
    }

    @Benchmark
    public Envelope envelopeReadLarge(Large value) {
        return EnvelopeFormat.read(value.stored);
    }

    @Benchmark
    public Page bothDecodeLarge(Large value) {
        return value.codec.decode(EnvelopeFormat.read(value.stored).payload());
    }

    private static Envelope envelope(int codec, byte[] payload) {
        return new Envelope(
                Envelope.Kind.VALUE,
                codec,
                KEY,
                new Position(1, 4_711),
                1_750_000_000_000L,
                Duration.ofHours(1),
                Duration.ZERO,
                List.of("brand:acme"),
                payload);
    }

    /** One value in all its forms. */
    @State(Scope.Benchmark)
    public static class Small {

        public final JacksonCodec<Product> codec = JacksonCodec.of(Product.class);
        public final Product plain = Product.of(0);
        public final byte[] payload = codec.encode(plain);
        public final byte[] stored = EnvelopeFormat.write(envelope(codec.id(), payload));
    }

    /** The same of a larger one. */
    @State(Scope.Benchmark)
    public static class Large {

        public final JacksonCodec<Page> codec = JacksonCodec.of(Page.class);
        public final Page plain =
                new Page(LongStream.range(0, LARGE).mapToObj(Product::of).toList());
        public final byte[] payload = codec.encode(plain);
        public final byte[] stored = EnvelopeFormat.write(envelope(codec.id(), payload));
    }
}
