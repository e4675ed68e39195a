package sampan.runtime.command;

import java.nio.charset.StandardCharsets;

/** What a hook that failed has written. */
record HookOutput(String stdout, String stderr) {
    /** @param report a zero byte is between the two */
    static HookOutput of(byte[] report) {
        String both = new String(report, StandardCharsets.UTF_8);
        int end = both.indexOf('\0');
        return end < 0 ? new HookOutput(both, "") : new HookOutput(both.substring(0, end), both.substring(end + 1));
    }
}
