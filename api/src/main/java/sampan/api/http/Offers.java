package sampan.api.http;

/** Output that other threads may have something for while its own one waits elsewhere; never two at once. */
public interface Offers {
    /** Makes ready for {@link #offer}; by the own thread, behind what it has written and flushed. */
    void expectOffers() throws InterruptedException;

    /**
     * Sends these bytes, behind what was written, at once and without waiting.
     *
     * @return false: not now, for the client has not taken yet what was sent before, or not in this way; nothing was sent
     */
    boolean offer(byte[] bytes);
}
