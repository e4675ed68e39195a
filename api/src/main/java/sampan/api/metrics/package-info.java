/**
 * Figures of an engine and its containers in the text format of Prometheus, under Docker's names where dockerd has them.
 *
 * <p>Read {@link sampan.api.metrics.MetricsServer}, then {@link sampan.api.metrics.EngineMetrics}. Nothing is counted for it: it asks the engine when somebody looks.
 */
@NullMarked
package sampan.api.metrics;

import org.jspecify.annotations.NullMarked;
