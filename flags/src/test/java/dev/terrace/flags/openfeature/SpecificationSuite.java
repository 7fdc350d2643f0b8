package dev.terrace.flags.openfeature;

import org.junit.platform.suite.api.ConfigurationParameter;
import org.junit.platform.suite.api.ExcludeTags;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectDirectories;
import org.junit.platform.suite.api.Suite;

/**
 * The gherkin suite of the OpenFeature specification, run against {@link TerraceProvider}. Its feature files are the
 * specification's own (Apache 2.0; {@code specification/assets/gherkin} of its repository, last tried as of commit 79285dc5) and not
 * part of this one: the build runs the suite where it is told their directory, {@code -Dopenfeature.features=DIR}.
 *
 * <p>What cannot apply, by its tag: {@code deprecated}, which the specification replaced by its second suite; {@code
 * reason-codes-cached}, since no answer is cached; {@code async}, since the SDK for Java has no such methods; {@code immutability},
 * since the details of that SDK have setters.
 */
@Suite
@IncludeEngines("cucumber")
@SelectDirectories("target/openfeature-features")
@ConfigurationParameter(key = "cucumber.glue", value = "dev.terrace.flags.openfeature")
@ConfigurationParameter(key = "cucumber.publish.quiet", value = "true")
@ExcludeTags({"deprecated", "reason-codes-cached", "async", "immutability"})
class SpecificationSuite {}
