package dev.terrace.spring.autoconfigure;

import dev.terrace.cache.jdbc.Jdbc;
import dev.terrace.cache.jdbc.JdbcBuilder;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The application's database as a store. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(Jdbc.class)
@ConditionalOnBooleanProperty("terrace.cache.jdbc.enabled")
final class JdbcConfiguration {

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Jdbc terraceJdbc(
            TerraceJdbcProperties properties,
            ObjectProvider<DataSource> dataSources,
            ObjectProvider<TerraceJdbcBuilderCustomizer> customizers) {
        return jdbc(
                "terrace.cache.jdbc.enabled is true",
                "set terrace.cache.jdbc.enabled=false",
                properties,
                dataSources,
                customizers);
    }

    /** The application's database, which a property asks for. */
    static Jdbc jdbc(
            String wanted,
            String instead,
            TerraceJdbcProperties properties,
            ObjectProvider<DataSource> dataSources,
            ObjectProvider<TerraceJdbcBuilderCustomizer> customizers) {
        DataSource dataSource = dataSources.getIfUnique();
        if (dataSource == null) {
            throw new TerraceConfigurationException(
                    wanted + ", but "
                            + (dataSources.stream().findAny().isEmpty()
                                    ? "there is no DataSource."
                                    : "there are several DataSources and none is to be preferred."),
                    "Give spring.datasource.url, mark one DataSource @Primary, define a bean of type "
                            + Jdbc.class.getName()
                            + " on the one that is meant, or " + instead + ".",
                    null);
        }
        JdbcBuilder builder = Jdbc.builder(dataSource)
                .createSchema(properties.createSchema())
                .statementTimeout(properties.statementTimeout())
                .pollInterval(properties.pollInterval())
                .listen(properties.listen());
        if (properties.schema() != null) {
            builder.schema(properties.schema());
        }
        if (properties.tablePrefix() != null) {
            builder.tablePrefix(properties.tablePrefix());
        }
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }

    @Bean
    FarStore terraceJdbcStore(Jdbc jdbc) {
        return new FarStore(TerraceProperties.Partner.JDBC, jdbc.tier(), jdbc::log, jdbc::lease, () -> null);
    }
}
