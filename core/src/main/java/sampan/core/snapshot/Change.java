package sampan.core.snapshot;

import java.util.Optional;
import sampan.kernel.rootfs.RootPath;

/**
 * One thing that differs between an image and a container.
 *
 * @param child as it is now; absent when it was deleted
 */
public record Change(Kind kind, RootPath path, Optional<MergedTree.Child> child) {
    /** In Docker's words. */
    public enum Kind {
        MODIFIED('C', 0),
        ADDED('A', 1),
        DELETED('D', 2);

        private final char letter;
        private final int number;

        Kind(char letter, int number) {
            this.letter = letter;
            this.number = number;
        }

        /** As {@code diff} prints it. */
        public char letter() {
            return letter;
        }

        /** As Docker's API has it. */
        public int number() {
            return number;
        }
    }
}
