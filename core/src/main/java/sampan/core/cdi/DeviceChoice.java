package sampan.core.cdi;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sampan.core.config.DeviceRequest;
import sampan.core.error.EngineException;

/** Which devices somebody means who asks by whole names ({@code --device}), or for graphics processors by number ({@code --gpus}). */
final class DeviceChoice {
    private static final String GPU = "gpu";
    private static final List<String> GPU_KINDS = List.of("nvidia.com/gpu", "amd.com/gpu");
    private static final Set<String> DRIVERS = Set.of("", "nvidia", "amd.com", "nvidia.com");

    private final Set<String> there;

    /** @param there the whole names of all devices */
    DeviceChoice(Set<String> there) {
        this.there = there;
    }

    /** Whole names; some of them may be nobody's. */
    List<String> names(List<DeviceRequest> requests) {
        List<String> names = new ArrayList<>();
        for (DeviceRequest request : requests) {
            names.addAll(request.driver().equals(DeviceRequest.CDI) ? byName(request) : graphics(request));
        }
        return names;
    }

    private static List<String> byName(DeviceRequest request) {
        if (request.count() != 0) {
            throw new EngineException.InvalidArgument("unexpected count in CDI device request");
        }
        if (request.options() != null && !request.options().isEmpty()) {
            throw new EngineException.InvalidArgument("unexpected options in CDI device request");
        }
        return ids(request);
    }

    private List<String> graphics(DeviceRequest request) {
        if (!DRIVERS.contains(request.driver()) || !wants(request)) {
            throw nobody(request, "");
        }
        String kind = GPU_KINDS.stream()
                .filter(candidate -> there.stream().anyMatch(name -> name.startsWith(candidate + "=")))
                .findFirst()
                .orElseThrow(
                        () -> nobody(
                                request,
                                ": no CDI specification describes a GPU (nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml)"));
        List<String> ids = ids(request);
        if (!ids.isEmpty()) {
            return ids.stream()
                    .map(id -> CdiName.parse(id).isPresent() ? id : kind + "=" + id)
                    .toList();
        }
        return request.count() < 0
                ? List.of(kind + "=all")
                : IntStream.range(0, request.count())
                        .mapToObj(number -> kind + "=" + number)
                        .toList();
    }

    /** What a container may do with a GPU is for its specification to say: any capabilities beside {@code gpu} will do. */
    private static boolean wants(DeviceRequest request) {
        return request.capabilities() != null && request.capabilities().stream().anyMatch(set -> set.contains(GPU));
    }

    private static List<String> ids(DeviceRequest request) {
        return request.deviceIds() == null ? List.of() : request.deviceIds();
    }

    private static EngineException nobody(DeviceRequest request, String hint) {
        List<List<String>> capabilities = request.capabilities() == null ? List.of() : request.capabilities();
        String text = capabilities.stream()
                .map(set -> "[" + String.join(" ", set) + "]")
                .collect(Collectors.joining(" ", "[", "]"));
        return new EngineException.InvalidArgument(
                "could not select device driver \"" + request.driver() + "\" with capabilities: " + text + hint);
    }
}
