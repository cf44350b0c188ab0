package com.tripsage.gateway.fernet;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the keys that secrets are encrypted with.
 *
 * @param keys Fernet keys, the newest first
 * @param file a file that has them instead, one in each line
 */
@ConfigurationProperties("gateway.encryption")
record EncryptionProperties(
        @DefaultValue List<String> keys, @Nullable Path file) {

    // An empty environment variable, as Compose passes one on, is the same as none.
    EncryptionProperties {
        keys = keys.stream().map(String::strip).filter(key -> !key.isEmpty()).toList();
        file = file == null || file.toString().isEmpty() ? null : file;
    }

    @Override
    public String toString() {
        return "EncryptionProperties[file=" + file + "]";
    }
}
