package sampan.oci.image;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * config.md, {@code config}: what a container gets when its creator does not say otherwise, with Docker's additions. Absent and empty are
 * one: both change nothing.
 *
 * @param volumes paths that get a volume each
 */
public record ContainerDefaults(
        String user,
        SequencedSet<String> exposedPorts,
        List<String> env,
        List<String> entrypoint,
        List<String> cmd,
        SequencedSet<String> volumes,
        String workingDir,
        SequencedMap<String, String> labels,
        String stopSignal,
        Optional<Healthcheck> healthcheck,
        List<String> onBuild,
        List<String> shell) {
    public static final ContainerDefaults NONE = new Draft().finish();

    public ContainerDefaults {
        exposedPorts = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(exposedPorts));
        env = List.copyOf(env);
        entrypoint = List.copyOf(entrypoint);
        cmd = List.copyOf(cmd);
        volumes = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(volumes));
        labels = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(labels));
        onBuild = List.copyOf(onBuild);
        shell = List.copyOf(shell);
    }

    /** A copy to change. */
    public Draft draft() {
        Draft draft = new Draft();
        draft.user = user;
        draft.exposedPorts.addAll(exposedPorts);
        draft.env.addAll(env);
        draft.entrypoint = entrypoint;
        draft.cmd = cmd;
        draft.volumes.addAll(volumes);
        draft.workingDir = workingDir;
        draft.labels.putAll(labels);
        draft.stopSignal = stopSignal;
        draft.healthcheck = healthcheck;
        draft.onBuild.addAll(onBuild);
        draft.shell = shell;
        return draft;
    }

    /** Defaults while they are being put together, instruction by instruction. */
    public static final class Draft {
        public String user = "";
        public final SequencedSet<String> exposedPorts = new LinkedHashSet<>();
        public final List<String> env = new ArrayList<>();
        public List<String> entrypoint = List.of();
        public List<String> cmd = List.of();
        public final SequencedSet<String> volumes = new LinkedHashSet<>();
        public String workingDir = "";
        public final SequencedMap<String, String> labels = new LinkedHashMap<>();
        public String stopSignal = "";
        public Optional<Healthcheck> healthcheck = Optional.empty();
        public final List<String> onBuild = new ArrayList<>();
        public List<String> shell = List.of();

        /** Nothing said yet. */
        public Draft() {}

        /** Sets a variable, in the place it had. */
        public void setEnv(String name, String value) {
            int known = 0;
            while (known < env.size()
                    && !env.get(known).startsWith(name + "=")
                    && !env.get(known).equals(name)) {
                known++;
            }
            if (known == env.size()) {
                env.add("");
            }
            env.set(known, name + "=" + value);
        }

        public ContainerDefaults finish() {
            return new ContainerDefaults(
                    user,
                    exposedPorts,
                    env,
                    entrypoint,
                    cmd,
                    volumes,
                    workingDir,
                    labels,
                    stopSignal,
                    healthcheck,
                    onBuild,
                    shell);
        }
    }
}
