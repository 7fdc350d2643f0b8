package dev.terrace.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class ChangePlanTest {

    private static final Workload WORKLOAD = new ZipfGenerator(50, 3).workload(10_000);

    @Test
    void isChange_ofEachHundredRequests_isOne() {
        ChangePlan plan = new ChangePlan(WORKLOAD, 1);
        for (int from = 0; from < WORKLOAD.requests(); from += ChangePlan.ONE_IN) {
            int changes = 0;
            for (int request = from; request < from + ChangePlan.ONE_IN; request++) {
                changes += plan.isChange(request) ? 1 : 0;
            }
            assertThat(changes).as("from request %d", from).isEqualTo(1);
        }
        assertThat(plan.changes()).isEqualTo(100);
    }

    @Test
    void isChange_seed_decides() {
        ChangePlan one = new ChangePlan(WORKLOAD, 1);
        assertThat(changed(one)).isEqualTo(changed(new ChangePlan(WORKLOAD, 1)));
        assertThat(changed(one)).isNotEqualTo(changed(new ChangePlan(WORKLOAD, 2)));
    }

    @Test
    void slot_eachChange_hasItsOwn() {
        ChangePlan plan = new ChangePlan(WORKLOAD, 1);
        int[] versions = new int[WORKLOAD.products()];
        BitSet taken = new BitSet();
        for (int request = 0; request < WORKLOAD.requests(); request++) {
            if (plan.isChange(request)) {
                int product = WORKLOAD.product(request);
                versions[product]++;
                int slot = plan.slot(product, versions[product] + 1);
                assertThat(slot).isBetween(0, plan.changes() - 1);
                assertThat(taken.get(slot)).isFalse();
                taken.set(slot);
            }
        }
        assertThat(taken.cardinality()).isEqualTo(plan.changes());
        for (int product = 0; product < WORKLOAD.products(); product++) {
            assertThat(plan.slot(product, 1))
                    .as("what the catalogue begins with")
                    .isEqualTo(-1);
            assertThat(plan.slot(product, versions[product] + 2))
                    .as("what nobody makes")
                    .isEqualTo(-1);
        }
    }

    private static BitSet changed(ChangePlan plan) {
        BitSet changed = new BitSet();
        for (int request = 0; request < WORKLOAD.requests(); request++) {
            changed.set(request, plan.isChange(request));
        }
        return changed;
    }
}
