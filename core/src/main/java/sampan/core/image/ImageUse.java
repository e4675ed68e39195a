package sampan.core.image;

/** A container made from an image. */
public record ImageUse(String containerId, boolean running) {}
