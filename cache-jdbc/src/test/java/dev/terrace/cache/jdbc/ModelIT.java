package dev.terrace.cache.jdbc;

import dev.terrace.testkit.H2Database;
import dev.terrace.testkit.PostgresServer;
import dev.terrace.testkit.WithH2;
import dev.terrace.testkit.WithPostgres;
import dev.terrace.testkit.simulation.Corpus;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The simulator's models answer what a database answers. */
class ModelIT extends Scene {

    private static final int ALL = 100_000;

    @Test
    @WithH2
    void model_ofRandomCallsAndLosses_answersAsH2Does(H2Database database) throws Exception {
        compare(database.dataSource());
    }

    @Test
    @WithPostgres
    void model_ofRandomCallsAndLosses_answersAsPostgresDoes(PostgresServer server) throws Exception {
        compare(server.dataSource());
    }

    private void compare(DataSource source) throws Exception {
        Jdbc jdbc = closing(Jdbc.builder(source).statementTimeout(GENEROUS).build());
        new Corpus(log(jdbc), tier(jdbc), ALL, ALL, seed).run(400);
        Rows.lose(source, namespace);

        Corpus losing = new Corpus(log(jdbc), null, ALL, ALL, seed + 1);
        for (int i = 0; i < 4; i++) {
            losing.run(60);
            Rows.lose(source, namespace);
            losing.lost(true);
        }
    }
}
