/**
 * The Docker Engine API, for clients nobody here wrote.
 *
 * <p>Read {@link sampan.api.ApiServer}, then {@code Routes}: one line for each operation. A class per group of endpoints, in the packages below, turns a call
 * into one of the engine and its answer into Docker's JSON. Nothing here knows Netty, that is {@code sampan.api.http}; nothing here knows how a container is
 * made.
 */
@NullMarked
package sampan.api;

import org.jspecify.annotations.NullMarked;
