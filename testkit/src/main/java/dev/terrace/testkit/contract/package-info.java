/**
 * What the core relies on in every backend, as tests that each backend extends against its real server: {@link
 * dev.terrace.testkit.contract.TierContract}, {@link dev.terrace.testkit.contract.InvalidationLogContract}, {@link
 * dev.terrace.testkit.contract.LeaseContract} and {@link dev.terrace.testkit.contract.LedgerContract}.
 */
@NullMarked
package dev.terrace.testkit.contract;

import org.jspecify.annotations.NullMarked;
