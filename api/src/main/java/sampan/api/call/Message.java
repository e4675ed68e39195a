package sampan.api.call;

/** What is sent, one way or the other: versions of the API differ in it. */
public enum Message {
    /** From a client: a new container. */
    CREATE,
    CONTAINER,
    CONTAINER_SUMMARY,
    IMAGE,
    IMAGE_SUMMARY,
    INFO,
    DISK_USAGE,
    WAIT,
    NETWORK,
    NETWORK_SUMMARY,
    EVENT
}
