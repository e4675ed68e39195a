/**
 * Names and numbers of the kernel's system calls, for each ABI a container on this machine can use.
 *
 * <p>Read {@link sampan.kernel.syscall.Abi} first, then {@link sampan.kernel.syscall.SyscallTable}. The numbers are in
 * {@code syscalls.tsv}, one row a name, one column an ABI, sorted by name; they are facts of the kernel's headers and never
 * change once given, so the file only grows. A test reads the headers installed on the machine and compares.
 *
 * <p>This package knows nothing of what a call does, or who may make it: that is {@code sampan.kernel.seccomp} and the
 * profiles above it.
 */
@NullMarked
package sampan.kernel.syscall;

import org.jspecify.annotations.NullMarked;
