/**
 * seccomp(2) filters: what the runtime specification says in names, compiled to the kernel's classic BPF.
 *
 * <p>Read {@link sampan.kernel.seccomp.Filter} first, then {@link sampan.kernel.seccomp.FilterCompiler}. The meaning of a
 * filter is libseccomp's, because every profile in use was written against it, with runc's addition that a call newer than
 * anything the filter names is answered {@code ENOSYS}. {@code FilterCompiler} tells where the two are unclear.
 *
 * <p>This package does not know which calls are dangerous, nor Docker's profile format: that is
 * {@code sampan.runtime.seccomp}. It loads nothing either: the launch program does.
 */
@NullMarked
package sampan.kernel.seccomp;

import org.jspecify.annotations.NullMarked;
