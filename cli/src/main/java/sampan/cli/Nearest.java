package sampan.cli;

import java.util.Collection;
import java.util.Comparator;

/** Did you mean ...? */
final class Nearest {
    private Nearest() {}

    /** @return a line that asks for what was likely meant, with an empty line before; empty when nothing is near */
    static String question(String typed, Collection<String> known) {
        return known.stream()
                .filter(word -> isNear(typed, word))
                .min(Comparator.<String>comparingInt(word -> distance(typed, word))
                        .thenComparing(word -> word))
                .map(word -> "\n\nDid you mean '" + word + "'?")
                .orElse("");
    }

    private static boolean isNear(String typed, String word) {
        if (typed.length() > 2 * word.length() || typed.length() < 2) {
            return false;
        }
        return distance(typed, word) <= Math.min(2, (typed.length() + 1) / 3)
                || (typed.length() > 3 && word.startsWith(typed));
    }

    /** How many characters must be put in, left out, changed or swapped with their neighbour. */
    static int distance(String one, String other) {
        int[][] costs = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                costs[i][j] = cost(one, other, costs, new int[] {i, j});
            }
        }
        return costs[one.length()][other.length()];
    }

    private static int cost(String one, String other, int[][] costs, int[] at) {
        int i = at[0];
        int j = at[1];
        if (i == 0 || j == 0) {
            return i + j;
        }
        boolean same = one.charAt(i - 1) == other.charAt(j - 1);
        int least = Math.min(costs[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(costs[i - 1][j], costs[i][j - 1]));
        boolean swapped =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return swapped ? Math.min(least, costs[i - 2][j - 2] + 1) : least;
    }
}
