package sampan.oci.registry;

/**
 * A repository that a search found. All of it is what a stranger says.
 *
 * @param stars how many people like it
 */
public record Found(String name, String description, long stars, boolean official, boolean automated) {}
