package dev.terrace.spring.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.cache.annotation.AnnotationCacheOperationSource;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.core.ResolvableType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class DeclaredValuesTest {

    record Product(long id, String name) {}

    static class Animal {
        public String name = "";
    }

    static class Dog extends Animal {
        public int bones;
    }

    /** Can be written, and not read. */
    static final class OneWay {
        private final int hidden;

        OneWay(int hidden, String other) {
            this.hidden = hidden + other.length();
        }

        public int getHidden() {
            return hidden;
        }
    }

    abstract static class Store<T> {
        @Cacheable("generic")
        public @Nullable T find() {
            return null;
        }
    }

    static class Methods extends Store<Product> {
        @Cacheable("plain")
        public @Nullable Product plain() {
            return null;
        }

        @CachePut("plain")
        public @Nullable CompletableFuture<Product> later() {
            return null;
        }

        @Cacheable("plain")
        public Optional<Product> optional() {
            return Optional.empty();
        }

        @Cacheable("plain")
        public @Nullable Mono<Product> mono() {
            return null;
        }

        @Cacheable("list")
        public @Nullable List<Product> list() {
            return null;
        }

        @Cacheable("list")
        public @Nullable Flux<Product> flux() {
            return null;
        }

        @Cacheable("primitive")
        public long primitive() {
            return 1;
        }

        @Cacheable("mixed")
        public long one() {
            return 1;
        }

        @Cacheable("mixed")
        public @Nullable String two() {
            return null;
        }
    }

    private static ValueTypes found() {
        ValueTypes types = new ValueTypes();
        FoundOperations source = new FoundOperations(new AnnotationCacheOperationSource(), types);
        for (var method : Methods.class.getMethods()) {
            source.hasCacheOperations(method, Methods.class);
        }
        return types;
    }

    @Test
    void types_areWhatMethodsReturn() {
        ValueTypes types = found();
        assertThat(types.of("plain")).containsExactly(ResolvableType.forClass(Product.class));
        assertThat(types.of("generic")).containsExactly(ResolvableType.forClass(Product.class));
        assertThat(types.of("list")).hasSize(1);
        assertThat(types.of("primitive")).containsExactly(ResolvableType.forClass(Long.class));
        assertThat(types.of("mixed")).hasSize(2);
        assertThat(types.of("unknown")).isEmpty();
    }

    @Test
    void fault_ofTypesThatSayTooLittle() {
        assertThat(DeclaredType.fault(ResolvableType.forClass(Product.class))).isNull();
        assertThat(DeclaredType.fault(ResolvableType.forClass(long[].class))).isNull();
        assertThat(DeclaredType.fault(ResolvableType.forClass(Object.class))).isNotNull();
        assertThat(DeclaredType.fault(ResolvableType.forClass(void.class))).isNotNull();
        assertThat(DeclaredType.fault(ResolvableType.forClass(List.class))).isNotNull();
        assertThat(DeclaredType.fault(ResolvableType.forClass(Object[].class))).isNotNull();
        assertThat(DeclaredType.fault(ResolvableType.forClassWithGenerics(Map.class, String.class, Object.class)))
                .isNotNull();
    }

    private static DeclaredValues values(Class<?> type, Class<?>... generics) {
        return new DeclaredValues("cache", new DeclaredType(ResolvableType.forClassWithGenerics(type, generics)));
    }

    @Test
    void values_comeBackAsTheyWere() {
        DeclaredValues products = new DeclaredValues("cache", new DeclaredType(ResolvableType.forClass(Product.class)));
        assertThat(products.decode(products.encode(new Product(1, "lamp")))).isEqualTo(new Product(1, "lamp"));
        DeclaredValues lists = values(List.class, Product.class);
        assertThat(lists.decode(lists.encode(new ArrayList<>(List.of(new Product(1, "lamp"))))))
                .isEqualTo(List.of(new Product(1, "lamp")));
        DeclaredValues maps = values(Map.class, String.class, Long.class);
        assertThat(maps.decode(maps.encode(Map.of("a", 5L)))).isEqualTo(Map.of("a", 5L));
        assertThat(maps.id()).isEqualTo(products.id());
        DeclaredValues states =
                new DeclaredValues("cache", new DeclaredType(ResolvableType.forClass(Thread.State.class)));
        assertThat(states.decode(states.encode(Thread.State.NEW))).isEqualTo(Thread.State.NEW);
    }

    @Test
    void values_thatWouldComeBackAsSomethingElse_areRefused() {
        DeclaredValues animals = new DeclaredValues("cache", new DeclaredType(ResolvableType.forClass(Animal.class)));
        animals.encode(new Animal());
        assertThatThrownBy(() -> animals.encode(new Dog()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Dog.class.getName());
        assertThatThrownBy(() -> animals.encode("text")).isInstanceOf(IllegalArgumentException.class);
        DeclaredValues lists = values(List.class, Animal.class);
        assertThatThrownBy(() -> lists.encode(List.of(new Animal(), new Dog())))
                .isInstanceOf(IllegalArgumentException.class);
        DeclaredValues maps = values(Map.class, String.class, Animal.class);
        assertThatThrownBy(() -> maps.encode(Map.of("a", new Dog()))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void values_thatCannotBeReadAgain_areRefusedBeforeAnyIsStored() {
        DeclaredValues oneWay = new DeclaredValues("cache", new DeclaredType(ResolvableType.forClass(OneWay.class)));
        assertThatThrownBy(() -> oneWay.encode(new OneWay(1, ""))).isInstanceOf(RuntimeException.class);
        assertThat(new OneWay(1, "").getHidden()).isOne();
    }
}
