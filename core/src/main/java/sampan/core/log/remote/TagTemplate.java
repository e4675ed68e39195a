package sampan.core.log.remote;

import java.util.ServiceLoader;

/** Go's template language for {@code --log-opt tag}; the commands' module provides it. */
public interface TagTemplate {
    /** @throws sampan.core.error.EngineException.InvalidArgument with the sentence of Go's package */
    String render(String template, LogSubject subject);

    /** The option's, or the beginning of the id. */
    static String tag(LogSubject subject) {
        String template = subject.options().getOrDefault("tag", "");
        if (template.isEmpty() || template.equals("{{.ID}}")) {
            return subject.shortId();
        }
        if (!template.contains("{{")) {
            return template;
        }
        return ServiceLoader.load(TagTemplate.class)
                .findFirst()
                .map(language -> language.render(template, subject))
                .orElse(template);
    }
}
