/**
 * Terrace on a database: a {@linkplain dev.terrace.cache.jdbc.Jdbc#tier() far tier}, an {@linkplain
 * dev.terrace.cache.jdbc.Jdbc#log() invalidation log}, {@linkplain dev.terrace.cache.jdbc.Jdbc#lease() leases} and a {@linkplain
 * dev.terrace.cache.jdbc.Jdbc#ledger() ledger} on any {@link javax.sql.DataSource} of PostgreSQL or H2, or in a file of this
 * machine with nothing installed.
 */
@NullMarked
package dev.terrace.cache.jdbc;

import org.jspecify.annotations.NullMarked;
