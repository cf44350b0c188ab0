package com.tripsage.gateway.asset.store;

import com.tripsage.gateway.NodeScripts;
import org.jspecify.annotations.Nullable;

/**
 * A server with the API of S3: one that runs for the tests, or another one, which {@code -Ds3.endpoint}, {@code -Ds3.bucket},
 * {@code -Ds3.key} and {@code -Ds3.secret} name.
 */
public record S3Server(NodeScripts.@Nullable Server script, String endpoint, String bucket, String key, String secret)
        implements AutoCloseable {

    /** Without Node the test is skipped, unless another server is named. */
    public static S3Server start() {
        String other = System.getProperty("s3.endpoint");
        NodeScripts.Server script = other == null ? NodeScripts.serve("s3.mjs") : null;
        return new S3Server(
                script,
                script == null ? String.valueOf(other) : script.address(),
                System.getProperty("s3.bucket", "assets"),
                System.getProperty("s3.key", "S3RVER"),
                System.getProperty("s3.secret", "S3RVER"));
    }

    @Override
    public void close() {
        if (script != null) {
            script.close();
        }
    }
}
