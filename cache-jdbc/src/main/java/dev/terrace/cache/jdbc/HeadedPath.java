package dev.terrace.cache.jdbc;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** Paths of H2's that begin with {@code terrace:}; where they name a database's file it is a {@link HeadedFile}. Stateless. */
final class HeadedPath {

    static final String SCHEME = "terrace";

    private static final String DATABASE = ".mv.db";

    private HeadedPath() {}

    /** Lets H2 know of such paths, for this process; as often as you like. */
    static void register() {
        FilePath.register(new Provider());
    }

    /** Public, since H2 makes one for each path, by reflection; nobody else sees it. */
    public static final class Provider extends FilePathWrapper {

        /** For H2. */
        public Provider() {}

        @Override
        public String getScheme() {
            return SCHEME;
        }

        @Override
        public FileChannel open(String mode) throws IOException {
            FileChannel file = getBase().open(mode);
            return mode.equals("r") || !name.endsWith(DATABASE) ? file : new HeadedFile(file);
        }
    }
}
