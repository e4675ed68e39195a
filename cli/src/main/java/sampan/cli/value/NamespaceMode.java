package sampan.cli.value;

import java.util.Set;
import sampan.cli.flag.InvalidValue;

/** {@code --pid}, {@code --uts}, {@code --userns}, {@code --cgroupns}: what each of them may be. */
public final class NamespaceMode {
    private static final String OF_CONTAINER = "container:";

    private NamespaceMode() {}

    public static String pid(String mode) throws InvalidValue {
        return checked("--pid: invalid PID mode", mode, Set.of("", "host"), true);
    }

    public static String uts(String mode) throws InvalidValue {
        return checked("--uts: invalid UTS mode", mode, Set.of("", "host"), false);
    }

    public static String user(String mode) throws InvalidValue {
        return checked("--userns: invalid USER mode", mode, Set.of("", "host"), false);
    }

    public static String cgroup(String mode) throws InvalidValue {
        return checked("--cgroupns: invalid CGROUP mode", mode, Set.of("", "host", "private"), false);
    }

    private static String checked(String message, String mode, Set<String> allowed, boolean container)
            throws InvalidValue {
        boolean joins = container && mode.startsWith(OF_CONTAINER) && mode.length() > OF_CONTAINER.length();
        if (!joins && !allowed.contains(mode)) {
            throw new InvalidValue(message);
        }
        return mode;
    }
}
