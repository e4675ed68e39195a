/**
 * Local volumes: folders that outlive containers.
 *
 * <p>Read {@link sampan.core.volume.Volumes} first. A volume is {@code volumes/<name>/_data} and a small file beside it; what an image has at
 * the mount point is copied into a volume that is still empty, and never again.
 *
 * <p>Who mounts a volume where is the containers' business.
 */
@NullMarked
package sampan.core.volume;

import org.jspecify.annotations.NullMarked;
