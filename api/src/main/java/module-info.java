/** The Docker Engine API over Netty. */
module sampan.api {
    requires transitive sampan.core;
    requires static org.jspecify;
}
