/**
 * Networks, containers and ports as a tree and as a picture.
 *
 * <p>Read {@link sampan.core.network.graph.Graph}, then {@link sampan.core.network.graph.GraphTree} and {@link sampan.core.network.graph.GraphPicture}. All of it is pure: it
 * knows neither the kernel nor the engine.
 */
@NullMarked
package sampan.core.network.graph;

import org.jspecify.annotations.NullMarked;
