package dev.terrace.gates.planted.spring;

import dev.terrace.gates.planted.spring.autoconfigure.Configuration;

final class StarterThatKnowsItsConfiguration {

    Object known(Configuration configuration) {
        return configuration;
    }
}
