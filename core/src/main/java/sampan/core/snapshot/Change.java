package sampan.core.snapshot;

import java.util.Optional;
import sampan.kernel.rootfs.RootPath;

/**
 * One thing that differs between an image and a container.
 *
 * @param child as it is now; absent when it was deleted
 */
public record Change(Kind kind, RootPath path, Optional<MergedTree.Child> child) {
    /** In the order of Docker's API: 0, 1, 2. */
    public enum Kind {
        MODIFIED('C'),
        ADDED('A'),
        DELETED('D');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        /** As {@code diff} prints it. */
        public char letter() {
            return letter;
        }
    }
}
