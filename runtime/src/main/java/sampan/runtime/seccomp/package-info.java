/**
 * Which system calls a container may make: profiles in Docker's format, and the default one.
 *
 * <p>Read {@link sampan.runtime.seccomp.Profile} first: it becomes the {@code linux.seccomp} of a config.json once it is known
 * which capabilities the container has and what it runs on. {@link sampan.runtime.seccomp.SeccompFilter} turns that section,
 * ours or a bundle's, into what {@code sampan.kernel.seccomp} compiles.
 *
 * <p>The default profile is the resource {@code default.json}: grouped by what calls are for, with the reason for each group. A
 * test holds its effect against Docker's, call by call. Nothing here is loaded into the kernel: the launch program does that.
 */
@NullMarked
package sampan.runtime.seccomp;

import org.jspecify.annotations.NullMarked;
