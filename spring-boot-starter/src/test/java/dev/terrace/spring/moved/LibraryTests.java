package dev.terrace.spring.moved;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;

/** The application's tests. They know Spring's abstraction and nothing below it. */
@SpringBootTest(classes = LibraryApplication.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
abstract class LibraryTests {

    private static final Book EMMA = new Book("0141439580", "Austen", "Emma");
    private static final Book PERSUASION = new Book("0141439688", "Austen", "Persuasion");
    private static final Book MIDDLEMARCH = new Book("0141439548", "Eliot", "Middlemarch");

    @Autowired
    private Library library;

    @Autowired
    private BookRepository repository;

    @Autowired
    private CacheManager caches;

    @BeforeEach
    void start() {
        caches.getCacheNames().forEach(name -> cache(name).clear());
        repository.clear();
        repository.save(EMMA);
        repository.save(PERSUASION);
        repository.save(MIDDLEMARCH);
    }

    private Cache cache(String name) {
        return Objects.requireNonNull(caches.getCache(name));
    }

    @Test
    void book_readTwice_isReadOnceFromTheSource() {
        assertThat(library.book(EMMA.isbn())).isEqualTo(EMMA);
        assertThat(library.book(EMMA.isbn())).isEqualTo(EMMA);
        assertThat(repository.reads()).isEqualTo(1);
    }

    @Test
    void book_readTwice_isTheSameObject() {
        assertThat(library.book(EMMA.isbn())).isSameAs(library.book(EMMA.isbn()));
    }

    @Test
    void book_thatThereIsNot_isNullAndAskedForOnce() {
        assertThat(library.book("none")).isNull();
        assertThat(library.book("none")).isNull();
        assertThat(repository.reads()).isEqualTo(1);
    }

    @Test
    void find_nothing_isNotKept() {
        assertThat(library.find("none")).isEmpty();
        assertThat(library.find("none")).isEmpty();
        assertThat(repository.reads()).isEqualTo(2);
        assertThat(library.find(EMMA.isbn())).contains(EMMA);
        assertThat(library.find(EMMA.isbn())).isEqualTo(Optional.of(EMMA));
        assertThat(repository.reads()).isEqualTo(3);
    }

    @Test
    void title_underItsCondition_isCached() {
        repository.save(new Book("12", "Anon", "Short"));
        library.title("12");
        library.title("12");
        assertThat(repository.reads()).isEqualTo(2);
        library.title(EMMA.isbn());
        library.title(EMMA.isbn());
        assertThat(repository.reads()).isEqualTo(3);
    }

    @Test
    void title_failure_isThrownAndNotCached() {
        assertThatIllegalArgumentException().isThrownBy(() -> library.title("none"));
        repository.save(new Book("none", "Anon", "Found after all"));
        assertThat(library.title("none")).isEqualTo("Found after all");
    }

    @Test
    void count_withoutArguments_isCached() {
        assertThat(library.count()).isEqualTo(3);
        repository.remove(EMMA.isbn());
        assertThat(library.count()).isEqualTo(3);
        cache("counts").clear();
        assertThat(library.count()).isEqualTo(2);
    }

    @Test
    void byAuthor_manyAtATime_loadOnce() throws Exception {
        int callers = 8;
        CyclicBarrier together = new CyclicBarrier(callers);
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            List<Future<List<Book>>> answers = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                answers.add(threads.submit(() -> {
                    together.await();
                    return library.byAuthor("Austen");
                }));
            }
            for (Future<List<Book>> answer : answers) {
                assertThat(answer.get()).containsExactly(EMMA, PERSUASION);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(repository.reads()).isEqualTo(1);
    }

    @Test
    void page_severalArguments_areOneKey() {
        assertThat(library.page("Austen", 0)).isEqualTo(new Page(0, List.of(EMMA, PERSUASION)));
        assertThat(library.page("Austen", 1)).isEqualTo(new Page(1, List.of()));
        assertThat(library.page("Eliot", 0)).isEqualTo(new Page(0, List.of(MIDDLEMARCH)));
        assertThat(library.page("Austen", 0).books()).hasSize(2);
        assertThat(repository.reads()).isEqualTo(3);
    }

    @Test
    void save_newBook_isReadFromTheCache() {
        Book emma = new Book(EMMA.isbn(), "Austen", "Emma, annotated");
        library.save(emma);
        assertThat(library.book(EMMA.isbn())).isEqualTo(emma);
        assertThat(repository.reads()).isZero();
    }

    @Test
    void save_cachedBook_replacesIt() {
        library.book(EMMA.isbn());
        library.save(new Book(EMMA.isbn(), "Austen", "Emma, annotated"));
        assertThat(library.book(EMMA.isbn())).extracting(Book::title).isEqualTo("Emma, annotated");
    }

    @Test
    void remove_cachedBook_isGone() {
        library.book(EMMA.isbn());
        library.remove(EMMA.isbn());
        assertThat(library.book(EMMA.isbn())).isNull();
        assertThat(library.book(PERSUASION.isbn())).isEqualTo(PERSUASION);
    }

    @Test
    void removeOrFail_beforeInvocation_evictsThoughItFails() {
        library.book(EMMA.isbn());
        assertThatIllegalStateException().isThrownBy(() -> library.removeOrFail(EMMA.isbn()));
        library.book(EMMA.isbn());
        assertThat(repository.reads()).isEqualTo(2);
    }

    @Test
    void failToRemove_afterInvocation_evictsNothing() {
        library.book(EMMA.isbn());
        assertThatIllegalStateException().isThrownBy(() -> library.failToRemove(EMMA.isbn()));
        library.book(EMMA.isbn());
        assertThat(repository.reads()).isEqualTo(1);
    }

    @Test
    void rename_severalCaches_areAllRight() {
        library.book(EMMA.isbn());
        library.title(EMMA.isbn());
        library.byAuthor("Austen");
        library.page("Austen", 0);
        library.rename(EMMA.isbn(), "Emma Woodhouse");

        int reads = repository.reads();
        assertThat(library.book(EMMA.isbn())).extracting(Book::title).isEqualTo("Emma Woodhouse");
        assertThat(repository.reads()).isEqualTo(reads);
        assertThat(library.title(EMMA.isbn())).isEqualTo("Emma Woodhouse");
        assertThat(library.byAuthor("Austen")).extracting(Book::title).containsExactly("Emma Woodhouse", "Persuasion");
        assertThat(library.page("Austen", 0).books()).extracting(Book::title).contains("Emma Woodhouse");
    }

    @Test
    void caches_ofTheConfiguration_areThoseOfTheMethods() {
        assertThat(caches.getCacheNames())
                .containsExactlyInAnyOrder("books", "found", "titles", "counts", "shelves", "pages");
        assertThat(caches.getCache("misspelt")).isNull();
    }

    @Test
    void cache_usedByHand_doesWhatItSays() {
        Cache books = cache("books");
        assertThat(books.get("1")).isNull();
        books.put("1", EMMA);
        assertThat(books.get("1", Book.class)).isEqualTo(EMMA);
        assertThatIllegalStateException().isThrownBy(() -> books.get("1", String.class));
        assertThat(Objects.requireNonNull(books.putIfAbsent("1", PERSUASION)).get())
                .isEqualTo(EMMA);
        assertThat(books.evictIfPresent("1")).isTrue();
        assertThat(books.putIfAbsent("1", PERSUASION)).isNull();
        assertThat(books.get("1", () -> EMMA)).isEqualTo(PERSUASION);
        books.put("2", null);
        assertThat(books.get("2"))
                .isNotNull()
                .extracting(Cache.ValueWrapper::get)
                .isNull();
        assertThat(books.invalidate()).isTrue();
        assertThat(books.get("1")).isNull();
        assertThat(books.get("1", () -> EMMA)).isEqualTo(EMMA);
    }
}
