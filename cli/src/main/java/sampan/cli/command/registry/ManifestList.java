package sampan.cli.command.registry;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.cli.call.Call;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.OutputFile;
import sampan.cli.call.Preferences;
import sampan.core.config.ConfigJson;
import sampan.core.image.transfer.ListedManifest;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;
import sampan.oci.image.ImageReference;
import sampan.oci.image.StrictJson;

/** Lists of manifests on their way to a registry: a file each, in the caller's configuration. */
record ManifestList(Call call, ImageReference name) {
    private String folder() {
        String config = Preferences.file(call);
        return config.substring(0, config.lastIndexOf('/')) + "/manifests";
    }

    private String file() {
        return name.toString().replaceAll("[/:]", "_") + ".json";
    }

    Optional<List<ListedManifest>> find() throws IOException {
        try (Fd opened = call.invoker().host().open(folder() + "/" + file(), OpenFlags.O_RDONLY, 0)) {
            List<ListedManifest> all = new ArrayList<>();
            for (var json : StrictJson.parse(Read.all(opened, StrictJson.MAX_DOCUMENT), file())
                    .objects("manifests")) {
                all.add(ListedManifest.read(json));
            }
            return Optional.of(all);
        } catch (SyscallException failed) {
            if (failed.is(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    /** @throws CommandFailure in Docker's words, when there is none */
    List<ListedManifest> require() throws IOException, CommandFailure {
        return find().orElseThrow(() -> new CommandFailure(1, "No such manifest: " + name));
    }

    void write(List<ListedManifest> manifests) throws IOException, CommandFailure {
        try (Fd made = call.invoker().host().openOrMakeFolder(folder())) {
            assert made.isOpen();
        }
        var json = ConfigJson.MAPPER.createObjectNode().put("name", name.toString());
        var list = json.putArray("manifests");
        manifests.forEach(manifest -> list.add(manifest.toJson()));
        byte[] text = ConfigJson.MAPPER.writeValueAsBytes(json);
        try (OutputFile file = OutputFile.open(call, folder() + "/" + file(), "saving the manifest list: ")) {
            file.write(text, 0, text.length);
            file.commit();
        }
    }

    void remove() throws IOException {
        try (RootDirectory lists =
                RootDirectory.of(call.invoker().host().open(folder(), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, 0))) {
            lists.removeAll(RootPath.of(file()));
        }
    }
}
