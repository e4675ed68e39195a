/**
 * <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md#posix-platform-hooks">config.md#hooks</a>: those of the
 * runtime's namespaces are run by a {@link sampan.runtime.command.hook.HookRunner}; those of the container's are steps of its launch
 * program, and {@link sampan.runtime.command.hook.HookFiles} are what they read and write.
 */
@NullMarked
package sampan.runtime.command.hook;

import org.jspecify.annotations.NullMarked;
