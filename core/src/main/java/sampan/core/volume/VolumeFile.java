package sampan.core.volume;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import sampan.kernel.Fd;
import sampan.oci.image.JsonFields;
import sampan.oci.image.StrictJson;
import sampan.oci.store.WholeFile;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code volume.json}: what the folder itself does not tell. */
final class VolumeFile {
    private static final String NAME = "volume.json";
    private static final int MAX = 1 << 20;

    private VolumeFile() {}

    static void write(Fd folder, Volume volume) throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("created", volume.created().toString());
        json.put("anonymous", volume.anonymous());
        json.put("owner", volume.owner());
        ObjectNode all = json.putObject("labels");
        new TreeMap<>(volume.labels()).forEach(all::put);
        ObjectNode wishes = json.putObject("options");
        new TreeMap<>(volume.options()).forEach(wishes::put);
        ObjectNode empty = json.putObject("sent");
        empty.put("labels", volume.sent().labels());
        empty.put("options", volume.sent().options());
        WholeFile.replace(folder, NAME, StrictJson.bytes(json));
    }

    /** Empty for a folder whose making was cut short. */
    static Optional<Volume> read(Fd folder, VolumeName name, Path mountpoint) throws IOException {
        Optional<byte[]> text = WholeFile.read(folder, NAME, MAX);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        JsonFields json = StrictJson.parse(text.get(), NAME);
        return Optional.of(new Volume(
                name,
                mountpoint,
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
