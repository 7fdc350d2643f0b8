package dev.terrace.examples.shop;

import dev.terrace.spring.cache.DependsOnData;
import dev.terrace.spring.cache.InvalidatesData;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The products, from the database, behind a cache. Spring's proxy extends it. */
@Service
public class Catalogue {

    private final JdbcClient database;
    private final AtomicLong reads = new AtomicLong();

    Catalogue(JdbcClient database) {
        this.database = database;
    }

    /**
     * A product.
     *
     * @param id its number
     * @return the product
     */
    @Cacheable("products")
    @DependsOnData("brand:{#result.brand}")
    public Product product(long id) {
        reads.incrementAndGet();
        return database.sql("SELECT id, name, brand, cents FROM product WHERE id = ?")
                .param(id)
                .query(Product.class)
                .single();
    }

    /**
     * Changes a price; every instance shows it once it is committed.
     *
     * @param id whose price
     * @param cents the new one
     */
    @Transactional
    @CacheEvict(cacheNames = "products", key = "#id")
    public void changePrice(long id, long cents) {
        database.sql("UPDATE product SET cents = ? WHERE id = ?")
                .params(cents, id)
                .update();
    }

    /**
     * Reduces all prices of a brand, whichever of its products are cached.
     *
     * @param brand the brand
     * @param percent by how much
     * @return how many products there are of it
     */
    @Transactional
    @InvalidatesData("brand:{#brand}")
    public int sale(String brand, int percent) {
        return database.sql("UPDATE product SET cents = cents * (100 - ?) / 100 WHERE brand = ?")
                .params(percent, brand)
                .update();
    }

    /**
     * How often this instance has read a product from the database.
     *
     * @return a count
     */
    public long reads() {
        return reads.get();
    }
}
