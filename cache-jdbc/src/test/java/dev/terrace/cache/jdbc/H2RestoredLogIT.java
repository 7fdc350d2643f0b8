package dev.terrace.cache.jdbc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

class H2RestoredLogIT extends RestoredLogContract {

    @TempDir
    private Path directory;

    private @Nullable Jdbc open;

    @Override
    Jdbc partner() {
        if (open == null) {
            open = closing(Jdbc.builder(directory.resolve("shop"))
                    .statementTimeout(GENEROUS)
                    .build());
        }
        return open;
    }

    @Override
    AutoCloseable copy() throws Exception {
        shut();
        Files.copy(file("shop"), file("copy"));
        return () -> {
            shut();
            Files.copy(file("copy"), file("shop"), StandardCopyOption.REPLACE_EXISTING);
        };
    }

    private void shut() {
        if (open != null) {
            open.close();
            open = null;
        }
    }

    private Path file(String name) {
        return directory.resolve(name + ".mv.db");
    }
}
