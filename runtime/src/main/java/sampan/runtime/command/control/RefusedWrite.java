package sampan.runtime.command.control;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sampan.kernel.Errno;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Read;

/** What runc says when the kernel refuses a limit. */
final class RefusedWrite {
    private static final Pattern CALL = Pattern.compile("write\\(\"(.*)\", \"(.*)\"\\) = .*");

    private RefusedWrite() {}

    static String sentence(SyscallException refused) {
        Matcher call = CALL.matcher(String.valueOf(refused.getMessage()));
        String answer = Errno.sentence(refused.errno());
        if (!call.matches()) {
            return refused.getMessage() + ": " + answer;
        }
        Path file = Path.of(call.group(1));
        if (refused.is(Errno.EBUSY) && file.endsWith("memory.limit_in_bytes")) {
            return "unable to set memory limit to " + call.group(2) + usage(file);
        }
        return "failed to write \"" + call.group(2) + "\": write " + file + ": " + answer;
    }

    private static String usage(Path limit) {
        try {
            return " (current usage: "
                    + Read.text(limit.resolveSibling("memory.usage_in_bytes")).strip() + ", peak usage: "
                    + Read.text(limit.resolveSibling("memory.max_usage_in_bytes"))
                            .strip() + ")";
        } catch (IOException gone) {
            return "";
        }
    }
}
