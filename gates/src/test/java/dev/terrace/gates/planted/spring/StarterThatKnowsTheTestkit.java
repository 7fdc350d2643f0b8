package dev.terrace.gates.planted.spring;

import dev.terrace.gates.planted.testkit.Testkit;

public final class StarterThatKnowsTheTestkit {

    Testkit known() {
        return new Testkit();
    }
}
