package sampan.runtime.command.handover;

import java.nio.charset.StandardCharsets;

/** What a hook that failed has written. */
public record HookOutput(String stdout, String stderr) {
    /** @param report a zero byte is between the two */
    public static HookOutput of(byte[] report) {
        String both = new String(report, StandardCharsets.UTF_8);
        int end = both.indexOf('\0');
        return end < 0 ? new HookOutput(both, "") : new HookOutput(both.substring(0, end), both.substring(end + 1));
    }
}
