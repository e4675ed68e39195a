/**
 * Docker's authorization plugins: programs that are asked before each request is done, and once more before its answer goes out.
 *
 * <p>Read {@link sampan.api.authorization.Authorized} first, which asks, then {@link sampan.api.authorization.Plugin}, one of those programs. What a plugin is shown
 * of a body is what the operation then reads: there is no second reading. What cannot be shown is refused, and so is everything while a plugin does not answer.
 */
@NullMarked
package sampan.api.authorization;

import org.jspecify.annotations.NullMarked;
