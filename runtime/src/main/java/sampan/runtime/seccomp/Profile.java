package sampan.runtime.seccomp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.kernel.seccomp.InvalidFilterException;
import sampan.kernel.syscall.Abi;
import sampan.oci.spec.Seccomp;

/**
 * A seccomp profile as {@code --security-opt seccomp=FILE} takes it: config.json's section, with rules that depend on the
 * container's capabilities, the machine and its kernel, and with architectures given as a map.
 */
public final class Profile {
    private static final String UNCONFINED = "unconfined";
    private static final String BUILT_IN = "builtin";

    private final Seccomp common;
    private final Map<String, List<String>> architectureMap;
    private final List<ProfileRule> rules;

    /** @param common everything but the rules */
    Profile(Seccomp common, Map<String, List<String>> architectureMap, List<ProfileRule> rules) {
        this.common = common;
        this.architectureMap = Map.copyOf(architectureMap);
        this.rules = List.copyOf(rules);
    }

    /** @throws InvalidFilterException with Docker's sentence for what is wrong with it */
    public static Profile parse(byte[] json) {
        return ProfileReader.read(json);
    }

    /** What a container gets when nobody says otherwise. */
    public static Profile standard() {
        try (InputStream in = Profile.class.getResourceAsStream("default.json")) {
            if (in == null) {
                throw new IllegalStateException("default.json is missing from the module");
            }
            return parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The value of {@code --security-opt seccomp=}, in which the client has put a file's content for its name.
     *
     * @return empty for {@code unconfined}
     */
    public static Optional<Profile> ofOption(String value) {
        return switch (value) {
            case UNCONFINED -> Optional.empty();
            case BUILT_IN -> Optional.of(standard());
            default -> Optional.of(parse(value.getBytes(StandardCharsets.UTF_8)));
        };
    }

    /** The {@code linux.seccomp} of a container's config.json; empty when the profile says nothing at all. */
    public Optional<Seccomp> resolve(Circumstances circumstances) {
        if (common.defaultAction().isEmpty() && rules.isEmpty()) {
            return Optional.empty();
        }
        List<Seccomp.Syscall> syscalls = rules.stream()
                .filter(rule -> rule.applies(circumstances))
                .map(ProfileRule::syscall)
                .toList();
        return Optional.of(new Seccomp(
                common.defaultAction(),
                common.defaultErrnoRet(),
                architectures(circumstances.abi()),
                common.flags(),
                common.listenerPath(),
                common.listenerMetadata(),
                syscalls));
    }

    private List<String> architectures(Abi abi) {
        return architectureMap.isEmpty()
                ? common.architectures()
                : architectureMap.getOrDefault(abi.ociName(), List.of());
    }
}
