/**
 * Side-by-side benchmarks: this engine and its peers do the same work in one run, in turn, and the ratio is what counts.
 *
 * <p>Read {@link sampan.bench.Main} (the run), then {@link sampan.bench.Programme} (what is measured). A contestant is
 * a {@link sampan.bench.Contestant}: something that can be started, stopped and asked for the command line of a task. Times
 * are medians of the medians of interleaved rounds; a ratio comes with a bootstrap interval of 95 %.
 */
@NullMarked
package sampan.bench;

import org.jspecify.annotations.NullMarked;
