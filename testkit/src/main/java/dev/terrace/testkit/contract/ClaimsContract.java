package dev.terrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.terrace.cache.spi.Claim;
import dev.terrace.cache.spi.Claimed;
import dev.terrace.cache.spi.Claims;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Tier;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.TierWrite;
import dev.terrace.testkit.TestHost;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What the core relies on in the {@link Claims} of every {@link Tier} that has them: a backend extends this class and runs it against its
 * real server.
 *
 * <p>Not thread-safe; JUnit makes one instance a test.
 *
 * @since 0.1.0
 */
public abstract class ClaimsContract extends BackendContract {

    private static final String CACHE = "products";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(150);

    private final AtomicLong tokens = new AtomicLong(1_000);

    /** One node's client. */
    private record Client(Tier tier, Claims claims) {}

    /** For subclasses. */
    protected ClaimsContract() {}

    /**
     * Makes a tier that has not been opened, on the server that all tiers of this test share. Called several times in a test.
     *
     * @return the tier, which has claims
     * @throws Exception if it cannot be made, which fails the test
     */
    protected abstract Tier newTier() throws Exception;

    @Test
    void claim_ofWhatNobodyHolds_grantsIt() throws Exception {
        assertThat(granted(client(), claim(key()), HOUR)).isNull();
    }

    @Test
    void claim_ofWhatAnotherHolds_tellsOfThatOne() throws Exception {
        Digest key = key();
        Claim first = new Claim(key, Long.MAX_VALUE, new Position(Long.MAX_VALUE, Long.MAX_VALUE - 1));
        granted(client(), first, HOUR);

        Claimed answer = ask(client(), claim(key), HOUR);

        assertThat(answer).isInstanceOf(Claimed.Held.class);
        Claimed.Held held = (Claimed.Held) answer;
        assertThat(held.by()).isEqualTo(first);
        assertThat(held.remaining())
                .as("stores whose clocks count milliseconds add one, so that no claim ends before its time")
                .isBetween(HOUR.minusMinutes(1), HOUR.plusMillis(1));
    }

    @Test
    void claim_thatIsHeldAlready_isGrantedAgainAndLastsFromThen() throws Exception {
        Client client = client();
        Claim claim = claim(key());
        granted(client, claim, SHORT);

        granted(client, claim, HOUR);

        during(SHORT.multipliedBy(2), () -> {});
        assertThat(answer(client.claims.prolong(CACHE, claim, HOUR))).isTrue();
    }

    @Test
    void claim_thatNobodyProlongs_endsByItself() throws Exception {
        Client client = client();
        Claim lost = claim(key());
        granted(client, lost, SHORT);

        until("the claim has ended", () -> ask(client, claim(lost.key()), HOUR) instanceof Claimed.Granted);

        assertThat(answer(client.claims.prolong(CACHE, lost, HOUR))).isFalse();
        assertThat(answer(client.claims.release(CACHE, lost))).isFalse();
        assertThat(answer(client.claims.fulfil(CACHE, lost, write(lost, at(9), "late"))))
                .isFalse();
        assertThat(text(client, lost.key())).isNull();
        assertThat(ask(client, claim(lost.key()), HOUR)).isInstanceOf(Claimed.Held.class);
    }

    @Test
    void fulfil_underAClaimThatHasEnded_storesNothingAlsoWhereNobodyElseHoldsOne() throws Exception {
        Client client = client();
        Claim lost = claim(key());
        granted(client, lost, SHORT);
        Claim next = claim(lost.key());
        until("the claim has ended", () -> ask(client, next, HOUR) instanceof Claimed.Granted);
        assertThat(answer(client.claims.release(CACHE, next))).isTrue();

        assertThat(answer(client.claims.fulfil(CACHE, lost, write(lost, at(9), "late"))))
                .isFalse();

        assertThat(text(client, lost.key())).isNull();
    }

    @Test
    void prolong_keepsItAsLongAsItIsCalled() throws Exception {
        Client client = client();
        Claim claim = claim(key());
        Duration life = SHORT.multipliedBy(4);
        granted(client, claim, life);

        during(
                life.multipliedBy(3),
                () -> assertThat(answer(client.claims.prolong(CACHE, claim, life)))
                        .isTrue());

        assertThat(ask(client, claim(claim.key()), HOUR)).isInstanceOf(Claimed.Held.class);
    }

    @Test
    void claim_inThePlaceOfOneThatIsSuperseded_voidsThatOne() throws Exception {
        Client client = client();
        Claim old = claim(key());
        granted(client, old, HOUR);
        Claim newer = claim(old.key());
        assertThat(answer(client.claims.claim(CACHE, newer, HOUR, old.token() - 1, false)))
                .as("of another one")
                .isInstanceOf(Claimed.Held.class);

        assertThat(answer(client.claims.claim(CACHE, newer, HOUR, old.token(), true)))
                .isInstanceOf(Claimed.Granted.class);

        assertThat(answer(client.claims.fulfil(CACHE, old, write(old, at(9), "late"))))
                .isFalse();
        assertThat(answer(client.claims.release(CACHE, old))).isFalse();
        assertThat(answer(client.claims.fulfil(CACHE, newer, write(newer, at(9), "new"))))
                .isTrue();
        assertThat(text(client, old.key())).isEqualTo("new");
    }

    @Test
    void claim_whereAnEntryStands_answersItToo() throws Exception {
        Client client = client();
        Claim claim = claim(key());
        put(client, write(claim, at(7), "stale"));

        TierEntry entry = Objects.requireNonNull(granted(client, claim, HOUR));

        assertThat(new String(entry.envelope(), StandardCharsets.UTF_8)).isEqualTo("stale");
        assertThat(entry.position()).isEqualTo(at(7));
        assertThat(entry.remaining()).isBetween(HOUR.minusMinutes(1), HOUR);
    }

    @Test
    void claim_unlessAnEntryStands_answersThatAndHoldsNothing() throws Exception {
        Client client = client();
        Claim claim = claim(key());
        assertThat(answer(client.claims.claim(CACHE, claim(key()), HOUR, 0, true)))
                .isInstanceOf(Claimed.Granted.class);
        put(client, write(claim, at(7), "fresh"));

        Claimed answer = answer(client.claims.claim(CACHE, claim, HOUR, 0, true));

        assertThat(answer).isInstanceOf(Claimed.Stored.class);
        TierEntry entry = ((Claimed.Stored) answer).entry();
        assertThat(new String(entry.envelope(), StandardCharsets.UTF_8)).isEqualTo("fresh");
        assertThat(entry.position()).isEqualTo(at(7));
        assertThat(entry.remaining()).isBetween(HOUR.minusMinutes(1), HOUR);
        granted(client, claim(claim.key()), HOUR);
        assertThat(answer(client.claims.claim(CACHE, claim, HOUR, 0, true))).isInstanceOf(Claimed.Held.class);
    }

    @Test
    void claim_whereATombstoneStands_answersItLikeAnEntry() throws Exception {
        Client client = client();
        Claim claim = claim(key());
        put(client, new TierWrite(claim.key(), at(7), true, bytes("gone"), HOUR));

        assertThat(granted(client, claim, HOUR)).isNotNull();
    }

    @Test
    void fulfil_storesAndEndsTheClaim() throws Exception {
        Client client = client();
        Claim claim = claim(key());
        granted(client, claim, HOUR);

        assertThat(answer(client.claims.fulfil(CACHE, claim, write(claim, at(7), "value"))))
                .isTrue();

        assertThat(text(client(), claim.key())).isEqualTo("value");
        assertThat(answer(client.claims.release(CACHE, claim))).isFalse();
        assertThat(granted(client, claim(claim.key()), HOUR)).isNotNull();
    }

    @Test
    void fulfil_underWhatIsNewer_storesNothingAndEndsTheClaim() throws Exception {
        Client client = client();
        Claim claim = claim(key());
        granted(client, claim, HOUR);
        put(client, write(claim, at(8), "newer"));

        assertThat(answer(client.claims.fulfil(CACHE, claim, write(claim, at(7), "value"))))
                .isFalse();

        assertThat(text(client, claim.key())).isEqualTo("newer");
        granted(client, claim(claim.key()), HOUR);
    }

    @Test
    void fulfil_overWhatIsOlder_replacesIt() throws Exception {
        Client client = client();
        Claim claim = claim(key());
        put(client, write(claim, at(7), "of the same position"));
        granted(client, claim, HOUR);

        assertThat(answer(client.claims.fulfil(CACHE, claim, write(claim, at(7), "value"))))
                .isTrue();

        assertThat(text(client, claim.key())).isEqualTo("value");
    }

    @Test
    void release_leavesTheKeyToAnybodyElse() throws Exception {
        Client client = client();
        Claim claim = claim(key());
        granted(client, claim, HOUR);

        assertThat(answer(client.claims.release(CACHE, claim(claim.key())))).isFalse();
        assertThat(answer(client.claims.release(CACHE, claim))).isTrue();

        assertThat(answer(client.claims.release(CACHE, claim))).isFalse();
        assertThat(answer(client.claims.prolong(CACHE, claim, HOUR))).isFalse();
        granted(client(), claim(claim.key()), HOUR);
    }

    @Test
    void claim_ofAnotherKeyCacheOrNamespace_isAnotherOne() throws Exception {
        Client client = client();
        Claim claim = claim(key());
        granted(client, claim, HOUR);

        granted(client, claim(key()), HOUR);
        assertThat(answer(client.claims.claim("customers", claim(claim.key()), HOUR, 0, false)))
                .isInstanceOf(Claimed.Granted.class);
        granted(client(node(namespace() + "-2")), claim(claim.key()), HOUR);
    }

    @Test
    void claim_byManyAtOnce_isGrantedToOne() throws Exception {
        List<Client> clients = List.of(client(), client(), client());
        for (int round = 0; round < 20; round++) {
            Digest key = key();
            AtomicInteger granted = new AtomicInteger();
            inParallel(12, i -> {
                if (ask(clients.get(i % 3), claim(key), HOUR) instanceof Claimed.Granted) {
                    granted.incrementAndGet();
                }
            });
            assertThat(granted).as("of round %d", round).hasValue(1);
        }
    }

    @Test
    void claim_unlessStoredByManyAtOnce_isGrantedToOneWhoseValueTheOthersGet() throws Exception {
        List<Client> clients = List.of(client(), client(), client());
        for (int round = 0; round < 20; round++) {
            Digest key = key();
            AtomicInteger loads = new AtomicInteger();
            inParallel(12, i -> {
                Client client = clients.get(i % 3);
                until("the value is there", () -> loadedOrFound(client, key, loads));
            });
            assertThat(loads).as("of round %d", round).hasValue(1);
        }
    }

    private boolean loadedOrFound(Client client, Digest key, AtomicInteger loads) {
        Claim claim = claim(key);
        Claimed answer = answer(client.claims.claim(CACHE, claim, HOUR, 0, true));
        if (answer instanceof Claimed.Granted) {
            loads.incrementAndGet();
            assertThat(answer(client.claims.fulfil(CACHE, claim, write(claim, at(1), "value"))))
                    .isTrue();
        }
        return !(answer instanceof Claimed.Held);
    }

    @Test
    void calls_whileTheStoreIsStalled_failInTimeAndWorkAfterwards() throws Exception {
        Client client = client();
        Claim claim = claim(key());
        granted(client, claim, HOUR);

        whileStalled(() -> {
            failure(client.claims.claim(CACHE, claim(key()), HOUR, 0, false));
            failure(client.claims.prolong(CACHE, claim, HOUR));
            failure(client.claims.fulfil(CACHE, claim(key()), write(claim(key()), at(1), "value")));
            failure(client.claims.release(CACHE, claim(key())));
        });

        until("the store answers again", () -> succeeds(client, claim));
    }

    private static boolean succeeds(Client client, Claim claim) {
        return answer(client.claims.prolong(CACHE, claim, HOUR).handle((held, failure) -> failure == null && held));
    }

    @Test
    void calls_withATimeToLiveThatIsOutOfBounds_areRefused() throws Exception {
        Client client = client();
        Claim claim = claim(key());
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofNanos(999_999), Duration.ofDays(2))) {
            assertThatIllegalArgumentException().isThrownBy(() -> client.claims.claim(CACHE, claim, wrong, 0, false));
            assertThatIllegalArgumentException().isThrownBy(() -> client.claims.prolong(CACHE, claim, wrong));
        }
    }

    private Client client() throws Exception {
        return client(node());
    }

    private Client client(TestHost host) throws Exception {
        Tier tier = newTier();
        tier.open(host);
        closing(tier::close);
        return new Client(tier, Objects.requireNonNull(tier.claims(), "the tier has no claims"));
    }

    private static Claimed ask(Client client, Claim claim, Duration ttl) {
        return answer(client.claims.claim(CACHE, claim, ttl, 0, false));
    }

    private static @Nullable TierEntry granted(Client client, Claim claim, Duration ttl) {
        Claimed answer = ask(client, claim, ttl);
        assertThat(answer).isInstanceOf(Claimed.Granted.class);
        return ((Claimed.Granted) answer).entry();
    }

    private static void put(Client client, TierWrite write) {
        assertThat(answer(client.tier.put(CACHE, List.of(write)))).isEqualTo(1);
    }

    private static @Nullable String text(Client client, Digest key) {
        TierEntry entry = answer(client.tier.get(CACHE, List.of(key))).get(0);
        return entry == null ? null : new String(entry.envelope(), StandardCharsets.UTF_8);
    }

    private Claim claim(Digest key) {
        return new Claim(key, tokens.incrementAndGet(), at(1));
    }

    private static TierWrite write(Claim claim, Position position, String text) {
        return new TierWrite(claim.key(), position, false, bytes(text), HOUR);
    }

    private static Position at(long sequence) {
        return new Position(1, sequence);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Digest key() {
        return new Digest(random().nextLong(), random().nextLong());
    }
}
