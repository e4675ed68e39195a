package sampan.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sampan.api.call.Route;
import sampan.api.container.ExecWishes;
import sampan.api.http.Body;
import sampan.api.http.Client;
import sampan.api.http.Request;
import sampan.core.Engine;
import sampan.core.policy.Need;

/** What operations take of callers. */
final class NeedsTest extends ServedEngine {
    NeedsTest() {
        super(sampan.api.http.Limits.DEFAULT);
    }

    private static Request request(Map<String, List<String>> query) {
        return new Request(
                "POST",
                "/",
                "/",
                query,
                Map.of(),
                new NoBody(),
                new Client(new Client.Origin("unix:///s", Optional.empty(), Optional::empty), true));
    }

    @Test
    void whatSendsSomethingIsNeverALookButForAWait() {
        Engine engine = engine();
        for (Route route : Routes.of(engine, new ExecWishes())) {
            boolean reads = List.of("GET", "HEAD").contains(route.method());
            Need need = Needs.of(route.pattern(), request(Map.of()));
            if (!reads && !route.pattern().equals("POST /containers/{}/wait")) {
                assertThat(need.changes()).as(route.pattern()).isTrue();
            }
        }
    }

    @Test
    void anImportIsNoPull() {
        assertThat(Needs.of("POST /images/create", request(Map.of("fromImage", List.of("x")))))
                .isEqualTo(Need.PULL);
        assertThat(Needs.of("POST /images/create", request(Map.of("fromImage", List.of("x"), "fromSrc", List.of("-")))))
                .isEqualTo(Need.EVERYTHING);
    }

    @Test
    void anOperationThatNobodyHasThoughtAboutIsForThoseWhoMayDoEverything() {
        assertThat(Needs.of("GET /something/new", request(Map.of()))).isEqualTo(Need.EVERYTHING);
    }

    private static final class NoBody implements Body {
        @Override
        public void expect() {}

        @Override
        public InputStream stream() {
            return InputStream.nullInputStream();
        }

        @Override
        public byte[] whole(int most) {
            return new byte[0];
        }

        @Override
        public boolean isBroken() {
            return false;
        }
    }
}
