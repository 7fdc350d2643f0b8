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

    @Test
    @WithH2
    void modelOfADatabase_thatGoesBackAndOn_answersAsH2Does(H2Database database) throws Exception {
        compareRestored(database.dataSource());
    }

    @Test
    @WithPostgres
    void modelOfADatabase_thatGoesBackAndOn_answersAsPostgresDoes(PostgresServer server) throws Exception {
        compareRestored(server.dataSource());
    }

    /** Callers show by what they know the log, while it is put back to what it was. */
    private void compareRestored(DataSource source) throws Exception {
        Jdbc jdbc = closing(Jdbc.builder(source).statementTimeout(GENEROUS).build());
        Corpus corpus = Corpus.ofDatabase(log(jdbc), seed);
        corpus.run(20);
        for (int i = 0; i < 12; i++) {
            Rows.copy(source, namespace);
            corpus.copied();
            corpus.run(1 + random.nextInt(20));
            Rows.restore(source, namespace);
            corpus.wentBack();
            corpus.run(1 + random.nextInt(30));
        }
    }
}
