package dev.terrace.examples.quickstart;

import dev.terrace.cache.Receipt;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * One thread that serves requests of its node until none is left.
 *
 * <p>Not thread-safe; shares what its constructor takes with the other clerks.
 */
final class Clerk implements Supplier<Outcome> {

    private static final int SAMPLED_ONE_IN = 64;
    private static final int REPORTED_ONE_IN = 16;

    private final Shop shop;
    private final AtomicInteger turns;
    private final IntConsumer served;
    private final Tally tally = new Tally();
    private int count;

    /**
     * Makes a clerk.
     *
     * @param turns where the clerks of a node draw their numbers
     * @param served is told now and then how many requests this one has served
     */
    Clerk(Shop shop, AtomicInteger turns, IntConsumer served) {
        this.shop = shop;
        this.turns = turns;
        this.served = served;
    }

    @Override
    public Outcome get() {
        int request = shop.request(turns.getAndIncrement());
        while (request >= 0) {
            shop.pace().awaitTurn(request);
            serve(request);
            count++;
            if (count % REPORTED_ONE_IN == 0) {
                served.accept(count);
            }
            request = shop.request(turns.getAndIncrement());
        }
        served.accept(count);
        return tally.outcome();
    }

    private void serve(int request) {
        int product = shop.workload().product(request);
        try {
            if (shop.plan().isChange(request)) {
                change(product);
            } else {
                read(product);
            }
        } catch (CompletionException failure) {
            tally.failed(failure.getCause() == null ? failure : failure.getCause());
        } catch (SQLException | RuntimeException failure) {
            tally.failed(failure);
        }
    }

    private void read(int number) {
        long id = shop.workload().id(number);
        long began = System.nanoTime();
        Product product =
                count % SAMPLED_ONE_IN == 0 ? timed(id, began) : shop.products().get(id);
        if (product.id() != id) {
            throw new IllegalStateException("asked for product " + id + ", got " + product.id());
        }
        long lag = shop.judge().lag(number, product.version(), began);
        tally.read(shop.judge().verdict(lag, began), lag, product);
    }

    /** A future that is done at once was answered by the heap, so this tells its hits from other reads. */
    private Product timed(long id, long began) {
        CompletableFuture<Product> answer = shop.products().cache().async().get(id);
        if (answer.isDone()) {
            shop.heapHits().add(System.nanoTime() - began);
        }
        return answer.join();
    }

    private void change(int number) throws SQLException {
        long id = shop.workload().id(number);
        shop.catalogue()
                .change(id, version -> shop.board().committing(shop.plan().slot(number, version), System.nanoTime()));
        Receipt receipt = shop.products().changed(id);
        tally.changed(receipt);
    }
}
