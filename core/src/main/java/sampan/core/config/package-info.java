/**
 * What a container is to be, in the words of the Docker Engine API.
 *
 * <p>Read {@link sampan.core.config.ContainerConfig} (what an image can also say) and {@link sampan.core.config.HostConfig} (what only the caller can say).
 * Records with the API's field names; {@link sampan.core.config.ConfigJson} writes them as {@code docker inspect} shows them: some empty lists as null, some
 * as [], some not at all. Absent lists are empty lists in Java. Nothing here decides anything.
 */
@NullMarked
package sampan.core.config;

import org.jspecify.annotations.NullMarked;
