package dev.terrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.benchmarks.StartClassPath.Jars;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartClassPathTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path house;

    private String application = "";
    private String classPath = "";

    @BeforeEach
    void build() throws IOException {
        application = classes("benchmarks", "classes").toString();
        classPath = String.join(
                File.pathSeparator,
                classes("flags", "classes").toString(),
                "lettuce-core-7.7.0.RELEASE.jar",
                application,
                classes("benchmarks", "test-classes").toString(),
                classes("testkit", "classes").toString(),
                "caffeine-3.3.1.jar",
                "jmh-core-1.37.jar",
                "jackson-core-2.20.0.jar",
                "netty-codec-marshalling-4.2.13.Final.jar",
                "terrace-cache-core-0.1.0.jar",
                "spring-core-7.0.9.jar");
    }

    private Path classes(String module, String kind) throws IOException {
        Path directory = house.resolve(module).resolve("target").resolve(kind);
        Files.createDirectories(directory.resolve("a/b"));
        Files.writeString(directory.resolve("a/b/C.class"), "of " + module);
        return directory;
    }

    private static List<String> entries(StartClassPath packed, Jars jars) {
        return List.of(packed.of(jars).split(File.pathSeparator, -1));
    }

    @Test
    void of_eachHasWhatTheOneBeforeHas_andThenItsOwn() throws IOException {
        try (StartClassPath packed = StartClassPath.packed(classPath)) {
            assertThat(entries(packed, Jars.BOOT)).containsExactly(application, "spring-core-7.0.9.jar");
            assertThat(entries(packed, Jars.CAFFEINE))
                    .containsExactly(application, "spring-core-7.0.9.jar", "caffeine-3.3.1.jar");
            assertThat(entries(packed, Jars.STARTER))
                    .startsWith(application, "spring-core-7.0.9.jar", "caffeine-3.3.1.jar")
                    .endsWith("lettuce-core-7.7.0.RELEASE.jar", "terrace-cache-core-0.1.0.jar")
                    .hasSize(6);
        }
    }

    @Test
    void packed_besidePeers_findsTheApplication() throws IOException {
        findsTheApplication(classes("benchmarks", "peers/classes").toString());
    }

    /** As a build tests it. */
    @Test
    void packed_applicationIsAJar_findsIt() throws IOException {
        findsTheApplication(house.resolve("benchmarks/target/terrace-benchmarks-0.1.0-SNAPSHOT.jar")
                .toString());
    }

    private static void findsTheApplication(String built) throws IOException {
        try (StartClassPath packed = StartClassPath.packed(built + File.pathSeparator + "spring-core-7.0.9.jar")) {
            assertThat(entries(packed, Jars.BOOT)).containsExactly(built, "spring-core-7.0.9.jar");
        }
    }

    @Test
    void packed_aModuleIsAJar_untilItIsClosed() throws IOException {
        Path module;
        try (StartClassPath packed = StartClassPath.packed(classPath)) {
            module = Path.of(entries(packed, Jars.STARTER).get(3));
            try (JarFile jar = new JarFile(module.toFile())) {
                assertThat(jar.getInputStream(jar.getEntry("a/b/C.class")))
                        .hasBinaryContent("of flags".getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThat(Files.exists(Objects.requireNonNull(module.getParent()))).isFalse();
    }
}
