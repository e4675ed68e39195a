/**
 * Programs that devices want run around a container's life: the runtime specification's hooks, for containers of the engine.
 *
 * <p>Read {@link sampan.core.hook.ContainerHooks} first: those of one start. {@link sampan.core.hook.HookChannel} is how it and the launch process talk.
 * Which hooks there are is not known here; nor is what a container is.
 */
@NullMarked
package sampan.core.hook;

import org.jspecify.annotations.NullMarked;
