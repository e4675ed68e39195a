package sampan.core.volume;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sampan.kernel.Fd;
import sampan.oci.image.JsonFields;
import sampan.oci.image.StrictJson;
import sampan.oci.store.WholeFile;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code volume.json}: what the folder itself does not tell. */
record VolumeFile(
        Map<String, String> labels,
        Map<String, String> options,
        Instant created,
        boolean anonymous,
        String owner,
        VolumeRequest.Sent sent) {
    private static final String NAME = "volume.json";
    private static final int MAX = 1 << 20;

    void write(Fd folder) throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("created", created.toString());
        json.put("anonymous", anonymous);
        json.put("owner", owner);
        ObjectNode all = json.putObject("labels");
        new TreeMap<>(labels).forEach(all::put);
        ObjectNode wishes = json.putObject("options");
        new TreeMap<>(options).forEach(wishes::put);
        ObjectNode empty = json.putObject("sent");
        empty.put("labels", sent.labels());
        empty.put("options", sent.options());
        WholeFile.replace(folder, NAME, StrictJson.bytes(json));
    }

    /** Empty for a folder whose making was cut short. */
    static Optional<VolumeFile> read(Fd folder) throws IOException {
        Optional<byte[]> text = WholeFile.read(folder, NAME, MAX);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        JsonFields json = StrictJson.parse(text.get(), NAME);
        return Optional.of(new VolumeFile(
                json.strings("labels"),
                json.strings("options"),
                json.time("created").orElse(Instant.EPOCH),
                json.flag("anonymous"),
                json.text("owner"),
                sent(json)));
    }

    /** Not in files of an earlier release. */
    private static VolumeRequest.Sent sent(JsonFields json) throws IOException {
        Optional<JsonFields> sent = json.object("sent");
        return sent.isEmpty()
                ? VolumeRequest.Sent.NOTHING
                : new VolumeRequest.Sent(sent.get().flag("labels"), sent.get().flag("options"));
    }
}
