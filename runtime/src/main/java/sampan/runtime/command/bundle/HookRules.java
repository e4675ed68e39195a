package sampan.runtime.command.bundle;

import org.jspecify.annotations.Nullable;
import sampan.oci.spec.Hook;
import sampan.oci.spec.Hooks;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.launch.HookKind;
import sampan.runtime.launch.ListedHook;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md#posix-platform-hooks">config.md#hooks</a>, as far as a file can be wrong. */
final class HookRules {
    private HookRules() {}

    /** Says which property is wrong. */
    static void check(@Nullable Hooks hooks) throws RuntimeFailure {
        if (hooks == null) {
            return;
        }
        for (ListedHook listed : ListedHook.of(hooks, HookKind.values())) {
            check(listed.hook(), "hooks." + listed.kind().word() + "[" + listed.index() + "].");
        }
    }

    private static void check(Hook hook, String where) throws RuntimeFailure {
        if (!String.valueOf(hook.path()).startsWith("/")) {
            throw new RuntimeFailure(where + "path: must be absolute");
        }
        Integer timeout = hook.timeout();
        if (timeout != null && timeout <= 0) {
            throw new RuntimeFailure(where + "timeout: must be greater than zero");
        }
        boolean nul = hook.path().indexOf('\0') >= 0
                || hook.args().stream().anyMatch(word -> word.indexOf('\0') >= 0)
                || hook.env().stream().anyMatch(word -> word.indexOf('\0') >= 0);
        if (nul) {
            throw new RuntimeFailure(where + "path, args and env must not contain a NUL");
        }
    }
}
