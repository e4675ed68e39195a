package sampan.oci.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md#linux-process">config.md#linux-process</a>, the five sets. */
public record Capabilities(
        List<String> bounding,
        List<String> effective,
        List<String> inheritable,
        List<String> permitted,
        List<String> ambient) {
    public static final Capabilities NONE = new Capabilities(null, null, null, null, null);

    public Capabilities(
            @Nullable List<String> bounding,
            @Nullable List<String> effective,
            @Nullable List<String> inheritable,
            @Nullable List<String> permitted,
            @Nullable List<String> ambient) {
        this.bounding = Copies.of(bounding);
        this.effective = Copies.of(effective);
        this.inheritable = Copies.of(inheritable);
        this.permitted = Copies.of(permitted);
        this.ambient = Copies.of(ambient);
    }

    /** Bounding, permitted and effective alike; inheritable and ambient stay empty (CVE-2022-24769). */
    public static Capabilities of(List<String> names) {
        return new Capabilities(names, names, null, names, null);
    }
}
