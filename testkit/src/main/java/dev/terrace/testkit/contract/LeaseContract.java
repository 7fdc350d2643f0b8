package dev.terrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.terrace.cache.spi.Grant;
import dev.terrace.cache.spi.Lease;
import dev.terrace.testkit.TestHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * What is relied on in every {@link Lease}: a backend extends this class and runs it against its real server.
 *
 * <p>Not thread-safe; JUnit makes one instance a test.
 *
 * @since 0.1.0
 */
public abstract class LeaseContract extends BackendContract {

    private static final String NAME = "rollouts";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(150);

    /** For subclasses. */
    protected LeaseContract() {}

    /**
     * Makes leases that have not been opened, on the server that all of this test share. Called several times in a test.
     *
     * @return the leases
     * @throws Exception if they cannot be made, which fails the test
     */
    protected abstract Lease newLease() throws Exception;

    /**
     * Loses the leases of a namespace on the server with their tokens, as a server does that comes back without its data.
     *
     * @param namespace the namespace
     * @throws Exception if that cannot be done, which fails the test
     */
    protected abstract void lose(String namespace) throws Exception;

    /**
     * Makes a token the last one that was issued for a name, which has been granted before.
     *
     * @param namespace the namespace
     * @param name what was leased
     * @param token the token
     * @throws Exception if that cannot be done, which fails the test
     */
    protected abstract void advance(String namespace, String name, long token) throws Exception;

    @Test
    void acquire_ofWhatNobodyHolds_grantsItFromTheMomentItWasAskedFor() throws Exception {
        TestHost node = node();
        Lease lease = lease(node);
        long before = node.time().nanoTime();

        Grant grant = granted(lease, "a", HOUR);

        long after = node.time().nanoTime();
        assertThat(grant.name()).isEqualTo(NAME);
        assertThat(grant.token()).isPositive();
        assertThat(grant.ttl()).isEqualTo(HOUR);
        assertThat(grant.sentNanos() - before).isBetween(0L, after - before);
        assertThat(grant.remaining(node.time())).isBetween(HOUR.minusMinutes(1), HOUR);
    }

    @Test
    void acquire_ofWhatAnotherHolds_answersEmpty() throws Exception {
        granted(lease(), "a", HOUR);

        assertThat(acquire(lease(), "b", HOUR)).isEmpty();
    }

    @Test
    void acquire_byWhoeverHoldsIt_grantsALargerTokenAndVoidsTheOlder() throws Exception {
        Lease lease = lease();
        Grant first = granted(lease, "a", HOUR);

        Grant second = granted(lease(), "a", HOUR);

        assertThat(second.token()).isGreaterThan(first.token());
        assertThat(answer(lease.renew(NAME, first.token(), HOUR))).isEmpty();
        assertThat(answer(lease.release(NAME, first.token()))).isFalse();
        assertThat(acquire(lease, "b", HOUR)).isEmpty();
        assertThat(answer(lease.renew(NAME, second.token(), HOUR))).isPresent();
    }

    @Test
    void acquire_afterRelease_grantsALargerToken() throws Exception {
        Lease lease = lease();
        Grant first = granted(lease, "a", HOUR);

        assertThat(answer(lease.release(NAME, first.token()))).isTrue();
        assertThat(answer(lease.release(NAME, first.token())))
                .as("a second time")
                .isFalse();
        assertThat(answer(lease.renew(NAME, first.token(), HOUR))).isEmpty();

        assertThat(granted(lease(), "b", HOUR).token()).isGreaterThan(first.token());
    }

    @Test
    void release_byAnybodyElse_isRefused() throws Exception {
        Lease lease = lease();
        Grant grant = granted(lease, "a", HOUR);

        assertThat(answer(lease().release(NAME, grant.token() - 1))).isFalse();
        assertThat(answer(lease().release(NAME, grant.token() + 1))).isFalse();
        assertThat(answer(lease().release("another", grant.token()))).isFalse();

        assertThat(acquire(lease(), "b", HOUR)).isEmpty();
        assertThat(answer(lease.release(NAME, grant.token()))).isTrue();
    }

    @Test
    void acquire_afterExpiry_grantsALargerTokenAndTheOldHolderCanDoNothing() throws Exception {
        Lease lease = lease();
        Lease others = lease();
        Grant old = granted(lease, "a", SHORT);
        AtomicReference<Grant> next = new AtomicReference<>();

        until("the lease has expired", () -> {
            acquire(others, "b", HOUR).ifPresent(next::set);
            return next.get() != null;
        });

        assertThat(next.get().token()).isGreaterThan(old.token());
        assertThat(answer(lease.renew(NAME, old.token(), HOUR))).isEmpty();
        assertThat(answer(lease.release(NAME, old.token()))).isFalse();
        assertThat(acquire(lease, "a", HOUR)).isEmpty();
    }

    /** The holder's own count is over no later than the store's: who is granted it next finds it so. */
    @Test
    void remaining_whenAnotherIsGrantedTheLease_isZero() throws Exception {
        TestHost node = node();
        Grant old = granted(lease(node), "a", SHORT);
        Lease others = lease();

        until("the lease has expired", () -> acquire(others, "b", HOUR).isPresent());

        assertThat(old.remaining(node.time())).isZero();
    }

    @Test
    void renew_inTime_prolongsUnderTheSameToken() throws Exception {
        Lease lease = lease();
        Lease others = lease();
        Grant grant = granted(lease, "a", Duration.ofSeconds(2));

        Optional<Grant> renewed = answer(lease.renew(NAME, grant.token(), HOUR));

        assertThat(renewed).map(Grant::token).contains(grant.token());
        assertThat(renewed.orElseThrow().sentNanos()).isGreaterThan(grant.sentNanos());
        during(
                Duration.ofMillis(2_200),
                () -> assertThat(acquire(others, "b", HOUR)).isEmpty());
    }

    @Test
    void renew_afterExpiry_isRefusedThoughNobodyTookIt() throws Exception {
        Lease lease = lease();
        Grant grant = granted(lease, "a", Duration.ofMillis(20));

        during(Duration.ofMillis(200), () -> {});

        assertThat(answer(lease.renew(NAME, grant.token(), HOUR))).isEmpty();
        assertThat(answer(lease.release(NAME, grant.token()))).isFalse();
        assertThat(granted(lease, "b", HOUR).token()).isGreaterThan(grant.token());
    }

    @Test
    void acquire_byEightThreads_grantsToOneAtATimeAndTokensGrow() throws Exception {
        List<Lease> nodes = List.of(lease(), lease());
        AtomicInteger inside = new AtomicInteger();
        List<Long> tokens = Collections.synchronizedList(new ArrayList<>());

        inParallel(8, number -> {
            Lease lease = nodes.get(number % 2);
            int grants = 0;
            long start = System.nanoTime();
            while (grants < 5) {
                assertThat(System.nanoTime() - start)
                        .isLessThan(PATIENCE.multipliedBy(3).toNanos());
                Optional<Grant> grant = acquire(lease, "holder-" + number, HOUR);
                if (grant.isPresent()) {
                    grants++;
                    assertThat(inside.incrementAndGet()).isOne();
                    tokens.add(grant.get().token());
                    inside.decrementAndGet();
                    assertThat(answer(lease.release(NAME, grant.get().token()))).isTrue();
                }
            }
        });

        assertThat(tokens).hasSize(40).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void acquire_ofOtherNamesAndInOtherNamespaces_isApart() throws Exception {
        Lease lease = lease();
        granted(lease, "a", HOUR);

        assertThat(answer(lease.acquire("Rollouts", "b", HOUR))).isPresent();
        assertThat(answer(lease.acquire(NAME + ":x", "b", HOUR))).isPresent();
        assertThat(acquire(lease(node(namespace() + "-2")), "b", HOUR)).isPresent();
    }

    @Test
    void acquire_byHoldersOfHostileNames_tellsThemApart() throws Exception {
        Lease lease = lease();
        String previous = "";
        for (String holder : Ledgers.hostileTexts()) {
            Grant grant = granted(lease, holder, HOUR);
            if (!previous.isEmpty()) {
                assertThat(acquire(lease, previous, HOUR)).isEmpty();
            }
            assertThat(granted(lease, holder, HOUR).token()).isGreaterThan(grant.token());
            assertThat(answer(lease.release(NAME, grant.token()))).isFalse();
            Grant last = granted(lease, holder, HOUR);
            assertThat(answer(lease.release(NAME, last.token()))).isTrue();
            previous = holder;
        }
    }

    @Test
    void acquire_afterTheStoreLostEverything_grantsALargerToken() throws Exception {
        Lease lease = lease();
        Grant before = granted(lease, "a", HOUR);

        lose(namespace());

        assertThat(granted(lease(), "b", HOUR).token()).isGreaterThan(before.token());
        assertThat(answer(lease.renew(NAME, before.token(), HOUR))).isEmpty();
    }

    /** As where the store's clock was set back: it alone would issue tokens again. */
    @Test
    void acquire_withALastTokenBeyondTheStoresClock_goesOnFromIt() throws Exception {
        Lease lease = lease();
        Grant first = granted(lease, "a", HOUR);
        long beyond = 9_000_000_000_000_000L;
        assertThat(answer(lease.release(NAME, first.token()))).isTrue();

        advance(namespace(), NAME, beyond);

        assertThat(granted(lease, "b", HOUR).token()).isEqualTo(beyond + 1);
        assertThat(granted(lease(), "b", HOUR).token()).isEqualTo(beyond + 2);
    }

    @Test
    void anyCall_beyondTheBounds_isRefusedAtOnce() throws Exception {
        Lease lease = lease();

        for (String name : Ledgers.NO_NAMES) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> lease.acquire(name, "a", HOUR))
                    .withMessageContaining("1 to 128");
            assertThatIllegalArgumentException().isThrownBy(() -> lease.release(name, 1));
        }
        for (String holder : Ledgers.NO_TEXTS) {
            assertThatIllegalArgumentException().isThrownBy(() -> lease.acquire(NAME, holder, HOUR));
        }
        for (Duration ttl : List.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofDays(2))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> lease.acquire(NAME, "a", ttl))
                    .withMessageContaining("1 ms to 1 day");
            assertThatIllegalArgumentException().isThrownBy(() -> lease.renew(NAME, 1, ttl));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> lease.renew(NAME, 0, HOUR));
    }

    @Test
    void anyCall_whileTheStoreIsStalled_failsInTimeAndWorksAfterwards() throws Exception {
        Lease lease = lease();
        Grant grant = granted(lease, "a", HOUR);

        whileStalled(() -> {
            CompletionStage<?> acquire = lease.acquire(NAME, "b", HOUR);
            CompletionStage<?> renew = lease.renew(NAME, grant.token(), HOUR);
            failure(acquire);
            failure(renew);
        });

        until(
                "the store answers again",
                () -> answer(lease.acquire("other", "a", HOUR).handle((done, failure) -> failure == null)));
        assertThat(acquire(lease, "b", HOUR)).isEmpty();
        assertThat(answer(lease.release(NAME, grant.token()))).isTrue();
    }

    private Lease lease() throws Exception {
        return lease(node());
    }

    private Lease lease(TestHost node) throws Exception {
        Lease lease = newLease();
        lease.open(node);
        closing(lease::close);
        return lease;
    }

    private static Optional<Grant> acquire(Lease lease, String holder, Duration ttl) {
        return answer(lease.acquire(NAME, holder, ttl));
    }

    private static Grant granted(Lease lease, String holder, Duration ttl) {
        return acquire(lease, holder, ttl).orElseThrow(() -> new AssertionError("the lease should have been granted"));
    }
}
