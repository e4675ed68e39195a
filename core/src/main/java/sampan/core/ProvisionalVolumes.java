package sampan.core;

import sampan.core.container.VolumeStore;
import sampan.core.error.EngineException;
import sampan.core.plan.MountPoint;

/** No volumes, until the volume store is there. */
final class ProvisionalVolumes implements VolumeStore {
    @Override
    public MountPoint provide(MountPoint wanted) {
        throw new EngineException.NotSupported("volumes come later");
    }

    @Override
    public String folder(MountPoint volume, String container, String image) {
        throw new EngineException.NotSupported("volumes come later");
    }

    @Override
    public void remove(String name) {
        // there is none
    }
}
