/**
 * How long things took, for Prometheus.
 *
 * <p>Read {@link sampan.core.timing.Timings} first: what is measured, under dockerd's names; then {@link sampan.core.timing.Histogram}, which counts. Nothing here knows who asks.
 */
@NullMarked
package sampan.core.timing;

import org.jspecify.annotations.NullMarked;
