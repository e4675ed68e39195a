/**
 * The cgroups of the runtime's containers, where {@code linux.cgroupsPath} wants them, made by files or by systemd; the devices that every
 * container may use; and classes of cache and memory bandwidth ({@code linux.intelRdt}).
 *
 * <p>How limits become files is {@code sampan.runtime.cgroup}'s and {@code sampan.kernel.cgroup}'s.
 *
 * <p>Must not know: commands, bundles.
 */
@NullMarked
package sampan.runtime.command.cgroup;

import org.jspecify.annotations.NullMarked;
