package sampan.core.container.state;

import java.time.Instant;

/** Where a container is in its life. */
public sealed interface ContainerState {
    /** Never started, or its start failed. */
    record Created() implements ContainerState {}

    /** Its process exists; {@code pid} is as the engine sees it. */
    record Running(int pid, Instant startedAt, boolean paused) implements ContainerState {
        public Running(int pid, Instant startedAt) {
            this(pid, startedAt, false);
        }
    }

    /** Its process has ended, and its restart policy starts another after a while. */
    record Restarting(int exitCode, boolean oomKilled, Instant startedAt, Instant finishedAt)
            implements ContainerState {
        public Stopped stopped() {
            return new Stopped(exitCode, oomKilled, startedAt, finishedAt);
        }
    }

    /** Its process has ended. */
    record Stopped(int exitCode, boolean oomKilled, Instant startedAt, Instant finishedAt) implements ContainerState {
        public Restarting restarting() {
            return new Restarting(exitCode, oomKilled, startedAt, finishedAt);
        }
    }

    /** It has a process, or is to have one again without anybody's doing. */
    default boolean isUp() {
        return switch (this) {
            case Created _, Stopped _ -> false;
            case Running _, Restarting _ -> true;
        };
    }

    default boolean isPaused() {
        return this instanceof Running running && running.paused();
    }

    /** Docker's word: created, running, paused, restarting, exited. */
    default String status() {
        return switch (this) {
            case Created _ -> "created";
            case Running running -> running.paused() ? "paused" : "running";
            case Restarting _ -> "restarting";
            case Stopped _ -> "exited";
        };
    }
}
