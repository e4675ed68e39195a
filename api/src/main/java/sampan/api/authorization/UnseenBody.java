package sampan.api.authorization;

import java.io.InputStream;
import sampan.api.http.Body;
import sampan.core.error.EngineException;

/** An archive, which no plugin is shown: nobody may take it for anything else. */
record UnseenBody(Body archive) implements Body {
    @Override
    public void expect() {
        archive.expect();
    }

    @Override
    public InputStream stream() {
        return archive.stream();
    }

    @Override
    public byte[] whole(int most) {
        throw new EngineException.Forbidden(
                "authorization denied: a request body that authorization plugins have not seen is not read");
    }

    @Override
    public boolean isBroken() {
        return archive.isBroken();
    }
}
