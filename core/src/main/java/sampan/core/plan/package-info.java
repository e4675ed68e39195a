/**
 * Turns Docker's configuration of a container into an OCI runtime specification.
 *
 * <p>Pure: configurations and facts in, records out; nothing here opens a file. Read {@link sampan.core.plan.ImageDefaults} (what the image adds) and the
 * section classes, one for each part of the specification.
 */
@NullMarked
package sampan.core.plan;

import org.jspecify.annotations.NullMarked;
