package sampan.runtime.seccomp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sampan.kernel.seccomp.InvalidFilterException;
import sampan.oci.spec.Seccomp;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a profile. Properties that mean nothing are passed over, as Docker does, since profiles carry notes; but not in
 * {@code args}, {@code includes} and {@code excludes}, where a misspelt one would widen the rule it was to narrow.
 */
final class ProfileReader {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private ProfileReader() {}

    static Profile read(byte[] json) {
        JsonFields profile = new JsonFields("profile", tree(json));
        Seccomp common = common(profile);
        Map<String, List<String>> architectures = architectures(profile);
        if (!common.architectures().isEmpty() && !architectures.isEmpty()) {
            throw new InvalidFilterException("both 'architectures' and 'archMap' are specified in the seccomp profile,"
                    + " use either 'architectures' or 'archMap'");
        }
        List<ProfileRule> rules =
                profile.objects("syscalls").stream().map(ProfileReader::rule).toList();
        return new Profile(common, architectures, rules);
    }

    private static JsonNode tree(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw JsonFields.undecodable(e.getOriginalMessage());
        }
    }

    private static Seccomp common(JsonFields profile) {
        return new Seccomp(
                profile.text("defaultAction").orElse(""),
                profile.integer("defaultErrnoRet"),
                profile.texts("architectures"),
                profile.texts("flags"),
                profile.text("listenerPath").orElse(null),
                profile.text("listenerMetadata").orElse(null),
                List.of());
    }

    private static Map<String, List<String>> architectures(JsonFields profile) {
        Map<String, List<String>> map = new LinkedHashMap<>();
        for (JsonFields entry : profile.objects("archMap")) {
            String architecture = entry.text("architecture").orElse("");
            List<String> all = new ArrayList<>(List.of(architecture));
            all.addAll(entry.texts("subArchitectures"));
            map.putIfAbsent(architecture, all);
        }
        return map;
    }

    private static ProfileRule rule(JsonFields rule) {
        Seccomp.Syscall syscall = new Seccomp.Syscall(
                names(rule),
                rule.text("action").orElse(""),
                rule.integer("errnoRet"),
                rule.objects("args").stream().map(ProfileReader::argument).toList());
        return new ProfileRule(syscall, limits(rule, "includes"), limits(rule, "excludes"));
    }

    private static List<String> names(JsonFields rule) {
        List<String> names = rule.texts("names");
        String name = rule.text("name").orElse("");
        if (!name.isEmpty() && !names.isEmpty()) {
            throw new InvalidFilterException(
                    "both 'name' and 'names' are specified in the seccomp profile, use either 'name' or 'names'");
        }
        return name.isEmpty() ? names : List.of(name);
    }

    private static Seccomp.Argument argument(JsonFields argument) {
        argument.allow("index", "value", "valueTwo", "op");
        Integer index = argument.integer("index");
        return new Seccomp.Argument(
                index == null ? 0 : index,
                argument.unsigned("value"),
                argument.unsigned("valueTwo"),
                argument.text("op").orElse(""));
    }

    private static Limits limits(JsonFields rule, String name) {
        return rule.object(name)
                .map(limits -> {
                    limits.allow("caps", "arches", "minKernel");
                    return new Limits(
                            limits.texts("caps"),
                            limits.texts("arches"),
                            limits.text("minKernel")
                                    .filter(text -> !text.isEmpty())
                                    .map(ProfileReader::version));
                })
                .orElse(Limits.NONE);
    }

    private static KernelVersion version(String text) {
        try {
            return KernelVersion.parse(text);
        } catch (InvalidFilterException e) {
            throw JsonFields.undecodable(String.valueOf(e.getMessage()));
        }
    }
}
