package dev.terrace.testkit;

import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** A PostgreSQL in a container. Loaded only where Testcontainers is. */
final class ContainerPostgres {

    private static final String IMAGE = "postgres:18-alpine";

    private ContainerPostgres() {}

    @SuppressWarnings("resource") // closed by the backend's end
    static PostgresBackend launch() {
        PostgreSQLContainer container = new PostgreSQLContainer(DockerImageName.parse(IMAGE))
                .withDatabaseName("postgres")
                .withUsername("postgres")
                .withPassword("postgres");
        container.start();
        return PostgresBackend.at(
                container.getHost(), container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT), container::stop);
    }
}
