package sampan.oci.signature;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageReference;
import sampan.oci.image.JsonFields;
import sampan.oci.image.StrictJson;

/**
 * Which images this host takes (containers-policy.json(5)).
 *
 * @param usual for what no scope is about
 * @param transports requirements by scope, by transport
 */
public record Policy(List<Requirement> usual, Map<String, Map<String, List<Requirement>>> transports) {
    /** Images from registries. */
    public static final String REGISTRIES = "docker";
    /** Images that never were in one. */
    public static final String LOCAL = "containers-storage";

    public static final Policy NONE = new Policy(List.of(new Requirement.Anything()), Map.of());

    private static final List<Path> USUAL =
            List.of(Path.of("/etc/sampan/policy.json"), Path.of("/etc/containers/policy.json"));
    private static final String VARIABLE = "SAMPAN_SIGNATURE_POLICY";

    public Policy {
        usual = List.copyOf(usual);
        transports = Map.copyOf(transports);
    }

    /** This host's: the one that a variable {@code SAMPAN_SIGNATURE_POLICY} names, or else the first of the usual ones. */
    static Optional<Path> file(Map<String, String> environment) {
        String named = environment.getOrDefault(VARIABLE, "");
        return named.isEmpty() ? USUAL.stream().filter(Files::exists).findFirst() : Optional.of(Path.of(named));
    }

    static Policy parse(byte[] text, String name) throws IOException {
        JsonFields json = StrictJson.parse(text, name);
        known(json, List.of("default", "transports"));
        List<Requirement> usual = requirements(json, "default");
        Map<String, Map<String, List<Requirement>>> transports = new LinkedHashMap<>();
        Optional<JsonFields> all = json.object("transports");
        for (String transport :
                all.isEmpty() ? List.<String>of() : List.copyOf(all.get().keys())) {
            JsonFields scopes = all.get().requiredObject(transport);
            Map<String, List<Requirement>> by = new LinkedHashMap<>();
            for (String scope : scopes.keys()) {
                by.put(scope, requirements(scopes, scope));
            }
            transports.put(transport, Map.copyOf(by));
        }
        return new Policy(usual, transports);
    }

    /** A word that is not known may have been meant to forbid something. */
    private static void known(JsonFields json, List<String> keys) throws ImageFormatException {
        for (String key : json.keys()) {
            if (!keys.contains(key)) {
                throw new ImageFormatException(json.what() + " has the unknown key \"" + key + "\"");
            }
        }
    }

    private static List<Requirement> requirements(JsonFields json, String key) throws IOException {
        List<Requirement> all = new ArrayList<>();
        for (JsonFields one : json.objects(key)) {
            all.add(requirement(one));
        }
        if (all.isEmpty()) {
            throw new ImageFormatException(json.what() + "." + key + " has no requirement");
        }
        return List.copyOf(all);
    }

    private static Requirement requirement(JsonFields json) throws IOException {
        return switch (json.text("type")) {
            case "insecureAcceptAnything" -> new Requirement.Anything();
            case "reject" -> new Requirement.Nothing();
            case "sigstoreSigned" -> signed(json, List.of("type", "keyPath", "keyData", "signedIdentity"));
            case "signedBy" ->
                json.text("keyType").equals("GPGKeys")
                        ? signedByPgp(json)
                        : signed(json, List.of("type", "keyType", "keyPath", "keyData", "signedIdentity"));
            default ->
                throw new ImageFormatException(json.what() + " has the unknown type \"" + json.text("type") + "\"");
        };
    }

    private static Requirement signed(JsonFields json, List<String> keys) throws IOException {
        known(json, keys);
        return new Requirement.SignedByKey(VerificationKey.parse(key(json)), identity(json));
    }

    private static Requirement signedByPgp(JsonFields json) throws IOException {
        known(json, List.of("type", "keyType", "keyPath", "keyData", "signedIdentity"));
        return new Requirement.SignedByPgp(PgpKeys.parse(key(json)), identity(json));
    }

    private static byte[] key(JsonFields json) throws IOException {
        if (json.has("keyPath") == json.has("keyData")) {
            throw new ImageFormatException(json.what() + " needs one of \"keyPath\" and \"keyData\"");
        }
        try {
            return json.has("keyPath")
                    ? Files.readAllBytes(Path.of(json.text("keyPath")))
                    : Base64.getDecoder().decode(json.text("keyData"));
        } catch (IllegalArgumentException malformed) {
            throw new ImageFormatException(json.what() + ".keyData is not base64", malformed);
        }
    }

    private static SignedIdentity identity(JsonFields json) throws ImageFormatException {
        Optional<JsonFields> identity = json.object("signedIdentity");
        return identity.isEmpty() ? SignedIdentity.USUAL : SignedIdentity.parse(identity.get());
    }

    /** What is required of an image by that name: the most specific scope counts, alone. */
    public List<Requirement> of(ImageReference name, String transport) {
        Map<String, List<Requirement>> scopes = transports.getOrDefault(transport, Map.of());
        for (String scope : scopes(name)) {
            List<Requirement> found = scopes.get(scope);
            if (found != null) {
                return found;
            }
        }
        return scopes.getOrDefault("", usual);
    }

    /** What is required where there is no name. */
    public List<Requirement> of(String transport) {
        return transports.getOrDefault(transport, Map.of()).getOrDefault("", usual);
    }

    /** What a rule may call a name: itself, its repository, the folders above that, its host, and the domains above that. */
    public static List<String> scopes(ImageReference name) {
        List<String> scopes = new ArrayList<>(List.of(name.toString()));
        for (String part = name.name(); !part.isEmpty(); part = part.substring(0, Math.max(0, part.lastIndexOf('/')))) {
            scopes.add(part);
        }
        String host = name.domain().replaceFirst(":\\d+$", "");
        for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            scopes.add("*" + host.substring(dot));
        }
        return scopes;
    }
}
