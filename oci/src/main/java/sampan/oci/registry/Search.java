package sampan.oci.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.oci.image.JsonFields;
import sampan.oci.image.StrictJson;

/**
 * What a registry has: by its search (version 1 of Docker's protocol, which Docker Hub and some others speak to this day), else by the catalogue of version 2.
 */
final class Search {
    private static final String HUB_INDEX = "index.docker.io";
    private static final int NOT_FOUND = 404;
    private static final int MOST_PAGES = 100;

    private final Repository root;
    private final String host;

    /** @param root of the registry, allowed to see its catalogue */
    Search(Repository root, String host) {
        this.root = root;
        this.host = host;
    }

    /** The host that answers for a registry. */
    static String host(String registry) {
        return registry.equals(Location.HUB) ? HUB_INDEX : registry;
    }

    List<Found> find(String term, int limit) throws IOException {
        URI question = root.base().resolve("/v1/search?q=" + URLEncoder.encode(term, UTF_8) + "&n=" + limit);
        HttpResponse<InputStream> answer = root.fetch("GET", question, Map.of("Accept", "application/json"));
        if (answer.statusCode() == NOT_FOUND) {
            answer.body().close();
            return catalogue(term, limit);
        }
        if (answer.statusCode() != 200) {
            throw root.refused(answer);
        }
        List<Found> all = new ArrayList<>();
        for (JsonFields one : json(answer).objects("results")) {
            all.add(new Found(
                    one.text("name"),
                    one.text("description"),
                    one.number("star_count"),
                    one.flag("is_official"),
                    one.flag("is_automated")));
        }
        return all;
    }

    private static JsonFields json(HttpResponse<InputStream> answer) throws IOException {
        try (InputStream body = answer.body()) {
            return StrictJson.parse(body.readNBytes(StrictJson.MAX_DOCUMENT + 1), "search result");
        }
    }

    private List<Found> catalogue(String term, int limit) throws IOException {
        List<Found> all = new ArrayList<>();
        Optional<URI> page = Optional.of(root.base().resolve("/v2/_catalog"));
        for (int pages = 0; page.isPresent() && pages < MOST_PAGES && all.size() < limit; pages++) {
            HttpResponse<InputStream> answer = root.fetch("GET", page.get(), Map.of("Accept", "application/json"));
            if (answer.statusCode() != 200) {
                answer.body().close();
                throw new RegistryException(
                        RegistryException.Kind.UNAVAILABLE,
                        "registry " + host + " can neither be searched nor does it list its repositories (status "
                                + answer.statusCode() + ")");
            }
            json(answer).texts("repositories").stream()
                    .filter(name -> name.contains(term))
                    .limit(limit - all.size())
                    .forEach(name -> all.add(new Found(name, "", 0, false, false)));
            page = root.next(answer.headers().firstValue("Link").orElse(""), page.get());
        }
        return all;
    }
}
