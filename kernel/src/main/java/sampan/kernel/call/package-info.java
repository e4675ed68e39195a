/**
 * The one door to the kernel: {@link sampan.kernel.call.Call} knows the numbers of the system calls this module makes and makes
 * them, {@link sampan.kernel.call.Syscall} is the single native call below it, by {@link sampan.kernel.call.Door} or {@link sampan.kernel.call.Native}.
 *
 * <p>Every call goes through syscall(2) in one shape (seven longs in, one long out), so the first use of the hundredth call costs
 * no more than a table look-up: linking a handle per function would cost the engine's cold start about a millisecond for each
 * new shape. The types are kept one floor up, in one class per manual page.
 *
 * <p>Read {@link sampan.kernel.call.Call} and {@link sampan.kernel.call.CString}. This package must not know exceptions,
 * descriptors' owners or policy: results are what the kernel said, {@code -errno} for a failure. It is not exported.
 */
@NullMarked
package sampan.kernel.call;

import org.jspecify.annotations.NullMarked;
