/**
 * The engine as a process: {@code sampan daemon}, and the engine that a first command starts on demand.
 *
 * <p>Read {@link sampan.daemon.Daemon}, top to bottom: it makes everything by constructor, so its order is the dependency graph. Then
 * {@link sampan.daemon.DaemonOptions}, which are dockerd's where they mean the same. A daemon that ends leaves its containers running; what it must remember lies
 * in the data root. This package knows no command and no container.
 */
@NullMarked
package sampan.daemon;

import org.jspecify.annotations.NullMarked;
