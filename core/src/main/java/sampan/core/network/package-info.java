/**
 * Networks and what containers have of them.
 *
 * <p>Read {@link sampan.core.network.Networks} (the networks of an engine: make, find, remove, join, leave) and {@link sampan.core.network.Endpoint} (what a running
 * container has of one network). A network is a small file below the data root; bridge, rules and addresses follow from the files and from what runs, and are made
 * when the first container needs them: whatever somebody takes away behind the engine's back is there again at the next start. What a running container has is a
 * file in its run-time folder, so that the next engine knows it. Records that a caller sees have Docker's field names. This package knows no container, only ids.
 */
@NullMarked
package sampan.core.network;

import org.jspecify.annotations.NullMarked;
