package sampan.cli.go;

/** How much one execution may do. A template is a program typed by a user, and it runs inside the engine: it must end, and not fill its memory. */
public final class Budget {
    private static final long CHARACTERS = 8 << 20;
    private static final long STEPS = 20_000_000;

    private long characters = CHARACTERS;
    private long steps = STEPS;

    /** @throws GoError when all that was made, shown or not, is more than 8 Mi characters */
    public void spend(long count) throws GoError {
        characters -= count;
        if (characters < 0) {
            throw new GoError("the output is too long");
        }
    }

    /** @throws GoError after 20 million steps, or when the thread is interrupted */
    public void step() throws GoError {
        if (--steps < 0 || (steps % 1024 == 0 && Thread.currentThread().isInterrupted())) {
            throw new GoError("the template takes too long");
        }
    }
}
