package sampan.api.call;

/** What is sent, one way or the other: versions of the API differ in it. */
public enum Message {
    /** From a client: a new container. */
    CREATE,
    /** From a client: a container's new limits. */
    UPDATE,
    /** From a client: a further process. */
    EXEC,
    /** From a client: a new network. */
    NEW_NETWORK,
    /** From a client: a container for a network. */
    NEW_MEMBER,
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
