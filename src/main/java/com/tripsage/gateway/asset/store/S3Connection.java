package com.tripsage.gateway.asset.store;

import com.tripsage.gateway.settings.SettingsInvalid;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * The clients of a bucket. They ask for nothing that only Amazon's own S3 has.
 *
 * @param presigner signs what the gateway sends
 * @param publicPresigner signs what clients send, at the address that they know
 */
record S3Connection(S3Client s3, S3Presigner presigner, S3Presigner publicPresigner) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    static S3Store open(StoreProperties.S3 settings) {
        try {
            return open(settings, credentials(settings), Region.of(settings.region()));
        } catch (IllegalArgumentException e) {
            throw new SettingsInvalid("The settings GATEWAY_ASSETS_STORE_S3_… are not valid: " + e.getMessage(), e);
        }
    }

    private static S3Store open(StoreProperties.S3 settings, AwsCredentialsProvider credentials, Region region) {
        S3ClientBuilder client = S3Client.builder()
                .region(region)
                .credentialsProvider(credentials)
                .forcePathStyle(settings.pathStyle())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(Apache5HttpClient.builder()
                        .maxConnections(settings.connections())
                        .connectionTimeout(PATIENCE)
                        .socketTimeout(PATIENCE));
        URI endpoint = settings.endpoint();
        if (endpoint != null) {
            client.endpointOverride(endpoint);
        }
        URI shown = settings.publicEndpoint();
        var connection = new S3Connection(
                client.build(),
                presigner(settings, credentials, region, endpoint),
                presigner(settings, credentials, region, shown != null ? shown : endpoint));
        return new S3Store(connection, settings.bucket(), settings.direct());
    }

    private static S3Presigner presigner(
            StoreProperties.S3 settings, AwsCredentialsProvider credentials, Region region, @Nullable URI endpoint) {
        S3Presigner.Builder presigner = S3Presigner.builder()
                .region(region)
                .credentialsProvider(credentials)
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(settings.pathStyle())
                        .build());
        return (endpoint == null ? presigner : presigner.endpointOverride(endpoint)).build();
    }

    @Override
    public void close() {
        s3.close();
        presigner.close();
        publicPresigner.close();
    }

    private static AwsCredentialsProvider credentials(StoreProperties.S3 settings) {
        return settings.accessKey().isEmpty()
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(settings.accessKey(), settings.secretKey()));
    }
}
