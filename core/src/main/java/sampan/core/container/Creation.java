package sampan.core.container;

import java.util.List;

/**
 * A new container, and what the host cannot give it: one sentence each, for the user.
 */
public record Creation(Container container, List<String> warnings) {}
