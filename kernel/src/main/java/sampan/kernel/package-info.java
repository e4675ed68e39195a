/**
 * What every other part of Sampan needs to name the kernel's things: an open descriptor, an error number, a call that failed.
 *
 * <p>Read {@link sampan.kernel.Fd} and {@link sampan.kernel.SyscallException}. The packages below hold one class per manual
 * page; {@code call} makes the calls.
 *
 * <p>No call of this module changes what the JVM is to the kernel: no setns, unshare, chroot, chdir, umask or set*id. Threads
 * share carriers, and one such call would contaminate others.
 */
@NullMarked
package sampan.kernel;

import org.jspecify.annotations.NullMarked;
