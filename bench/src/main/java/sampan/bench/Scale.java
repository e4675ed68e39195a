package sampan.bench;

/**
 * How much of each workload is done: a full run, or a small one that only shows that everything works.
 *
 * @param rounds in which contestants take turns; where a turn takes many seconds there are fewer
 * @param repeats of a short command in each round
 * @param starts containers for a rate
 * @param idle containers for the memory of one
 * @param logBytes of one container's output
 * @param listed containers in a long list
 * @param running of those; half of them are watched, all are removed
 * @param copied megabytes
 * @param files in an image, of 25 kB each
 * @param bundles for the rate of a runtime
 * @param layer megabytes of a large layer
 * @param smallFiles in a layer of small ones
 * @param debian megabytes of Debian's files in an image
 * @param traffic of networks and of the API
 */
record Scale(
        int rounds,
        int repeats,
        int starts,
        int idle,
        long logBytes,
        int listed,
        int running,
        int copied,
        int files,
        int bundles,
        int layer,
        int smallFiles,
        int debian,
        Traffic traffic) {
    /**
     * Steps that take microseconds, and what they pass through.
     *
     * @param ports published by one container
     * @param neighbours on one network
     * @param ends of the row of neighbours, so many of which are compared
     * @param trips on one connection
     * @param connections one after the other
     * @param queries for a name
     * @param events starts of containers, each with its end
     * @param requests of a client
     */
    record Traffic(
            int ports, int neighbours, int ends, int trips, int connections, int queries, int events, int requests) {}

    static final Scale FULL = new Scale(
            7,
            15,
            200,
            50,
            200_000_000,
            500,
            200,
            200,
            6800,
            100,
            256,
            40_000,
            170,
            new Traffic(100, 500, 40, 5000, 1000, 100_000, 1000, 1000));
    static final Scale QUICK = new Scale(
            1, 2, 16, 4, 2_000_000, 20, 4, 2, 170, 8, 8, 1000, 8, new Traffic(10, 20, 5, 500, 100, 2000, 40, 300));

    boolean quick() {
        return equals(QUICK);
    }

    /** Of workloads whose turns take many seconds. */
    int longRounds() {
        return Math.min(3, rounds);
    }
}
