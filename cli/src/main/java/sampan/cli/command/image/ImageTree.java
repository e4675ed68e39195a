package sampan.cli.command.image;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import sampan.cli.call.Call;
import sampan.cli.table.Sizes;
import sampan.core.image.catalogue.Image;

/** Images as {@code images --tree} shows them: their names, below them their platform. */
final class ImageTree {
    private static final int GAP = 3;
    private static final int ID = 12;
    private static final int USAGE = 10;
    private static final int CONTENT = 12;
    private static final int NARROWEST = 12;
    private static final int EXTRA = 5;
    private static final String BRANCH = "└─ ";
    private static final String UNTAGGED = "<untagged>";

    private final List<String> used;
    private final int name;
    private final StringBuilder text = new StringBuilder();

    private ImageTree(List<String> used, int name) {
        this.used = used;
        this.name = name;
    }

    static String of(List<Image> images, Call call) {
        int columns = call.session().columns();
        int most = columns == 0
                ? Integer.MAX_VALUE
                : Math.max(NARROWEST, columns - ID - USAGE - CONTENT - EXTRA - 4 * GAP);
        int widest = images.stream()
                .flatMap(image -> first(image).stream())
                .mapToInt(String::length)
                .max()
                .orElse(0);
        List<String> used =
                call.engine().containers().list().stream().map(c -> c.image()).toList();
        ImageTree tree = new ImageTree(used, Math.min(most, Math.max("IMAGE".length(), widest)));
        return tree.print(images);
    }

    /** What stands in the first column for an image. */
    private static List<String> first(Image image) {
        List<String> lines = new ArrayList<>(names(image));
        lines.add(BRANCH + image.config().platform());
        return lines;
    }

    private static List<String> names(Image image) {
        List<String> names = image.references().stream()
                .map(reference -> reference.familiar())
                .collect(Collectors.toList());
        return names.isEmpty() ? List.of(UNTAGGED) : names;
    }

    private String print(List<Image> images) {
        text.append("i Info →   U  In Use\n");
        line("IMAGE", "ID", "DISK USAGE", "CONTENT SIZE", "EXTRA");
        for (Image image : images) {
            List<String> names = names(image);
            names.subList(0, names.size() - 1)
                    .forEach(other -> text.append(other).append('\n'));
            line(names.getLast(), image);
            line(BRANCH + image.config().platform(), image);
        }
        return text.toString();
    }

    private void line(String first, Image image) {
        String size = Sizes.decimal(image.size());
        line(first, image.id().shortened(), size, size, used.contains(image.id().toString()) ? "U" : "");
    }

    private void line(String first, String id, String usage, String content, String extra) {
        String shown = first.length() > name ? first.substring(0, name - 3) + "..." : first;
        String line = pad(shown, name)
                + " ".repeat(GAP)
                + pad(id, ID)
                + " ".repeat(GAP)
                + right(usage, USAGE)
                + " ".repeat(GAP)
                + right(content, CONTENT)
                + " ".repeat(GAP)
                + extra;
        text.append(line.stripTrailing()).append('\n');
    }

    private static String pad(String cell, int width) {
        return cell + " ".repeat(Math.max(0, width - cell.length()));
    }

    private static String right(String cell, int width) {
        return " ".repeat(Math.max(0, width - cell.length())) + cell;
    }
}
