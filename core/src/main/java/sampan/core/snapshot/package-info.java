/**
 * The root file systems of containers: an image's layers, shared and read-only, and a writable layer of each container's own.
 *
 * <p>Read {@link sampan.core.snapshot.Snapshotter} first. Nothing is mounted here: a {@link sampan.core.snapshot.Snapshot} says what the
 * launch program mounts inside the container's namespace, and {@link sampan.core.snapshot.LayeredRoot} looks at the files without any mount.
 *
 * <p>Knows neither images nor containers, only folders and ids.
 */
@NullMarked
package sampan.core.snapshot;

import org.jspecify.annotations.NullMarked;
