package com.tripsage.gateway.asset.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedPutObjectRequest;

/** A store in a bucket, of whatever speaks the API of S3. Clients send to it directly; what they send is copied when it was checked. */
final class S3Store implements AssetStore, AutoCloseable {

    private static final Duration WRITING = Duration.ofHours(1);

    private final S3Connection client;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String bucket;
    private final boolean isDirect;

    S3Store(S3Connection client, String bucket, boolean isDirect) {
        this.client = client;
        this.bucket = bucket;
        this.isDirect = isDirect;
    }

    @Override
    public Optional<Stored> find(Key key) throws IOException {
        try {
            HeadObjectResponse found =
                    client.s3().headObject(head -> head.bucket(bucket).key(key.path()));
            return Optional.of(new Stored(found.contentLength(), found.eTag()));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw failure(e);
        }
    }

    @Override
    public InputStream read(Key key, long from, long length) throws IOException {
        return new Part(tried(() -> client.s3()
                .getObject(
                        get -> get.bucket(bucket).key(key.path()).range("bytes=" + from + "-" + (from + length - 1)))));
    }

    /**
     * Sends to a presigned address: what the SDK itself sends from a stream is signed in pieces, which not every server takes, or is read
     * twice.
     */
    @Override
    public void write(Key key, InputStream bytes, long length) throws IOException {
        PresignedPutObjectRequest signed =
                presign(client.presigner(), put -> put.key(key.path()).contentLength(length), WRITING);
        var refusable = new Refusable(bytes);
        var request = HttpRequest.newBuilder(URI.create(signed.url().toString()))
                .timeout(WRITING)
                .PUT(BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> refusable), length))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != HttpURLConnection.HTTP_OK) {
                throw new IOException("The bucket does not take bytes: " + answer.statusCode());
            }
        } catch (IOException e) {
            throw refusable.refusal == null ? e : refusable.refusal;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    @Override
    public boolean copy(Key from, Stored found, Key to) throws IOException {
        try {
            client.s3().copyObject(copy -> copy.sourceBucket(bucket)
                    .sourceKey(from.path())
                    .copySourceIfMatch(found.tag())
                    .destinationBucket(bucket)
                    .destinationKey(to.path()));
        } catch (S3Exception e) {
            if (e.statusCode() == HttpURLConnection.HTTP_PRECON_FAILED) {
                return false;
            }
            throw failure(e);
        } catch (SdkException e) {
            throw failure(e);
        }
        // Some servers don't know the condition.
        return find(from).equals(Optional.of(found));
    }

    @Override
    public void delete(Key key) throws IOException {
        tried(() -> client.s3().deleteObject(delete -> delete.bucket(bucket).key(key.path())));
    }

    @Override
    public void ids(Area area, Consumer<UUID> each) throws IOException {
        try {
            for (S3Object object : client.s3()
                    .listObjectsV2Paginator(list -> list.bucket(bucket).prefix(area.folder() + "/"))
                    .contents()) {
                Key.id(object.key()).ifPresent(each);
            }
        } catch (SdkException e) {
            throw failure(e);
        }
    }

    @Override
    public @Nullable DirectUpload direct(Key key, String contentType, long length, Duration time) {
        if (!isDirect) {
            return null;
        }
        PresignedPutObjectRequest signed = presign(
                client.publicPresigner(),
                put -> put.key(key.path()).contentType(contentType).contentLength(length),
                time);
        Map<String, String> headers = new LinkedHashMap<>();
        signed.signedHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
        // A client sends them anyway, and browsers let none of their pages do it.
        headers.keySet().removeIf(name -> name.equalsIgnoreCase("host") || name.equalsIgnoreCase("content-length"));
        return new DirectUpload(signed.url().toString(), headers);
    }

    private PresignedPutObjectRequest presign(
            S3Presigner presigner, Consumer<PutObjectRequest.Builder> put, Duration time) {
        return presigner.presignPutObject(presign ->
                presign.signatureDuration(time).putObjectRequest(request -> put.accept(request.bucket(bucket))));
    }

    @Override
    public void close() {
        client.close();
        http.close();
    }

    private static <T> T tried(Supplier<T> call) throws IOException {
        try {
            return call.get();
        } catch (SdkException e) {
            throw failure(e);
        }
    }

    private static IOException failure(SdkException failure) {
        return new IOException("The bucket does not answer: " + failure.getMessage(), failure);
    }

    /** Bytes whose refusal is remembered, because the client that sends them tells of a failure of its own. */
    private static final class Refusable extends FilterInputStream {

        private volatile @Nullable RefusedBytes refusal;

        Refusable(InputStream bytes) {
            super(bytes);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return super.read(buffer, offset, length);
            } catch (RefusedBytes e) {
                refusal = e;
                throw e;
            }
        }
    }

    /** Bytes of an object. Where they are not read to the end, the connection is closed instead of being read empty. */
    private static final class Part extends FilterInputStream {

        private final ResponseInputStream<GetObjectResponse> object;
        private boolean isOver;

        Part(ResponseInputStream<GetObjectResponse> object) {
            super(object);
            this.object = object;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            isOver |= read < 0;
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            isOver |= read < 0;
            return read;
        }

        @Override
        public void close() throws IOException {
            if (isOver) {
                super.close();
            } else {
                object.abort();
            }
        }
    }
}
