package sampan.core.image.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sampan.core.error.EngineException;
import sampan.core.image.catalogue.Catalogue;
import sampan.core.image.catalogue.Image;
import sampan.core.image.catalogue.ImageNames;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageReference;
import sampan.oci.registry.Lookaside;
import sampan.oci.registry.RegistryException;
import sampan.oci.registry.Repository;
import sampan.oci.signature.Policy;
import sampan.oci.signature.Requirement;
import sampan.oci.signature.SignatureStore;
import sampan.oci.signature.SignedStatement;

/** Asks this host's policy whether an image may be pulled, and again whether it may be run. */
public final class Admission {
    private static final String REJECTED = "Source image rejected: ";

    private final Catalogue catalogue;

    public Admission(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * @param manifests by which the image is known there: what the name leads to, and what was chosen of that
     * @throws RegistryException FORBIDDEN, when it may not
     */
    public void pull(ImageReference name, Repository repository, List<Digest> manifests) throws IOException {
        List<Requirement> required = catalogue.policy().read(System.getenv()).of(name, Policy.REGISTRIES);
        for (Digest manifest : required.stream().anyMatch(Requirement.Signed.class::isInstance)
                ? new LinkedHashSet<>(manifests)
                : Set.<Digest>of()) {
            List<SignedStatement> found = find(name, repository, manifest, required);
            if (!found.isEmpty()) {
                catalogue.signatures().keep(manifest, found, present(manifests));
            }
        }
        Optional<String> why = refusal(name, manifests, required);
        if (why.isPresent()) {
            throw new RegistryException(RegistryException.Kind.FORBIDDEN, REJECTED + why.get());
        }
    }

    private static List<SignedStatement> find(
            ImageReference name, Repository repository, Digest manifest, List<Requirement> required)
            throws IOException {
        List<SignedStatement> found = new ArrayList<>();
        if (required.stream().anyMatch(Requirement.SignedByKey.class::isInstance)) {
            found.addAll(new SignatureStore(repository).find(manifest));
        }
        if (required.stream().anyMatch(Requirement.SignedByPgp.class::isInstance)) {
            Lookaside place = Lookasides.read(System.getenv()).of(name);
            for (byte[] message : place.find(repository, manifest)) {
                found.add(new SignedStatement(message, new byte[0]));
            }
        }
        return found;
    }

    private Set<Digest> present(List<Digest> coming) {
        Set<Digest> present = catalogue.index().references().keySet().stream()
                .flatMap(name -> name.digest().stream())
                .collect(Collectors.toSet());
        present.addAll(coming);
        return present;
    }

    private Optional<String> refusal(ImageReference name, List<Digest> manifests, List<Requirement> required) {
        for (Requirement one : required) {
            Optional<String> why = switch (one) {
                case Requirement.Anything _ -> Optional.empty();
                case Requirement.Nothing _ ->
                    Optional.of("Running image docker://" + name.familiar() + " is rejected by policy.");
                case Requirement.Signed signed -> unsigned(name, manifests, signed);
            };
            if (why.isPresent()) {
                return why;
            }
        }
        return Optional.empty();
    }

    private Optional<String> unsigned(ImageReference name, List<Digest> manifests, Requirement.Signed signed) {
        int seen = 0;
        for (Digest manifest : manifests) {
            List<SignedStatement> statements = catalogue.signatures().of(manifest);
            if (signed.isMet(name, manifest, statements)) {
                return Optional.empty();
            }
            seen += statements.size();
        }
        return Optional.of(
                seen == 0
                        ? "A signature was required, but no signature exists"
                        : "none of " + seen + (seen == 1 ? " signature" : " signatures")
                                + " is by the required key and for the name " + name);
    }

    /**
     * Whether a container of the image may be made.
     *
     * @throws EngineException.Forbidden when it may not
     */
    public void run(String nameOrId) {
        Policy policy;
        try {
            policy = catalogue.policy().read(System.getenv());
        } catch (IOException unreadable) {
            throw new EngineException.SystemError("cannot read the policy: " + unreadable.getMessage(), null);
        }
        if (policy.equals(Policy.NONE)) {
            return;
        }
        Image image = catalogue.image(ImageNames.resolve(nameOrId, catalogue.index()));
        List<ImageReference> names = named(nameOrId, image);
        Optional<String> why = names.isEmpty() ? unnamed(policy) : Optional.empty();
        for (ImageReference name : names) {
            why = refusal(name, image, policy);
            if (why.isEmpty()) {
                return;
            }
        }
        if (why.isPresent()) {
            throw new EngineException.Forbidden(REJECTED + why.get());
        }
    }

    /** The name it was called by; of an id all names, of which one will do. */
    private static List<ImageReference> named(String nameOrId, Image image) {
        try {
            ImageReference asked = ImageReference.parse(nameOrId).withDefaultTag();
            return image.references().contains(asked) ? List.of(asked) : image.references();
        } catch (ImageFormatException anId) {
            return image.references();
        }
    }

    private Optional<String> refusal(ImageReference name, Image image, Policy policy) {
        List<Digest> manifests = image.references().stream()
                .filter(other -> other.name().equals(name.name()))
                .flatMap(other -> other.digest().stream())
                .toList();
        String transport = manifests.isEmpty() ? Policy.LOCAL : Policy.REGISTRIES;
        return refusal(name, manifests, policy.of(name, transport));
    }

    private static Optional<String> unnamed(Policy policy) {
        boolean open = policy.of(Policy.LOCAL).stream().allMatch(Requirement.Anything.class::isInstance);
        return open ? Optional.empty() : Optional.of("an image without a name is rejected by policy");
    }
}
