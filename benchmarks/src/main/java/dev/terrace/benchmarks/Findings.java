package dev.terrace.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * What an experiment has found.
 *
 * @param figures the rows of its table
 * @param method one or more sentences on how they came about
 * @param raw what they were computed from
 */
record Findings(List<Figure> figures, String method, Map<String, Object> raw) {}
