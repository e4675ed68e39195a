package sampan.api;

import java.io.IOException;
import java.util.Optional;
import sampan.api.http.Handler;
import sampan.api.http.Request;
import sampan.api.http.Response;
import sampan.core.Engine;
import sampan.core.audit.AuditLog;
import sampan.core.audit.Deed;
import sampan.core.config.ConfigJson;
import sampan.core.error.EngineException;
import sampan.core.policy.Asker;
import sampan.core.policy.Gate;
import sampan.core.policy.Need;
import sampan.core.policy.Rights;
import tools.jackson.core.JacksonException;

/** Tells the audit log of every change, and of every refusal, whoever refused. */
final class Audited implements Handler {
    private static final int CREATED = 201;
    private static final int FIRST_FAILURE = 400;

    private final Handler inner;
    private final Operations operations;
    private final Engine engine;
    private final Gate gate;
    private final AuditLog log;

    Audited(Handler inner, Operations operations, Engine engine, Gate gate, AuditLog log) {
        this.inner = inner;
        this.operations = operations;
        this.engine = engine;
        this.gate = gate;
        this.log = log;
    }

    @Override
    public Response answer(Request request) throws IOException, InterruptedException {
        Optional<Operations.Meant> meant = operations.find(request);
        boolean changes =
                meant.map(Operations.Meant::need).filter(Need::changes).isPresent();
        Deed deed = deed(request, meant);
        try {
            Response response = inner.answer(request);
            if (changes) {
                boolean failed = response.status() >= FIRST_FAILURE;
                log.tell(deed, failed ? Deed.Outcome.FAILED : Deed.Outcome.DONE, response.status(), made(response));
            }
            return response;
        } catch (EngineException.Forbidden refused) {
            log.tell(deed, Deed.Outcome.REFUSED, status(request, refused), String.valueOf(refused.getMessage()));
            throw refused;
        } catch (EngineException.NotFound missing) {
            if (deed.container().isPresent()) {
                log.tell(deed, Deed.Outcome.REFUSED, status(request, missing), "it is not the caller's own");
            } else if (changes) {
                log.tell(deed, Deed.Outcome.FAILED, status(request, missing), "");
            }
            throw missing;
        } catch (IOException | InterruptedException | RuntimeException failed) {
            if (changes) {
                // Not what it says: that could be a part of what was asked.
                log.tell(deed, Deed.Outcome.FAILED, status(request, failed), "");
            }
            throw failed;
        }
    }

    private int status(Request request, Exception failure) {
        return inner.failed(request, failure).status();
    }

    private Deed deed(Request request, Optional<Operations.Meant> meant) {
        Asker asker = Askers.of(request.client());
        String operation = meant.map(Operations.Meant::pattern).orElse(request.method() + " " + request.path());
        String target = meant.map(known -> known.target(request)).orElse("");
        Deed deed = new Deed(asker, rule(asker), operation, target, Optional.empty());
        return meant.filter(Operations.Meant::isOfContainer).isPresent() ? deed.to(container(target)) : deed;
    }

    private Optional<String> rule(Asker asker) {
        try {
            return Optional.of(gate.rights(asker)).flatMap(Rights::rule);
        } catch (EngineException.Forbidden unknown) {
            return Optional.empty();
        }
    }

    /** Whosoever it is: before it may be gone. */
    private Optional<Deed.Named> container(String reference) {
        try {
            return Optional.of(Deed.Named.of(engine.containers().find(reference)));
        } catch (EngineException none) {
            return Optional.empty();
        }
    }

    private static String made(Response response) {
        if (response.status() != CREATED || !(response instanceof Response.Whole whole)) {
            return "";
        }
        try {
            return ConfigJson.MAPPER.readTree(whole.body()).path("Id").asString("");
        } catch (JacksonException none) {
            return "";
        }
    }

    @Override
    public Response failed(Request request, Throwable failure) {
        return inner.failed(request, failure);
    }
}
