/**
 * Whether a container's program does what it is there for, found out by running a command in the container now and then.
 *
 * <p>Read {@link sampan.core.health.HealthRules} (Docker's rules: what a result means, when the next check is due; pure), then
 * {@link sampan.core.health.HealthMonitor} (the loop). How a command is run in a container is not known here.
 */
@NullMarked
package sampan.core.health;

import org.jspecify.annotations.NullMarked;
