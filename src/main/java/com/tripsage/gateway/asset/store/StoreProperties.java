package com.tripsage.gateway.asset.store;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the store: one of the two.
 *
 * @param folder where the bytes are
 * @param s3 the bucket that has them instead
 */
@ConfigurationProperties("gateway.assets.store")
record StoreProperties(@Nullable Path folder, @DefaultValue S3 s3) {

    // An empty environment variable, as Compose passes one on, is the same as none.
    StoreProperties {
        folder = folder == null || folder.toString().isEmpty() ? null : folder;
    }

    /**
     * A bucket.
     *
     * @param bucket its name; empty where there is none
     * @param endpoint the address of the API; that of Amazon's region where there is none
     * @param publicEndpoint the address at which clients reach it, if another one
     * @param region as the signatures name it
     * @param accessKey the name of the key; without one, what the environment of Amazon's SDK has
     * @param secretKey the key
     * @param pathStyle whether the bucket is in the path, not in the name of the host
     * @param direct whether clients send to it, or else to the gateway
     * @param connections the most connections to it
     */
    record S3(
            @DefaultValue("") String bucket,
            @Nullable URI endpoint,
            @Nullable URI publicEndpoint,
            @DefaultValue("us-east-1") String region,
            @DefaultValue("") String accessKey,
            @DefaultValue("") String secretKey,
            @DefaultValue("true") boolean pathStyle,
            @DefaultValue("true") boolean direct,
            @DefaultValue("100") int connections) {

        S3 {
            endpoint = endpoint == null || endpoint.toString().isEmpty() ? null : endpoint;
            publicEndpoint = publicEndpoint == null || publicEndpoint.toString().isEmpty() ? null : publicEndpoint;
        }

        boolean isConfigured() {
            return !bucket.isBlank();
        }

        @Override
        public String toString() {
            return "S3[bucket=" + bucket + "]";
        }
    }
}
