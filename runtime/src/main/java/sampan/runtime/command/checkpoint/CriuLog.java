package sampan.runtime.command.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import sampan.runtime.command.call.Paths;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.context.Context;

/** criu's log, in which the reason of a failure is. */
public final class CriuLog {
    private static final int LARGEST = 32 << 20;
    private static final int MOST_LINES = 8;

    private CriuLog() {}

    /** The failure, with the place of the log; the log's own errors are warnings beside it. */
    static RuntimeFailure explain(Context context, RuntimeFailure failed, String folder, String name)
            throws IOException {
        if (!failed.getMessage().startsWith("criu failed")) {
            return failed;
        }
        String path = Paths.resolve(folder, name);
        List<String> errors = errors(context, path);
        for (String line : errors) {
            context.log().warning("criu: " + line);
        }
        return new RuntimeFailure(failed.getMessage() + "\nlog file: " + path);
    }

    private static List<String> errors(Context context, String path) throws IOException {
        try (Fd log = context.invocation().open(path, OpenFlags.O_RDONLY, 0)) {
            List<String> errors = new String(Read.all(log, LARGEST), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains("Error "))
                    .toList();
            return errors.subList(Math.max(0, errors.size() - MOST_LINES), errors.size());
        } catch (SyscallException none) {
            return List.of();
        }
    }
}
