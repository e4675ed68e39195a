package sampan.cli.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import sampan.cli.go.GoType;
import sampan.cli.go.Method;
import sampan.cli.go.Types;
import sampan.cli.go.Value;
import sampan.core.error.EngineException;
import sampan.core.log.remote.LogSubject;
import sampan.core.log.remote.TagTemplate;

/** The tag of a log, {@code {{.Name}}/{{.ID}}}: a template over what dockerd calls {@code logger.Info}. */
public final class LogTag implements TagTemplate {
    private static final String NAME = "log-tag";
    private static final GoType TEXTS = Types.STRINGS;
    private static final GoType MAP = GoType.mapOf(Types.STRING, Types.STRING);
    private static final int SHORT = 12;

    /** For the module system. */
    public LogTag() {}

    @Override
    public String render(String template, LogSubject subject) {
        try {
            return Template.parse(NAME, template).execute(value(subject));
        } catch (TemplateError wrong) {
            throw new EngineException.InvalidArgument(String.valueOf(wrong.getMessage()));
        }
    }

    private static Value value(LogSubject subject) {
        List<String> words = subject.words();
        List<String> arguments = words.isEmpty() ? List.of() : words.subList(1, words.size());
        List<GoType.Field> fields = List.of(
                field("Config", MAP),
                field("ContainerID", Types.STRING),
                field("ContainerName", Types.STRING),
                field("ContainerEntrypoint", Types.STRING),
                field("ContainerArgs", TEXTS),
                field("ContainerImageID", Types.STRING),
                field("ContainerImageName", Types.STRING),
                field("ContainerEnv", TEXTS),
                field("ContainerLabels", MAP),
                field("LogPath", Types.STRING),
                field("DaemonName", Types.STRING));
        List<Value> values = List.of(
                map(subject.options()),
                Value.of(subject.id()),
                Value.of("/" + subject.name()),
                Value.of(words.isEmpty() ? "" : words.getFirst()),
                Value.of(arguments),
                Value.of(subject.imageId()),
                Value.of(subject.imageName()),
                Value.of(subject.config().env()),
                map(subject.config().labels()),
                Value.of(""),
                Value.of("sampan"));
        GoType.Struct type = new GoType.Struct("logger.Info", fields, methods(subject));
        return new Value(new GoType.PointerTo(type), new Value(type, values));
    }

    private static Map<String, Method> methods(LogSubject subject) {
        Map<String, Method> methods = new HashMap<>();
        method(methods, "ID", subject::shortId);
        method(methods, "FullID", subject::id);
        method(methods, "Name", subject::name);
        method(methods, "ImageID", () -> beginning(subject.imageId()));
        method(methods, "ImageFullID", subject::imageId);
        method(methods, "ImageName", subject::imageName);
        method(methods, "Hostname", LogSubject::hostname);
        method(methods, "Command", () -> String.join(" ", subject.words()));
        return methods;
    }

    /** As dockerd cuts it: of the algorithm and the digits. */
    private static String beginning(String id) {
        return id.substring(0, Math.min(SHORT, id.length()));
    }

    private static void method(Map<String, Method> methods, String name, Supplier<String> text) {
        methods.put(name, Method.of(_ -> Value.of(text.get())));
    }

    private static GoType.Field field(String name, GoType type) {
        return new GoType.Field(name, type, name, false, false);
    }

    private static Value map(Map<String, String> entries) {
        TreeMap<String, Value> values = new TreeMap<>();
        entries.forEach((key, text) -> values.put(key, Value.of(text)));
        return new Value(MAP, values);
    }
}
