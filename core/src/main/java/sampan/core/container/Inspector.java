package sampan.core.container;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sampan.core.container.start.Parts;
import sampan.core.container.state.ContainerRecord;
import sampan.core.container.state.ContainerState;
import sampan.core.container.state.Inspection;
import sampan.core.health.Health;
import sampan.core.plan.ImageDefaults;
import sampan.core.plan.LogRules;
import sampan.core.plan.MountPoint;
import sampan.core.plan.SecurityOptions;

/** Says what {@code docker inspect} says. */
final class Inspector {
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private final Parts parts;

    Inspector(Parts parts) {
        this.parts = parts;
    }

    Inspection inspect(Life life, @Nullable Health health) {
        ContainerRecord record = life.record();
        List<String> execs = life.isRunning() ? life.execs().running() : List.of();
        List<String> command = ImageDefaults.command(record.config());
        String folder = parts.places().path().resolve(record.id()).toString();
        boolean logs = !record.hostConfig().lifecycle().logConfig().type().equals(LogRules.NONE);
        return new Inspection(
                record.id(),
                record.created().toString(),
                command.getFirst(),
                command.subList(1, command.size()),
                state(record, life.state(), health),
                record.image(),
                folder + "/resolv.conf",
                folder + "/hostname",
                folder + "/hosts",
                logs ? folder + "/container.log" : "",
                "/" + record.name(),
                record.restarted().times(),
                parts.roots().driver(),
                "linux",
                "",
                "",
                apparmorProfile(life),
                execs.isEmpty() ? null : execs,
                record.hostConfig(),
                parts.roots().describe(record),
                mounts(record),
                record.config(),
                network(life));
    }

    /** Settled at the first start, as with Docker. */
    private String apparmorProfile(Life life) {
        return life.state() instanceof ContainerState.Created
                ? ""
                : SecurityOptions.apparmorProfile(
                                life.record().hostConfig().security(),
                                parts.machine().facts())
                        .orElse("");
    }

    private static Inspection.State state(ContainerRecord record, ContainerState state, @Nullable Health health) {
        String error = Optional.ofNullable(record.error()).orElse("");
        return switch (state) {
            case ContainerState.Created _ -> {
                int code = record.end().map(ContainerRecord.End::code).orElse(0);
                yield state(state, 0, new Last(code, false, NEVER, NEVER), error, health);
            }
            case ContainerState.Running(int pid, Instant since, boolean _) -> {
                String before =
                        record.end().map(end -> end.finishedAt().toString()).orElse(NEVER);
                yield state(state, pid, new Last(0, false, since.toString(), before), "", health);
            }
            case ContainerState.Stopped(int code, boolean oom, Instant from, Instant to) ->
                state(state, 0, new Last(code, oom, from.toString(), to.toString()), error, health);
            case ContainerState.Restarting(int code, boolean oom, Instant from, Instant to) ->
                state(state, 0, new Last(code, oom, from.toString(), to.toString()), error, health);
        };
    }

    private record Last(int code, boolean oomKilled, String startedAt, String finishedAt) {}

    private static Inspection.State state(
            ContainerState state, int pid, Last last, String error, @Nullable Health health) {
        return new Inspection.State(
                state.status(),
                state.isUp(),
                state.isPaused(),
                state instanceof ContainerState.Restarting,
                last.oomKilled(),
                false,
                pid,
                last.code(),
                error,
                last.startedAt(),
                last.finishedAt(),
                health);
    }

    static List<Inspection.MountPoint> mounts(ContainerRecord record) {
        return record.mounts().stream()
                .filter(mount -> !isTmpfsFlag(record, mount))
                .map(Inspector::mount)
                .toList();
    }

    private static Inspection.MountPoint mount(MountPoint point) {
        return new Inspection.MountPoint(
                point.type(),
                point.name(),
                point.source(),
                point.destination(),
                point.isVolume() ? "local" : "",
                point.mode(),
                point.writable(),
                point.propagation());
    }

    /** As Docker does: --tmpfs is in HostConfig only. */
    private static boolean isTmpfsFlag(ContainerRecord record, MountPoint point) {
        return point.isTmpfs() && record.hostConfig().storage().tmpfs().containsKey(point.destination());
    }

    private Map<String, Object> network(Life life) {
        return parts.containerNetworks().inspect(life.record(), life.state());
    }
}
