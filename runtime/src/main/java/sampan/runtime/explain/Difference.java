package sampan.runtime.explain;

import java.util.ArrayList;
import java.util.List;

/** Two explanations side by side: what only the first does with {@code -}, what only the second does with {@code +}. */
public final class Difference {
    private Difference() {}

    /** Headings of groups are shown where something in the group differs; empty when nothing does. */
    public static String of(Explanation one, Explanation other) {
        List<String> left = one.comparable();
        List<String> right = other.comparable();
        int[][] common = common(left, right);
        List<String> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < left.size() || j < right.size()) {
            boolean both = i < left.size() && j < right.size() && left.get(i).equals(right.get(j));
            if (both) {
                lines.add("  " + left.get(i));
                i++;
                j++;
            } else if (j == right.size() || (i < left.size() && common[i + 1][j] >= common[i][j + 1])) {
                lines.add("- " + left.get(i++));
            } else {
                lines.add("+ " + right.get(j++));
            }
        }
        return changed(lines);
    }

    /** The length of the longest common part of what follows each pair of places. */
    private static int[][] common(List<String> left, List<String> right) {
        int[][] common = new int[left.size() + 1][right.size() + 1];
        for (int i = left.size() - 1; i >= 0; i--) {
            for (int j = right.size() - 1; j >= 0; j--) {
                common[i][j] = left.get(i).equals(right.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private static String changed(List<String> lines) {
        StringBuilder text = new StringBuilder();
        String heading = "";
        for (String line : lines) {
            if (line.startsWith("  # ")) {
                heading = line;
            } else if (!line.startsWith("  ")) {
                if (!heading.isEmpty() && !line.substring(2).startsWith("# ")) {
                    text.append(heading).append('\n');
                }
                heading = "";
                text.append(line).append('\n');
            }
        }
        return text.toString();
    }
}
