package sampan.core.image.change;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import sampan.core.error.EngineException;
import sampan.kernel.process.Signal;
import sampan.oci.image.ContainerDefaults;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.StrictJson;

/** The Dockerfile instructions that {@code --change} takes: those that change the configuration and run nothing. */
public final class Changes {
    private static final List<String> SHELL = List.of("/bin/sh", "-c");

    /** What one instruction does with the rest of its line. */
    @FunctionalInterface
    private interface Instruction {
        void apply(ContainerDefaults.Draft draft, String rest);
    }

    private static final Map<String, Instruction> INSTRUCTIONS = Map.ofEntries(
            Map.entry("CMD", (draft, rest) -> draft.cmd = command(draft, rest)),
            Map.entry("ENTRYPOINT", (draft, rest) -> draft.entrypoint = command(draft, rest)),
            Map.entry("ENV", Changes::env),
            Map.entry("EXPOSE", Changes::expose),
            Map.entry("HEALTHCHECK", HealthcheckInstruction::apply),
            Map.entry("LABEL", Changes::label),
            Map.entry("ONBUILD", Changes::onBuild),
            Map.entry("SHELL", Changes::shell),
            Map.entry("STOPSIGNAL", Changes::stopSignal),
            Map.entry("USER", (draft, rest) -> draft.user = single("USER", draft, rest)),
            Map.entry("VOLUME", Changes::volume),
            Map.entry("WORKDIR", Changes::workingDirectory));

    private Changes() {}

    /** @throws EngineException.InvalidArgument in Docker's words */
    public static ContainerDefaults apply(List<String> changes, ContainerDefaults before) {
        ContainerDefaults.Draft draft = before.draft();
        for (String change : changes) {
            for (String line : change.lines().toList()) {
                String trimmed = line.strip();
                if (!trimmed.isEmpty() && !trimmed.startsWith("#")) {
                    apply(trimmed, draft);
                }
            }
        }
        return draft.finish();
    }

    private static void apply(String line, ContainerDefaults.Draft draft) {
        String[] parts = line.split("\\s+", 2);
        Instruction instruction = INSTRUCTIONS.get(parts[0].toUpperCase(Locale.ROOT));
        if (instruction == null) {
            throw invalid(parts[0].toLowerCase(Locale.ROOT) + " is not a valid change command");
        }
        instruction.apply(draft, parts.length > 1 ? parts[1] : "");
    }

    static EngineException invalid(String message) {
        return new EngineException.InvalidArgument(message);
    }

    /** The JSON form as it stands, anything else for a shell. */
    private static List<String> command(ContainerDefaults.Draft draft, String rest) {
        List<String> list = list(rest);
        if (!list.isEmpty() || rest.strip().equals("[]")) {
            return list;
        }
        List<String> shell = draft.shell.isEmpty() ? SHELL : draft.shell;
        return rest.isEmpty()
                ? List.of()
                : Stream.concat(shell.stream(), Stream.of(rest)).toList();
    }

    /** The items of a JSON list of strings; empty for anything else. */
    static List<String> list(String rest) {
        if (!rest.strip().startsWith("[")) {
            return List.of();
        }
        try {
            byte[] text = ("{\"list\":" + rest + "}").getBytes(UTF_8);
            return StrictJson.parse(text, "list").texts("list");
        } catch (ImageFormatException notAList) {
            return List.of();
        }
    }

    private static String single(String instruction, ContainerDefaults.Draft draft, String rest) {
        if (rest.isEmpty()) {
            throw invalid(instruction + " requires exactly one argument");
        }
        return Words.expand(rest, draft.env);
    }

    private static void env(ContainerDefaults.Draft draft, String rest) {
        List<String> before = List.copyOf(draft.env); // one instruction does not see its own variables
        Words.pairs("ENV", rest).forEach(pair -> {
            String name = Words.expand(pair.name(), before);
            if (name.isEmpty()) {
                throw invalid("ENV names can not be blank");
            }
            draft.setEnv(name, Words.expand(pair.value(), before));
        });
    }

    private static void label(ContainerDefaults.Draft draft, String rest) {
        Words.pairs("LABEL", rest).forEach(pair -> {
            String name = Words.expand(pair.name(), draft.env);
            if (name.isEmpty()) {
                throw invalid("LABEL names can not be blank");
            }
            draft.labels.put(name, Words.expand(pair.value(), draft.env));
        });
    }

    private static void expose(ContainerDefaults.Draft draft, String rest) {
        if (rest.isEmpty()) {
            throw invalid("EXPOSE requires at least one argument");
        }
        for (String word : Words.split(rest)) {
            draft.exposedPorts.addAll(ExposedPorts.parse(Words.expand(word, draft.env)));
        }
    }

    private static void onBuild(ContainerDefaults.Draft draft, String rest) {
        String trigger = rest.split("\\s+", 2)[0].toUpperCase(Locale.ROOT);
        switch (trigger) {
            case "" -> throw invalid("ONBUILD requires at least one argument");
            case "ONBUILD" -> throw invalid("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
            case "MAINTAINER", "FROM" -> throw invalid(trigger + " isn't allowed as an ONBUILD trigger");
            default -> draft.onBuild.add(rest);
        }
    }

    private static void shell(ContainerDefaults.Draft draft, String rest) {
        List<String> list = list(rest);
        if (list.isEmpty()) {
            throw invalid("SHELL requires the arguments to be in JSON form");
        }
        draft.shell = list;
    }

    private static void stopSignal(ContainerDefaults.Draft draft, String rest) {
        String signal = single("STOPSIGNAL", draft, rest);
        if (Signal.parse(signal).isEmpty()) {
            throw invalid("Invalid signal: " + signal);
        }
        draft.stopSignal = signal;
    }

    private static void volume(ContainerDefaults.Draft draft, String rest) {
        if (rest.isEmpty()) {
            throw invalid("VOLUME requires at least one argument");
        }
        List<String> list = list(rest);
        for (String word : list.isEmpty() ? Words.split(rest) : list) {
            String path = Words.expand(word, draft.env).strip();
            if (path.isEmpty()) {
                throw invalid("VOLUME specified can not be an empty string");
            }
            draft.volumes.add(path);
        }
    }

    private static void workingDirectory(ContainerDefaults.Draft draft, String rest) {
        String path = single("WORKDIR", draft, rest);
        draft.workingDir = CleanPath.join(draft.workingDir, path);
    }
}
