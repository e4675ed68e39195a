/**
 * The launch program: a straight list of system calls, as data.
 *
 * <p>Read {@link sampan.runtime.program.Op} first, then {@link sampan.runtime.program.Script}, with which programs are
 * written, and {@link sampan.runtime.program.ProgramWriter}, which turns one into the bytes of {@code launch/wire.h}. What a
 * program needs from whoever starts it is {@link sampan.runtime.program.Program#descriptors}; why it failed is
 * {@link sampan.runtime.program.Program#failure}.
 *
 * <p>Must not know: what a container is. That is {@code sampan.runtime.launch}.
 */
@NullMarked
package sampan.runtime.program;

import org.jspecify.annotations.NullMarked;
