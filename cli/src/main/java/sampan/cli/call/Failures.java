package sampan.cli.call;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sampan.cli.flag.Usage;
import sampan.core.error.EngineException;

/** What the engine answers, in the words and with the statuses of Docker's client. */
public final class Failures {
    private static final String FROM_ENGINE = "Error response from daemon: ";

    private Failures() {}

    public static String text(EngineException failure) {
        return FROM_ENGINE + failure.getMessage();
    }

    /** As {@code run} says it: the program's name tells it apart from what the container prints. */
    public static String ofRun(Usage usage, String message) {
        return "sampan: " + message + "\n\nRun 'sampan " + usage.name() + " --help' for more information";
    }

    public static boolean isRun(Usage usage) {
        return usage.name().equals("run") || usage.name().equals("container run");
    }

    /** The commands that take a container's flags. */
    public static boolean looksLikeRun(Usage usage) {
        return isRun(usage) || usage.name().equals("create") || usage.name().equals("container create");
    }

    /** Something done to one of the things named on the command line. */
    @FunctionalInterface
    public interface Step {
        void to(String name) throws IOException;
    }

    /** Goes on after a failure with one of them; tells all failures at the end, and then the status is 1. */
    public static int forEach(List<String> names, Step step) throws IOException, CommandFailure {
        List<EngineException> failures = new ArrayList<>();
        for (String name : names) {
            try {
                step.to(name);
            } catch (EngineException failed) {
                failures.add(failed);
            }
        }
        if (!failures.isEmpty()) {
            throw new CommandFailure(failures);
        }
        return 0;
    }
}
