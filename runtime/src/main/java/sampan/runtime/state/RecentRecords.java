package sampan.runtime.state;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.json.JsonMapper;

/** What was read or written of late, by its text: of one container several commands read the same in a row. */
final class RecentRecords {
    private static final int MOST = 64;
    private static final int LARGEST = 4096;

    private final JsonMapper json;
    private final Map<String, ContainerRecord> records = new ConcurrentHashMap<>();

    RecentRecords(JsonMapper json) {
        this.json = json;
    }

    ContainerRecord read(byte[] text) {
        ContainerRecord known = records.get(key(text));
        if (known != null) {
            return known;
        }
        ContainerRecord read = json.readValue(text, ContainerRecord.class);
        keep(text, read);
        return read;
    }

    void keep(byte[] text, ContainerRecord record) {
        if (text.length > LARGEST) {
            return;
        }
        if (records.size() >= MOST) {
            records.clear();
        }
        records.put(key(text), record);
    }

    private static String key(byte[] text) {
        return new String(text, StandardCharsets.ISO_8859_1);
    }
}
