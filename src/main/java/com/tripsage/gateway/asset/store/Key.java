package com.tripsage.gateway.asset.store;

import java.util.Optional;
import java.util.UUID;

/** The name of bytes in a store. */
public record Key(Area area, UUID id) {

    /** The id in a path; empty where it is none of these. */
    static Optional<UUID> id(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        try {
            UUID id = UUID.fromString(name);
            return id.toString().equals(name) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The same for folders and for buckets; two letters in between keep a folder from having a million files. */
    String folder() {
        return area.folder() + "/" + id.toString().substring(0, 2);
    }

    String path() {
        return folder() + "/" + id;
    }
}
