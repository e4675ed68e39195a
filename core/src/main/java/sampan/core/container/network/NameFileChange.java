package sampan.core.container.network;

import java.util.ArrayList;
import java.util.List;

/** How a file that tells a container names becomes true again, without what its user has written there being lost. Pure. */
final class NameFileChange {
    private NameFileChange() {}

    /**
     * The lines of a hosts(5) that are not true any more go, and those that have become true come.
     *
     * @param current what the file holds now
     * @param before what the engine had written into it
     * @param after what it would write now
     */
    static String lines(String current, String before, String after) {
        if (current.equals(before)) {
            return after;
        }
        List<String> gone = new ArrayList<>(before.lines().toList());
        after.lines().forEach(gone::remove);
        List<String> come = new ArrayList<>(after.lines().toList());
        before.lines().forEach(come::remove);
        List<String> lines = new ArrayList<>(current.lines().toList());
        gone.forEach(lines::remove);
        come.stream().filter(line -> !lines.contains(line)).forEach(lines::add);
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    /** The file as a whole: somebody who has changed it keeps it. */
    static String whole(String current, String before, String after) {
        return current.equals(before) ? after : current;
    }
}
