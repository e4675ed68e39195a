package sampan.cli.call;

import java.time.DateTimeException;
import java.time.ZoneId;

/** The time zone of whoever calls: what their {@code TZ} names, or the host's. */
public final class CallerZone {
    private CallerZone() {}

    public static ZoneId of(Call call) {
        String name = call.session().request().environment().getOrDefault("TZ", "");
        String bare = name.startsWith(":") ? name.substring(1) : name;
        try {
            return bare.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(bare);
        } catch (DateTimeException unknown) {
            return ZoneId.systemDefault();
        }
    }
}
