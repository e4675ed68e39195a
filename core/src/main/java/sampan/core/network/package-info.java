/**
 * The networks of an engine, and what containers have of them.
 *
 * <p>Read {@link sampan.core.network.Networks} (make, find, remove, join, leave), {@link sampan.core.network.Attachments} (what happens when a container starts and
 * ends) and {@link sampan.core.network.RunningChanges} (what happens in between). {@link sampan.core.network.NetworkBook} knows which networks there are,
 * {@link sampan.core.network.Holdings} who has which address. Bridge, rules and addresses follow from small files and from what runs, and are made when the first
 * container needs them: whatever somebody takes away behind the engine's back is there again at the next start. This package knows no container, only ids.
 */
@NullMarked
package sampan.core.network;

import org.jspecify.annotations.NullMarked;
