package sampan.cli.command.registry;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.ImageName;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.value.CsvFields;
import sampan.core.image.transfer.ListedManifest;
import sampan.oci.image.ImageReference;

/** {@code manifest annotate}: says what an image of a list runs on. */
public final class ManifestAnnotateCommand implements Command {
    private static final Flag<String> ARCH = Flag.text("arch", "Set architecture");
    private static final Flag<String> OS = Flag.text("os", "Set operating system");
    private static final Flag<String> OS_FEATURES = Flag.strings("os-features", "Set operating system feature");
    private static final Flag<String> OS_VERSION = Flag.text("os-version", "Set operating system version");
    private static final Flag<String> VARIANT = Flag.text("variant", "Set architecture variant");

    /** What Docker's client takes. */
    private static final Set<String> MACHINES = Set.of(
            ("darwin/386 darwin/amd64 darwin/arm darwin/arm64 dragonfly/amd64 freebsd/386 freebsd/amd64 freebsd/arm"
                            + " linux/386 linux/amd64 linux/arm linux/arm64 linux/mips64 linux/mips64le linux/ppc64le"
                            + " linux/riscv64 linux/s390x netbsd/386 netbsd/amd64 netbsd/arm openbsd/386 openbsd/amd64"
                            + " openbsd/arm plan9/386 plan9/amd64 solaris/amd64 windows/386 windows/amd64")
                    .split(" "));

    private static final Usage USAGE = Usage.of(
                    "manifest annotate",
                    "MANIFEST_LIST MANIFEST",
                    "Add additional information to a local image manifest")
            .flags(ARCH, OS, OS_FEATURES, OS_VERSION, VARIANT)
            .exactly(2);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        ImageReference name = ImageName.parse(call.operands().getFirst()).withDefaultTag();
        ImageReference member = ImageName.parse(call.operands().get(1)).withDefaultTag();
        ManifestList list = new ManifestList(call, name);
        List<ListedManifest> all = new ArrayList<>(list.find().orElse(List.of()));
        CommandFailure.refuse(
                all.stream().noneMatch(each -> each.name().equals(member)),
                "manifest for image " + member.familiar() + " does not exist in " + name.familiar());
        List<String> features = CsvFields.all(call.flags().values(OS_FEATURES));
        all.replaceAll(each -> each.name().equals(member) ? each.on(machine(call, features, each.machine())) : each);
        for (ListedManifest each : all) {
            String machine = each.machine().os() + "/" + each.machine().architecture();
            CommandFailure.refuse(
                    each.name().equals(member) && !MACHINES.contains(machine),
                    "manifest entry for image has unsupported os/arch combination: " + machine);
        }
        list.write(all);
        return 0;
    }

    private static ListedManifest.Machine machine(Call call, List<String> features, ListedManifest.Machine old) {
        return new ListedManifest.Machine(
                call.value(OS).orElse(old.os()),
                call.value(ARCH).orElse(old.architecture()),
                call.value(VARIANT).orElse(old.variant()),
                call.value(OS_VERSION).orElse(old.osVersion()),
                features.isEmpty() ? old.osFeatures() : features);
    }
}
