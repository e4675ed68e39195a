/**
 * Processes and the threads that wait for them: pidfds, spawning, signals, epoll, resource limits, and what this kernel is.
 *
 * <p>Read {@link sampan.kernel.process.Spawn} and {@link sampan.kernel.process.Poller} first. A process is named by its pidfd;
 * the number is for people and for /proc. Children are waited for by pidfd only, so the JDK's own reaper and ours never take
 * each other's.
 *
 * <p>This package knows nothing of containers: what a spawned program does is in the descriptors it is given.
 */
@NullMarked
package sampan.kernel.process;

import org.jspecify.annotations.NullMarked;
