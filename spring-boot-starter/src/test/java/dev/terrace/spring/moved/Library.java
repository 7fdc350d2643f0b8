package dev.terrace.spring.moved;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import org.springframework.stereotype.Service;

/** Every annotation that Spring has for caches, as applications use them. */
@Service
class Library {

    private final BookRepository repository;

    Library(BookRepository repository) {
        this.repository = repository;
    }

    @CachedBook
    public @Nullable Book book(String isbn) {
        return repository.find(isbn);
    }

    @Cacheable(cacheNames = "found", unless = "#result == null")
    public Optional<Book> find(String isbn) {
        return Optional.ofNullable(repository.find(isbn));
    }

    @Cacheable(cacheNames = "titles", condition = "#isbn.length() > 3")
    public String title(String isbn) {
        Book book = repository.find(isbn);
        if (book == null) {
            throw new IllegalArgumentException("no such book: " + isbn);
        }
        return book.title();
    }

    @Cacheable(cacheNames = "counts", sync = true)
    public int count() {
        return repository.count();
    }

    @Cacheable(cacheNames = "shelves", sync = true)
    public List<Book> byAuthor(String author) {
        return repository.byAuthor(author);
    }

    @Cacheable("pages")
    public Page page(String author, int number) {
        return new Page(
                number,
                repository.byAuthor(author).stream().skip(2L * number).limit(2).toList());
    }

    @CachePut(cacheNames = "books", key = "#book.isbn")
    public Book save(Book book) {
        repository.save(book);
        return book;
    }

    @CacheEvict(cacheNames = "books", key = "#isbn")
    public void remove(String isbn) {
        repository.remove(isbn);
    }

    @CacheEvict(cacheNames = "books", key = "#isbn", beforeInvocation = true)
    public void removeOrFail(String isbn) {
        throw new IllegalStateException("lent: " + isbn);
    }

    @CacheEvict(cacheNames = "books", key = "#isbn")
    public void failToRemove(String isbn) {
        throw new IllegalStateException("lent: " + isbn);
    }

    @Caching(
            put = @CachePut(cacheNames = "books", key = "#result.isbn"),
            evict = {
                @CacheEvict(
                        cacheNames = {"titles", "found"},
                        key = "#isbn"),
                @CacheEvict(cacheNames = "shelves", allEntries = true),
                @CacheEvict(cacheNames = "pages", allEntries = true)
            })
    public Book rename(String isbn, String title) {
        Book old = repository.find(isbn);
        if (old == null) {
            throw new IllegalArgumentException("no such book: " + isbn);
        }
        Book renamed = new Book(isbn, old.author(), title);
        repository.save(renamed);
        return renamed;
    }
}
