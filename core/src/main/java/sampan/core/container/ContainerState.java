package sampan.core.container;

import java.time.Instant;

/** Where a container is in its life. */
public sealed interface ContainerState {
    /** Never started, or its start failed. */
    record Created() implements ContainerState {}

    /** Its process exists; {@code pid} is as the engine sees it. */
    record Running(int pid, Instant startedAt) implements ContainerState {}

    /** Its process has ended. */
    record Stopped(int exitCode, boolean oomKilled, Instant startedAt, Instant finishedAt) implements ContainerState {}

    /** Docker's word: created, running, exited. */
    default String status() {
        return switch (this) {
            case Created _ -> "created";
            case Running _ -> "running";
            case Stopped _ -> "exited";
        };
    }
}
