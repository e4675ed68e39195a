package sampan.runtime.command.cgroup;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import sampan.runtime.command.call.RuntimeFailure;

/** A cgroup that is being made while the rest of a container is planned: a directory in each of many hierarchies takes its time. */
public final class CgroupMaking {
    /** What is there already. */
    static final CgroupMaking DONE = of(() -> {});

    private final FutureTask<Void> task;

    private CgroupMaking(FutureTask<Void> task) {
        this.task = task;
    }

    /** What makes it. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException, RuntimeFailure;
    }

    /** On another processor. */
    static CgroupMaking start(Work work) {
        CgroupMaking making = of(work);
        Thread.ofVirtual().start(making.task);
        return making;
    }

    private static CgroupMaking of(Work work) {
        return new CgroupMaking(new FutureTask<>(() -> {
            work.run();
            return null;
        }));
    }

    /** Until it is there. */
    public void await() throws IOException, RuntimeFailure {
        task.run(); // here, when nobody has begun
        try {
            task.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case IOException io -> throw io;
                case RuntimeFailure failure -> throw failure;
                case RuntimeException wrong -> throw wrong;
                case Error error -> throw error;
                case null, default -> throw new IOException(failed);
            }
        }
    }

    /** Waits, too. False: it could not be made, and nothing is left of it; what has its name is somebody else's. */
    public boolean made() {
        task.run();
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    task.get();
                    return true;
                } catch (ExecutionException failed) {
                    return false;
                } catch (InterruptedException again) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
