package sampan.cli.value;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code --tmpfs /run:size=64m,mode=755}: a path and the options of mount(8). */
public final class TmpfsSpec {
    private TmpfsSpec() {}

    public static Map<String, String> map(List<String> specs) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String spec : specs) {
            int colon = spec.indexOf(':');
            options.put(colon < 0 ? spec : spec.substring(0, colon), colon < 0 ? "" : spec.substring(colon + 1));
        }
        return options;
    }
}
