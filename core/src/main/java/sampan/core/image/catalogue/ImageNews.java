package sampan.core.image.catalogue;

import java.util.HashMap;
import java.util.Map;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.core.event.EventType;
import sampan.core.event.Publisher;
import sampan.core.event.Subject;
import sampan.oci.image.ImageId;
import sampan.oci.image.ImageReference;

/** Tells the journal what happens to images: with their labels, as long as they are there. */
public final class ImageNews {
    private final Catalogue catalogue;
    private final Publisher events;

    public ImageNews(Catalogue catalogue, Publisher events) {
        this.catalogue = catalogue;
        this.events = events;
    }

    /** Under its id. */
    public void tell(ImageId id, Action action) {
        tell(id, id.toString(), action);
    }

    /** @param name what it was called when it happened: {@code busybox:latest} */
    public void tell(ImageId id, String name, Action action) {
        events.publish(subject(id, name), action);
    }

    /** As Docker tells of what a registry takes part in: under the name, not the id. */
    public void transferred(ImageReference name, Action action) {
        events.publish(new Subject(EventType.IMAGE, name.familiar(), Map.of("name", name.familiarName())), action);
    }

    /** For what is told of an image that is no more. */
    public Subject subject(ImageId id, String name) {
        Map<String, String> attributes = new HashMap<>(labels(id));
        attributes.put("name", name);
        return new Subject(EventType.IMAGE, id.toString(), attributes);
    }

    public void publish(Subject subject, Action action) {
        events.publish(subject, action);
    }

    private Map<String, String> labels(ImageId id) {
        try {
            return catalogue.index().contains(id)
                    ? catalogue.config(id).config().labels()
                    : Map.of();
        } catch (EngineException unreadable) {
            return Map.of();
        }
    }
}
