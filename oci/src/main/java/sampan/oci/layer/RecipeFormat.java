package sampan.oci.layer;

/** The records of a recipe: a byte for the kind, lengths and numbers as Java writes them, all of it compressed with zstd. */
final class RecipeFormat {
    /** Of the file beside an unpacked layer. */
    static final String FILE = "recipe";

    /** Of the folder with what later entries of the same archive took the place of. */
    static final String REPLACED = "replaced";

    /** Of the folder with the layer's files. */
    static final String CONTENT = "fs";

    /** {@code int length, bytes}: they stand in the archive as they stand here. */
    static final int LITERAL = 'L';

    /** {@code short length, path, int count, (long offset, long length)…}: parts of an unpacked file. */
    static final int PARTS = 'F';

    /** {@code short length, path, int number}: what had this path went to {@link #REPLACED}. */
    static final int MOVED = 'M';

    private RecipeFormat() {}
}
