package sampan.core.network.firewall;

/**
 * The filter rules of {@link Ruleset} once more, in a table that belongs to the engine's own netlink socket: {@code nft flush ruleset} passes it by, and with the engine
 * it goes. While the engine's other table is on its way back, nothing is open that is not open with it. (nft(8), flags owner)
 *
 * @param all what both tables are about
 */
record GuardRuleset(Ruleset all) {
    static final String SUFFIX = "_guard";

    /** In place of whatever it was: one transaction. */
    String text(String table) {
        String name = "inet " + table + SUFFIX;
        return "add table " + name + " { flags owner; }\ndelete table " + name + "\ntable " + name
                + " {\n  flags owner\n" + all.sets() + Ruleset.FILTERS.formatted("filter + 1", "filter + 1") + "}\n";
    }
}
