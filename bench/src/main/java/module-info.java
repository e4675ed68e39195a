/** Side-by-side benchmarks. */
module sampan.bench {
    requires tools.jackson.databind;
    requires static org.jspecify;
}
