package sampan.cli.container;

import java.util.List;
import sampan.cli.flag.Flag;

/** Docker's flags whose ground is not laid yet: known, and refused with a sentence. */
final class LaterFlags {
    static final List<Flag<?>> ALL =
            List.of(Flag.bool("use-api-socket", "Give it the engine's socket").comesWith("the API"));

    private LaterFlags() {}
}
