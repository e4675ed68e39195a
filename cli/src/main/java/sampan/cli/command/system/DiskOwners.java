package sampan.cli.command.system;

import java.util.List;
import sampan.cli.call.Call;
import sampan.cli.flag.InvalidValue;
import sampan.cli.table.Column;
import sampan.cli.table.Listing;
import sampan.cli.table.Medium;
import sampan.cli.table.Sizes;
import sampan.core.disk.DataRootUse;
import sampan.core.disk.DiskOwner;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The last part of {@code system df --verbose}, which Docker has not: every block of the data root, and whose it is. */
record DiskOwners(List<DiskOwner> owners) {
    private static final int SHORT = 12;

    private static final Listing<DiskOwner> LISTING = new Listing<>(
            List.of(
                    new Column<>("Kind", "KIND", owner -> owner.kind().text()),
                    new Column<DiskOwner>("Name", "NAME", owner -> shortened(owner.name())).shrinking(),
                    new Column<>("Size", "ON DISK", owner -> Sizes.precise(owner.bytes()))),
            List.of("Kind", "Name", "Size"));

    static DiskOwners of(Call call) {
        return new DiskOwners(DataRootUse.of(call.engine().options().dataRoot()));
    }

    private static String shortened(String name) {
        return name.matches("[0-9a-f]{64}") ? name.substring(0, SHORT) : name;
    }

    String table(Medium medium) throws InvalidValue {
        long total = owners.stream().mapToLong(DiskOwner::bytes).sum();
        return "\nDisk usage by owner: " + Sizes.precise(total) + "\n\n" + LISTING.render(owners, "", medium);
    }

    void addTo(ObjectNode all) {
        ArrayNode disk = all.putArray("Disk");
        for (DiskOwner owner : owners) {
            disk.addObject()
                    .put("Kind", owner.kind().text())
                    .put("Name", owner.name())
                    .put("Bytes", owner.bytes());
        }
    }
}
