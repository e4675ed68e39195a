/**
 * What can go wrong, by kind.
 *
 * <p>Read {@link sampan.core.error.EngineException} first. A kind is what a caller acts on: the command line turns it into an exit code, the API into a
 * status. Messages follow Docker's wording, so that a person who knows Docker knows what to do. This package knows nothing of containers.
 */
@NullMarked
package sampan.core.error;

import org.jspecify.annotations.NullMarked;
