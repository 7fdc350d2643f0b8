package dev.terrace.cache.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.spi.Name;
import dev.terrace.testkit.H2Database;
import dev.terrace.testkit.WithH2;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples in the API's pages. */
@WithH2
class JdbcSamplesIT extends Scene {

    @TempDir
    private Path directory;

    @Test
    void samples_ofEachWayIn_work(H2Database database) {
        DataSource dataSource = database.dataSource();
        String url = database.jdbcUrl();
        String user = database.user();
        String password = database.password();
        Path file = directory.resolve("terrace");
        // @start region="open"
        Jdbc onPoolOfTheService = Jdbc.on(dataSource);
        Jdbc withPoolOfItsOwn = Jdbc.at(url, user, password);
        Jdbc inAFile = Jdbc.embedded(file);
        Jdbc inDetail = Jdbc.builder(dataSource)
                .tablePrefix("shop_cache_")
                .statementTimeout(Duration.ofSeconds(2))
                .build();
        // @end
        closing(onPoolOfTheService);
        closing(withPoolOfItsOwn);
        closing(inAFile);
        closing(inDetail);

        assertThat(append(log(onPoolOfTheService), Name.dependency("a")).first())
                .isOne();
        assertThat(append(log(withPoolOfItsOwn), Name.dependency("b")).first()).isEqualTo(2);
        assertThat(append(log(inAFile), Name.dependency("a")).first()).isOne();
        assertThat(append(log(inDetail), Name.dependency("a")).first()).isOne();
    }
}
