package sampan.core.files;

import java.io.IOException;
import java.io.Serial;
import sampan.kernel.rootfs.RootPath;

/**
 * Where a copy goes, by Docker's rules.
 *
 * @param directory in which it is put, and which must be there
 * @param name it gets there, each byte one character; {@code .}: the contents of a folder go straight into the directory
 */
public record CopyPlan(RootPath directory, String name) {
    /** What is known of where a copy shall go. */
    public enum Target {
        MISSING,
        FOLDER,
        /** Anything but a folder. */
        FILE
    }

    /** @param folder whether what the source names is one */
    public static CopyPlan of(CopyPath source, boolean folder, CopyPath target, Target found) throws CopyRefusal {
        return switch (found) {
            case FOLDER -> new CopyPlan(target.path(), source.base());
            case FILE -> {
                refuse(folder, "cannot copy directory");
                refuse(target.folder(), "not a directory");
                yield new CopyPlan(target.directory(), target.base());
            }
            case MISSING -> {
                refuse(!folder && target.folder(), "no such directory");
                yield new CopyPlan(target.directory(), target.base());
            }
        };
    }

    private static void refuse(boolean wrong, String sentence) throws CopyRefusal {
        if (wrong) {
            throw new CopyRefusal(sentence);
        }
    }

    /** What was asked for cannot be; the client says so, not the engine. */
    public static final class CopyRefusal extends IOException {
        @Serial
        private static final long serialVersionUID = 1;

        public CopyRefusal(String message) {
            super(message);
        }
    }
}
