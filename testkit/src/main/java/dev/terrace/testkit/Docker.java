package dev.terrace.testkit;

import org.testcontainers.DockerClientFactory;

/** Tells whether containers can be had. Names Testcontainers only inside a class that is loaded when it is there. */
final class Docker {

    private Docker() {}

    /** True if this class file of Testcontainers is there, and an engine answers. Only the first such question costs something. */
    static boolean offers(String classFile) {
        return Docker.class.getClassLoader().getResource(classFile) != null && Engine.answers();
    }

    private static final class Engine {

        static boolean answers() {
            return DockerClientFactory.instance().isDockerAvailable();
        }
    }
}
