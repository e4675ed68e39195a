/**
 * Black-box tests: real clients, a real kernel, nothing mocked.
 *
 * <p>Read {@link sampan.conformance.Sampan} first, an engine of its own with throw-away roots that is driven through the
 * command line as a user drives it, then {@link sampan.conformance.LeakCheck}, which every class that needs root carries:
 * what a test leaves behind fails it. The tests know nothing of the engine's classes; {@code ArchitectureTest} alone looks
 * at them.
 */
@NullMarked
package sampan.conformance;

import org.jspecify.annotations.NullMarked;
