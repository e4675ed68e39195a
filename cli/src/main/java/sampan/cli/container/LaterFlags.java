package sampan.cli.container;

import java.util.List;
import java.util.stream.Stream;
import sampan.cli.flag.Flag;

/** Docker's flags whose ground is not laid yet: known, and refused with a sentence. */
final class LaterFlags {
    private static final String NETWORKS = "networks";

    static final List<Flag<?>> ALL =
            Stream.of(networks(), others()).<Flag<?>>flatMap(List::stream).toList();

    private LaterFlags() {}

    private static List<Flag<?>> networks() {
        return List.of(Flag.list("link", "Make another container known by name").comesWith(NETWORKS));
    }

    private static List<Flag<?>> others() {
        return List.of(
                Flag.bool("use-api-socket", "Give it the engine's socket").comesWith("the API"));
    }
}
