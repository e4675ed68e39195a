package sampan.cli.complete;

/**
 * A word that may stand at the cursor.
 *
 * @param description for shells that show one; may be empty
 */
public record Candidate(String text, String description) {
    static Candidate of(String text) {
        return new Candidate(text, "");
    }

    /** As the scripts read it. */
    @Override
    public String toString() {
        return description.isEmpty() ? text : text + "\t" + description;
    }
}
