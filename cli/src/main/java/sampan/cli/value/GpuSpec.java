package sampan.cli.value;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sampan.cli.flag.InvalidValue;
import sampan.core.config.DeviceRequest;

/** {@code all}, {@code 2}, {@code device=0}, {@code "device=0,1",capabilities=utility}: as Docker reads {@code --gpus}. */
public final class GpuSpec {
    private static final String GPU = "gpu";

    private final Set<String> seen = new HashSet<>();
    private final Map<String, String> options = new TreeMap<>();
    private String driver = "";
    private int count;
    private @Nullable List<String> devices;
    private List<List<String>> capabilities = List.of(List.of(GPU));

    private GpuSpec() {}

    public static DeviceRequest parse(String text) throws InvalidValue {
        GpuSpec spec = new GpuSpec();
        for (String field : CsvFields.of(text)) {
            spec.take(field);
        }
        boolean counted = spec.seen.contains("count");
        int count = counted || spec.devices != null ? spec.count : 1;
        return new DeviceRequest(spec.driver, count, spec.devices, spec.capabilities, spec.options);
    }

    private void take(String field) throws InvalidValue {
        int equals = field.indexOf('=');
        String key = equals < 0 ? field : field.substring(0, equals);
        if (!seen.add(key)) {
            throw new InvalidValue("gpu request key '" + key + "' can be specified only once");
        }
        if (equals < 0) {
            seen.add("count");
            count = count(key);
        } else {
            take(key, field.substring(equals + 1), field);
        }
    }

    private void take(String key, String value, String field) throws InvalidValue {
        switch (key) {
            case "driver" -> driver = value;
            case "count" -> count = count(value);
            case "device" -> devices = List.of(value.split(",", -1));
            case "capabilities" -> {
                List<String> wanted = new ArrayList<>(List.of(value.split(",", -1)));
                wanted.add(GPU);
                capabilities = List.of(List.copyOf(wanted));
            }
            case "options" -> {
                for (String option : CsvFields.of(value)) {
                    int equals = option.indexOf('=');
                    options.put(
                            equals < 0 ? option : option.substring(0, equals),
                            equals < 0 ? "" : option.substring(equals + 1));
                }
            }
            default -> throw new InvalidValue("unexpected key '" + key + "' in '" + field + "'");
        }
    }

    private static int count(String text) throws InvalidValue {
        if (text.equals("all")) {
            return -1;
        }
        if (!text.matches("[+-]?[0-9]+")) {
            throw invalid(text, "invalid syntax");
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException large) {
            throw invalid(text, "value out of range");
        }
    }

    private static InvalidValue invalid(String text, String reason) {
        return new InvalidValue("invalid count (" + text + "): value must be either \"all\" or an integer: " + reason);
    }
}
