package dev.terrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoopbackPortsTest {

    @Test
    void free_manyTimes_neverTheSameAndBelowOutgoingPorts() throws IOException {
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            int port = LoopbackPorts.free();
            assertThat(ports.add(port)).isTrue();
            assertThat(port).isBetween(10_000, 22_000);
            new ServerSocket(port).close();
        }
    }
}
