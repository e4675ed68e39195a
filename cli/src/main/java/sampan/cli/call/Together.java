package sampan.cli.call;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import sampan.core.error.EngineException;

/** The same done to many containers at once: what takes its time with each of them takes it but once. */
public final class Together {
    private static final int MOST = 50;

    private Together() {}

    /** Something done to one of the things named on the command line. */
    @FunctionalInterface
    public interface Step {
        void to(String name) throws IOException, InterruptedException;
    }

    /** Prints the names in order as each is done; tells all failures at the end, and then the status is 1. */
    public static int forEach(Call call, List<String> names, Step step) throws IOException, CommandFailure {
        List<String> failures = new ArrayList<>();
        Semaphore room = new Semaphore(MOST);
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> doing = new ArrayList<>();
            for (String name : names) {
                doing.add(workers.submit(() -> {
                    room.acquire();
                    try {
                        step.to(name);
                    } finally {
                        room.release();
                    }
                    return name;
                }));
            }
            try {
                for (int i = 0; i < doing.size(); i++) {
                    finish(call, doing.get(i), names.get(i), failures);
                }
            } finally {
                workers.shutdownNow();
            }
        }
        if (!failures.isEmpty()) {
            throw new CommandFailure(1, String.join("\n", failures));
        }
        return 0;
    }

    private static void finish(Call call, Future<?> doing, String name, List<String> failures) throws IOException {
        try {
            call.session().await(() -> result(doing, name));
            call.out().println(name);
        } catch (EngineException failed) {
            failures.add(Failures.text(failed));
        }
    }

    /** What was already so needed no doing. */
    private static String result(Future<?> doing, String name) throws IOException, InterruptedException {
        try {
            doing.get();
            return name;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof EngineException.NotModified) {
                return name;
            }
            if (cause instanceof EngineException failed) {
                throw failed;
            }
            throw cause instanceof IOException failed ? failed : new IOException(e);
        }
    }
}
