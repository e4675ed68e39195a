package sampan.core.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Of a mount of type image. */
@JsonNaming(UpperCamelCaseStrategy.class)
public record ImageOptions(@JsonInclude(Include.NON_EMPTY) String subpath) {
    public ImageOptions {
        subpath = Lists.text(subpath);
    }
}
