package sampan.runtime.launch;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sampan.oci.spec.Hook;
import sampan.oci.spec.Hooks;

/** When hooks run; in this order. */
public enum HookKind {
    PRESTART(0, "prestart"),
    CREATE_RUNTIME(1, "createRuntime"),
    CREATE_CONTAINER(2, "createContainer"),
    START_CONTAINER(3, "startContainer"),
    POSTSTART(4, "poststart"),
    POSTSTOP(5, "poststop");

    /** In reports. */
    final int number;

    private final String word;

    HookKind(int number, String word) {
        this.number = number;
        this.word = word;
    }

    static Optional<HookKind> of(int number) {
        return Arrays.stream(values()).filter(kind -> kind.number == number).findFirst();
    }

    /** The specification's. */
    public String word() {
        return word;
    }

    public List<Hook> of(Hooks hooks) {
        return switch (this) {
            case PRESTART -> hooks.prestart();
            case CREATE_RUNTIME -> hooks.createRuntime();
            case CREATE_CONTAINER -> hooks.createContainer();
            case START_CONTAINER -> hooks.startContainer();
            case POSTSTART -> hooks.poststart();
            case POSTSTOP -> hooks.poststop();
        };
    }
}
