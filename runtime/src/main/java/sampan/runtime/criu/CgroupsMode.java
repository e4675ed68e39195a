package sampan.runtime.criu;

import java.util.Optional;

/** What criu does with the cgroups of processes it restores: {@code --manage-cgroups-mode}. */
public enum CgroupsMode {
    IGNORE(0),
    SOFT(3),
    FULL(4),
    STRICT(5);

    private final int number;

    CgroupsMode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** By its name in small letters. */
    public static Optional<CgroupsMode> of(String word) {
        return switch (word) {
            case "ignore" -> Optional.of(IGNORE);
            case "soft" -> Optional.of(SOFT);
            case "full" -> Optional.of(FULL);
            case "strict" -> Optional.of(STRICT);
            default -> Optional.empty();
        };
    }
}
