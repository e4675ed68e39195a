package sampan.core.config;

import java.util.Map;

/** What somebody wrote on an object, and what others look for. */
public final class Labels {
    private Labels() {}

    /** @param wanted {@code key} or {@code key=value} */
    public static boolean fit(Map<String, String> labels, String wanted) {
        int equals = wanted.indexOf('=');
        return equals < 0
                ? labels.containsKey(wanted)
                : wanted.substring(equals + 1).equals(labels.get(wanted.substring(0, equals)));
    }
}
