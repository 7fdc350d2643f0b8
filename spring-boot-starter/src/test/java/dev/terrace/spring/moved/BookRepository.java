package dev.terrace.spring.moved;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** The source, which counts how often it is read. */
@Repository
class BookRepository {

    private final Map<String, Book> books = new ConcurrentHashMap<>();
    private final AtomicInteger reads = new AtomicInteger();

    @Nullable
    Book find(String isbn) {
        reads.incrementAndGet();
        return books.get(isbn);
    }

    List<Book> byAuthor(String author) {
        reads.incrementAndGet();
        return books.values().stream()
                .filter(book -> book.author().equals(author))
                .sorted(Comparator.comparing(Book::isbn))
                .toList();
    }

    int count() {
        reads.incrementAndGet();
        return books.size();
    }

    void save(Book book) {
        books.put(book.isbn(), book);
    }

    void remove(String isbn) {
        books.remove(isbn);
    }

    int reads() {
        return reads.get();
    }

    void clear() {
        books.clear();
        reads.set(0);
    }
}
