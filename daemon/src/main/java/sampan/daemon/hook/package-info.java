/**
 * What happens outside when something happens inside: programs and web addresses that {@code daemon.json} names under {@code event-hooks}.
 *
 * <p>Read {@link sampan.daemon.hook.EventHook} (what one is, and what is refused), then {@link sampan.daemon.hook.EventHooks} (delivery, in order, with patience). An
 * event that cannot be delivered ends in a file.
 */
@NullMarked
package sampan.daemon.hook;

import org.jspecify.annotations.NullMarked;
