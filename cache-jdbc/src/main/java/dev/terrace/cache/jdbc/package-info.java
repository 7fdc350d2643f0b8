/**
 * Terrace on a database: a {@linkplain dev.terrace.cache.jdbc.Jdbc#tier() far tier} and an {@linkplain
 * dev.terrace.cache.jdbc.Jdbc#log() invalidation log} on any {@link javax.sql.DataSource} of PostgreSQL or H2, or in a file of
 * this machine with nothing installed.
 */
@NullMarked
package dev.terrace.cache.jdbc;

import org.jspecify.annotations.NullMarked;
