package sampan.runtime.launch;

import java.util.ArrayList;
import java.util.List;
import sampan.oci.spec.Hook;
import sampan.oci.spec.Hooks;

/**
 * A hook in its place.
 *
 * @param index among those of its kind
 */
public record ListedHook(HookKind kind, int index, Hook hook) {
    /** Those of these kinds, one kind after another. */
    public static List<ListedHook> of(Hooks hooks, HookKind... kinds) {
        List<ListedHook> all = new ArrayList<>();
        for (HookKind kind : kinds) {
            List<Hook> listed = kind.of(hooks);
            for (int i = 0; i < listed.size(); i++) {
                all.add(new ListedHook(kind, i, listed.get(i)));
            }
        }
        return all;
    }

    /** runc's words for one that fails. */
    String blame() {
        return blame(kind, index);
    }

    static String blame(HookKind kind, int index) {
        String when = kind.compareTo(HookKind.CREATE_CONTAINER) <= 0 ? "error during container init: " : "";
        return when + "error running " + kind.word() + " hook #" + index + ": ";
    }

    /** What a program reports that does not say more of it. */
    String failed() {
        return blame() + "failed";
    }

    /** What is said, before the kernel's answer, of a program that could not be executed. */
    String unrunnable() {
        return blame() + "fork/exec " + hook.path() + ": ";
    }
}
