package sampan.core.image.transfer;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.core.image.catalogue.Catalogue;
import sampan.core.image.catalogue.ImageNews;
import sampan.core.image.catalogue.Lease;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageId;
import sampan.oci.image.ImageReference;
import sampan.oci.image.Platform;
import sampan.oci.registry.Credentials;
import sampan.oci.registry.RegistryClient;
import sampan.oci.registry.RegistryException;
import sampan.oci.registry.Repository;

/** Images from and to registries. */
public final class Transfers {
    private final Catalogue catalogue;
    private final Clock clock;
    private final ImageNews news;
    private final Watcher watcher;

    public Transfers(Catalogue catalogue, Clock clock, ImageNews news, Watcher watcher) {
        this.catalogue = catalogue;
        this.clock = clock;
        this.news = news;
        this.watcher = watcher;
    }

    /**
     * Who asks, and by what rules.
     *
     * @param platform which image of several; empty: this machine's
     */
    public record Session(
            RegistryClient client, Credentials.Source user, Optional<Platform> platform, TransferProgress progress) {}

    /**
     * Pulls an image by tag or digest.
     *
     * @throws EngineException.NotFound when the registry has none of that name
     */
    public Pulled pull(ImageReference reference, Session session) {
        ImageReference name = reference.withDefaultTag();
        try {
            Pulled pulled = anywhere(name, session, (pull, when) -> pull.pull(name, session.platform, when));
            session.progress.image(pulled);
            return pulled;
        } catch (IOException failed) {
            throw failure(name, failed);
        }
    }

    /**
     * Brings an image here under a name that has nothing to do with its own.
     *
     * @throws EngineException.NotFound when the registry has none of that name
     */
    public Pulled fetch(ImageReference remote, ImageReference name, Session session) {
        try {
            return anywhere(remote, session, (pull, when) -> pull.pullAs(remote, name, session.platform, when));
        } catch (IOException failed) {
            throw failure(remote, failed);
        }
    }

    /** Pulls every tag of a repository. */
    public List<Pulled> pullAll(ImageReference repository, Session session) {
        List<Pulled> all = new ArrayList<>();
        List<String> tags;
        try {
            tags = session.client.toPull(repository, session.user).getLast().tags();
        } catch (IOException failed) {
            throw failure(repository, failed);
        }
        for (String tag : tags) {
            all.add(pull(parse(repository.name() + ":" + tag), session));
        }
        return all;
    }

    /** The manifest or index that a name leads to, byte for byte, checked to be one. */
    public byte[] manifest(ImageReference name, Session session) {
        return with(name, session, () -> {
            Repository place = session.client.toPull(name, session.user).getLast();
            Repository.Fetched fetched = name.digest().isPresent()
                    ? place.manifest(name.digest().get())
                    : place.manifest(name.tag().orElse(ImageReference.DEFAULT_TAG));
            PlatformChoice.mediaType(fetched);
            return fetched.bytes();
        });
    }

    /** Work with a registry, away from the caller's thread so that he can stop it. */
    public static <T> T with(ImageReference name, Session session, java.util.concurrent.Callable<T> work) {
        try (Hands hands = new Hands(1, session.progress)) {
            return hands.await(hands.start(work));
        } catch (IOException failed) {
            throw failure(name, failed);
        }
    }

    /** What a push brought where. */
    public record Pushed(String tag, Digest digest, int size) {}

    /**
     * Pushes the image of a tag.
     *
     * @throws EngineException.NotFound when there is none
     */
    public Pushed push(ImageReference name, Session session) {
        return push(name, name, session);
    }

    /** Pushes the image of a tag under another name. */
    public Pushed push(ImageReference local, ImageReference name, Session session) {
        ImageId id;
        Lease lease;
        synchronized (catalogue) {
            id = catalogue
                    .index()
                    .named(local)
                    .orElseThrow(() -> new EngineException.NotFound(
                            tags(name).isEmpty()
                                    ? "An image does not exist locally with the tag: " + name.familiarName()
                                    : "tag does not exist: " + name.familiar()));
            lease = catalogue.lease(catalogue.config(id).diffIds());
        }
        try (lease;
                Hands hands = new Hands(session.client.bounds().uploads(), session.progress)) {
            Repository place = session.client.toPush(name, session.user);
            ImagePush.Pushed pushed = new ImagePush(catalogue, place, watcher, hands, session.progress)
                    .push(id, name.tag().orElse(ImageReference.DEFAULT_TAG));
            if (local.equals(name)) {
                keepDigest(name, id, pushed.digest());
            }
            news.transferred(name, Action.PUSH);
            return new Pushed(name.tag().orElse(""), pushed.digest(), pushed.size());
        } catch (RegistryException refused) {
            throw new EngineException.SystemError(refused.getMessage(), null);
        } catch (IOException failed) {
            throw Catalogue.failure("cannot push " + name.familiar(), failed);
        }
    }

    /** The names with a tag that an image of the repository has here, sorted. */
    public List<ImageReference> tags(ImageReference repository) {
        return catalogue.index().references().keySet().stream()
                .filter(other ->
                        other.name().equals(repository.name()) && other.digest().isEmpty())
                .sorted(Comparator.comparing(ImageReference::toString))
                .toList();
    }

    private void keepDigest(ImageReference name, ImageId id, Digest digest) throws IOException {
        ImageReference digested = new ImageReference(name.domain(), name.path(), Optional.empty(), Optional.of(digest));
        synchronized (catalogue) {
            boolean known = catalogue.index().named(digested).equals(Optional.of(id));
            if (catalogue.index().contains(id) && !known) {
                catalogue.replace(catalogue.index().tagged(digested, id, clock.instant()));
            }
        }
    }

    private static ImageReference parse(String text) {
        try {
            return ImageReference.parse(text);
        } catch (ImageFormatException malformed) {
            throw new EngineException.InvalidArgument(String.valueOf(malformed.getMessage()));
        }
    }

    /** How an image is taken over. */
    @FunctionalInterface
    private interface Taking {
        Pulled take(ImagePull pull, Instant when) throws IOException;
    }

    private Pulled anywhere(ImageReference name, Session session, Taking taking) throws IOException {
        for (Repository place : session.client.toPull(name, session.user)) {
            try (Hands hands = new Hands(session.client.bounds().downloads(), session.progress)) {
                Pulled pulled =
                        taking.take(new ImagePull(catalogue, place, watcher, hands, session.progress), clock.instant());
                news.transferred(pulled.name(), Action.PULL);
                return pulled;
            } catch (IOException failed) {
                session.progress.check();
                if (!place.location().mirror()) {
                    throw failed;
                }
            }
        }
        throw new IOException("no place to pull " + name.familiar() + " from");
    }

    private static EngineException failure(ImageReference name, IOException failed) {
        String sentence = String.valueOf(failed.getMessage());
        return switch (failed) {
            case RegistryException refused ->
                switch (refused.kind()) {
                    case NOT_FOUND -> new EngineException.NotFound(missing(name, sentence));
                    case DENIED ->
                        sentence.startsWith("denied:")
                                ? new EngineException.NotFound(denied(name, sentence))
                                : new EngineException.SystemError(sentence, null);
                    case FORBIDDEN -> new EngineException.Forbidden(sentence);
                    case UNAVAILABLE -> new EngineException.SystemError(sentence, null);
                };
            case ImageFormatException malformed -> new EngineException.InvalidArgument(sentence);
            default -> Catalogue.failure("cannot pull " + name.familiar(), failed);
        };
    }

    private static String missing(ImageReference name, String sentence) {
        return sentence.startsWith("name unknown")
                ? "repository " + name.familiarName() + " not found: " + sentence
                : "manifest for " + name.familiar() + " not found: " + sentence;
    }

    private static String denied(ImageReference name, String sentence) {
        return "pull access denied for " + name.familiarName()
                + ", repository does not exist or may require 'sampan login': " + sentence;
    }
}
