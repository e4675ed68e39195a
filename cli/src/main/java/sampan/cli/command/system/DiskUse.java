package sampan.cli.command.system;

import sampan.cli.table.Sizes;

/**
 * A line of {@code system df}.
 *
 * @param active how many of them somebody needs
 * @param size bytes of all of them
 * @param reclaimable bytes of those that nobody needs
 */
record DiskUse(String type, int total, int active, long size, long reclaimable) {
    private static final int PERCENT = 100;

    String reclaimableText() {
        String text = Sizes.precise(reclaimable);
        return size > 0 ? text + " (" + reclaimable * PERCENT / size + "%)" : text;
    }
}
