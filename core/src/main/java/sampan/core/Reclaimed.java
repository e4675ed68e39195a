package sampan.core;

import java.util.List;

/**
 * What was removed because nobody needed it.
 *
 * @param removed ids or names
 * @param bytes what it had on disk
 */
public record Reclaimed(List<String> removed, long bytes) {
    public Reclaimed {
        removed = List.copyOf(removed);
    }
}
