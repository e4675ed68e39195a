package sampan.cli.value;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Scalars;
import sampan.core.config.BindOptions;
import sampan.core.config.ImageOptions;
import sampan.core.config.Mount;
import sampan.core.config.TmpfsOptions;
import sampan.core.config.VolumeDriver;
import sampan.core.config.VolumeOptions;

/** {@code --mount type=bind,source=/a,target=/b,readonly}. */
public final class MountSpec {
    private final Map<String, String> fields = new HashMap<>();
    private final Map<String, String> volumeLabels = new LinkedHashMap<>();
    private final Map<String, String> driverOptions = new LinkedHashMap<>();

    private MountSpec() {}

    public static Mount parse(String text) throws InvalidValue {
        // One line of it: what follows is not looked at.
        String line = text.lines().filter(one -> !one.isEmpty()).findFirst().orElseThrow(() -> new InvalidValue("EOF"));
        MountSpec spec = new MountSpec();
        for (String field : CsvFields.of(line)) {
            spec.read(field);
        }
        return spec.mount();
    }

    private void read(String field) throws InvalidValue {
        int equals = field.indexOf('=');
        String key = (equals < 0 ? field : field.substring(0, equals)).toLowerCase(Locale.ROOT);
        String value = equals < 0 ? flagValue(key, field) : field.substring(equals + 1);
        switch (key) {
            case "type" -> fields.put("type", value.toLowerCase(Locale.ROOT));
            case "source", "src" -> fields.put("source", value);
            case "target", "dst", "destination" -> fields.put("target", value);
            case "readonly", "ro" -> fields.put("readonly", bool(key, value));
            case "bind-nonrecursive", "bind-create-src", "volume-nocopy" -> fields.put(key, bool(key, value));
            case "consistency", "bind-propagation", "volume-subpath", "volume-driver", "image-subpath" ->
                fields.put(key, value);
            case "bind-recursive" -> fields.put(key, recursive(value));
            case "volume-label" -> volumeLabels.putAll(KeyValue.map(List.of(value)));
            case "volume-opt" -> driverOptions.putAll(KeyValue.map(List.of(value)));
            case "tmpfs-size" -> fields.put(key, size(value));
            case "tmpfs-mode" -> fields.put(key, octal(value));
            default -> throw new InvalidValue("unexpected key '" + key + "' in '" + field + "'");
        }
    }

    private static String flagValue(String key, String field) throws InvalidValue {
        return switch (key) {
            case "readonly", "ro", "volume-nocopy", "bind-nonrecursive" -> "true";
            default -> throw new InvalidValue("invalid field '" + field + "' must be a key=value pair");
        };
    }

    private Mount mount() throws InvalidValue {
        String type = fields.getOrDefault("type", "volume");
        if (type.isEmpty()) {
            throw new InvalidValue("type is required");
        }
        if (field("target").isEmpty()) {
            throw new InvalidValue("target is required");
        }
        refuseOptionsOf("bind", type);
        refuseOptionsOf("volume", type);
        refuseOptionsOf("tmpfs", type);
        refuseOptionsOf("image", type);
        return new Mount(
                type,
                field("source"),
                field("target"),
                on("readonly"),
                field("consistency"),
                bindOptions(),
                volumeOptions(),
                tmpfsOptions(),
                fields.containsKey("image-subpath") ? new ImageOptions(field("image-subpath")) : null);
    }

    private void refuseOptionsOf(String kind, String type) throws InvalidValue {
        if (!type.equals(kind) && hasOptionsOf(kind)) {
            throw new InvalidValue("cannot mix '" + kind + "-*' options with mount type '" + type + "'");
        }
    }

    private boolean hasOptionsOf(String kind) {
        boolean pairs = kind.equals("volume") && !(volumeLabels.isEmpty() && driverOptions.isEmpty());
        return pairs || fields.keySet().stream().anyMatch(key -> key.startsWith(kind + "-"));
    }

    private @Nullable BindOptions bindOptions() throws InvalidValue {
        if (!hasOptionsOf("bind")) {
            return null;
        }
        String recursive = field("bind-recursive");
        boolean forced = recursive.equals("readonly");
        if ((forced || recursive.equals("writable")) && !on("readonly")) {
            throw new InvalidValue(
                    "option 'bind-recursive=" + recursive + "' requires 'readonly' to be specified in conjunction");
        }
        if (forced && !field("bind-propagation").equals("rprivate")) {
            throw new InvalidValue(
                    "option 'bind-recursive=readonly' requires 'bind-propagation=rprivate' to be specified in conjunction");
        }
        boolean single = on("bind-nonrecursive") || recursive.equals("disabled");
        return new BindOptions(
                field("bind-propagation"), single, on("bind-create-src"), recursive.equals("writable"), forced);
    }

    private @Nullable VolumeOptions volumeOptions() {
        if (!hasOptionsOf("volume")) {
            return null;
        }
        boolean driver = fields.containsKey("volume-driver") || !driverOptions.isEmpty();
        return new VolumeOptions(
                on("volume-nocopy"),
                volumeLabels,
                driver ? new VolumeDriver(field("volume-driver"), driverOptions) : null,
                field("volume-subpath"));
    }

    private @Nullable TmpfsOptions tmpfsOptions() {
        if (!hasOptionsOf("tmpfs")) {
            return null;
        }
        long size = Long.parseLong(fields.getOrDefault("tmpfs-size", "0"));
        return new TmpfsOptions(size, Integer.parseInt(fields.getOrDefault("tmpfs-mode", "0"), 8), List.of());
    }

    private String field(String key) {
        return fields.getOrDefault(key, "");
    }

    private boolean on(String key) {
        return field(key).equals("true");
    }

    private static String bool(String key, String value) throws InvalidValue {
        try {
            return Scalars.bool(value).toString();
        } catch (InvalidValue notABool) {
            throw new InvalidValue("invalid value for " + key + ": " + value);
        }
    }

    private static String recursive(String value) throws InvalidValue {
        return switch (value) {
            case "enabled", "disabled", "writable", "readonly" -> value;
            default ->
                throw new InvalidValue("invalid value for bind-recursive: " + value
                        + " (must be \"enabled\", \"disabled\", \"writable\", or \"readonly\")");
        };
    }

    private static String size(String value) throws InvalidValue {
        try {
            return MemorySize.parse(value).toString();
        } catch (InvalidValue notASize) {
            throw new InvalidValue("invalid value for tmpfs-size: " + value);
        }
    }

    private static String octal(String value) throws InvalidValue {
        if (!value.matches("[0-7]{1,5}")) {
            throw new InvalidValue("invalid value for tmpfs-mode: " + value);
        }
        return value;
    }
}
