package sampan.daemon;

import java.util.List;
import java.util.Optional;
import sampan.cli.flag.Flag;
import sampan.cli.flag.ParsedFlags;

/** What the command line and the configuration file say together; no flag is in both. */
record Settings(ParsedFlags flags, ConfigFile file) {
    /** Nothing but where it is and whom it serves: what dockerd's many flags say need not be looked at. */
    boolean plain() {
        return file.isEmpty() && flags.givenOnly(DaemonFlags.OWN) && !flags.on(DaemonFlags.DEBUG);
    }

    boolean given(Flag<?> flag) {
        return flags.given(flag) || file.given(flag);
    }

    <T> List<T> values(Flag<T> flag) {
        return flags.given(flag) ? flags.values(flag) : file.values(flag);
    }

    /** The last value given. */
    <T> Optional<T> value(Flag<T> flag) {
        List<T> all = values(flag);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    boolean on(Flag<Boolean> flag, boolean otherwise) {
        return value(flag).orElse(otherwise);
    }
}
