package sampan.core.image.transfer;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import sampan.core.error.EngineException;
import sampan.core.image.catalogue.Catalogue;
import sampan.oci.image.ImageReference;
import sampan.oci.registry.Found;
import sampan.oci.registry.RegistryException;

/** Looks for images in a registry. */
public final class ImageSearch {
    private static final int USUAL = 25;
    private static final int MOST = 100;

    private ImageSearch() {}

    /**
     * Asks the registry that stands before the first slash of the term, or Docker Hub.
     *
     * @param limit how many; 0: the usual 25
     * @param wanted which of those that the registry finds
     */
    public static List<Found> find(String term, long limit, Predicate<Found> wanted, Transfers.Session session) {
        if (limit < 0 || limit > MOST) {
            throw new EngineException.InvalidArgument("limit " + limit + " is outside the range of [1, " + MOST + "]");
        }
        if (term.isEmpty() || term.contains("://")) {
            throw new EngineException.InvalidArgument(
                    "invalid repository name: repository name (" + term + ") should not be empty, nor have a scheme");
        }
        Question question = Question.of(term);
        int most = limit == 0 ? USUAL : (int) limit;
        try (Hands hands = new Hands(1, session.progress())) {
            return hands
                    .await(hands.start(
                            () -> session.client().search(question.registry(), question.words(), most, session.user())))
                    .stream()
                    .filter(wanted)
                    .limit(most)
                    .toList();
        } catch (RegistryException refused) {
            throw new EngineException.SystemError(refused.getMessage(), null);
        } catch (IOException failed) {
            throw Catalogue.failure("cannot search " + question.registry(), failed);
        }
    }

    /** What is asked of whom. */
    private record Question(String registry, String words) {
        static Question of(String term) {
            int slash = term.indexOf('/');
            String first = term.substring(0, Math.max(slash, 0));
            return first.contains(".") || first.contains(":") || first.equals("localhost")
                    ? new Question(first, term.substring(slash + 1))
                    : new Question(ImageReference.DEFAULT_DOMAIN, term.replaceFirst("^library/", ""));
        }
    }
}
