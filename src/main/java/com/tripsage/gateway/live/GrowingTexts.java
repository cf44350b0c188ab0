package com.tripsage.gateway.live;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Texts that are being written. The change log has each when it begins and when it is whole; how it grows in between is told to those
 * who listen, and to nobody later.
 */
public interface GrowingTexts {

    /** The texts of some subjects that are being written now, each as long as it is; texts only grow. */
    List<Text> growing(Set<UUID> subjects);

    /**
     * A text that is being written.
     *
     * @param subject what its row belongs to, as {@link Feed#growing} has it
     * @param reader the user who may see it
     */
    record Text(UUID rowId, UUID subject, UUID reader, int length) {}
}
