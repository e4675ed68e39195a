/**
 * The launch compiler: a runtime specification becomes a launch program.
 *
 * <p>Read {@link sampan.runtime.launch.LaunchCompiler} first: its order list is the contract. Then any section, each of which
 * carries out one part of the specification and says which. {@link sampan.runtime.launch.ExecCompiler} is the same for one more
 * process in a running container.
 *
 * <p>Everything here is pure: the same request gives the same program, and nothing is read or opened. Paths into a root file
 * system appear only as arguments of openat2(2) with RESOLVE_IN_ROOT, relative to the root's descriptor.
 *
 * <p>Must not know: images, the engine's folders, Docker's flags.
 */
@NullMarked
package sampan.runtime.launch;

import org.jspecify.annotations.NullMarked;
