package sampan.cli.call;

import java.nio.file.Path;
import sampan.core.files.CopyPath;

/** A path of the host as a command line names it: from the caller's folder. */
public final class CallerPath {
    private CallerPath() {}

    /** A slash or a dot at the end stays. */
    public static String absolute(Call call, String name) {
        String whole = name.startsWith("/") ? name : call.session().request().directory() + "/" + name;
        String clean = Path.of(whole).normalize().toString();
        boolean contents = name.equals(".") || name.endsWith("/.");
        return contents ? clean + "/." : name.endsWith("/") && !clean.equals("/") ? clean + "/" : clean;
    }

    public static CopyPath of(Call call, String name) {
        return CopyPath.of(absolute(call, name));
    }
}
