package sampan.kernel.cgroup;

import java.util.List;

/** Bytes that went over block devices. */
record DeviceBytes(long read, long written) {
    static final DeviceBytes NONE = new DeviceBytes(0, 0);

    private static final int V1_FIELDS = 3;

    /** {@code 8:0 Read 4096} of version 1, {@code 8:0 rbytes=4096 wbytes=0 …} of version 2. */
    static DeviceBytes parse(String text) {
        DeviceBytes sum = NONE;
        for (String line : text.lines().toList()) {
            List<String> words = List.of(line.split(" "));
            if (words.size() == V1_FIELDS && !words.get(1).contains("=")) {
                sum = sum.count(words.get(1), words.get(2));
            } else {
                for (String word : words) {
                    int equals = word.indexOf('=');
                    sum = equals < 0 ? sum : sum.count(word.substring(0, equals), word.substring(equals + 1));
                }
            }
        }
        return sum;
    }

    private DeviceBytes count(String what, String bytes) {
        return switch (what) {
            case "Read", "rbytes" -> new DeviceBytes(read + Long.parseLong(bytes), written);
            case "Write", "wbytes" -> new DeviceBytes(read, written + Long.parseLong(bytes));
            default -> this;
        };
    }
}
