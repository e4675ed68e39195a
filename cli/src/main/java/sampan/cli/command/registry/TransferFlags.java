package sampan.cli.command.registry;

import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;

/** Flags that {@code pull} and {@code push} both have. */
final class TransferFlags {
    static final Flag<Boolean> QUIET = Flag.bool("quiet", "Show no progress").shorthand('q');

    private TransferFlags() {}

    static Flag<Boolean> allTags(String help) {
        return Flag.bool("all-tags", help).shorthand('a');
    }

    /** Docker's other signatures; that they are off is all that is known of them. */
    static Flag<Boolean> contentTrust(String help) {
        return Flag.bool("disable-content-trust", help).initially("true");
    }

    static void refuseTagOfAll(boolean all, boolean tagged) throws InvalidValue {
        if (all && tagged) {
            throw new InvalidValue("tag can't be used with --all-tags/-a");
        }
    }
}
