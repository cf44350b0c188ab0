package com.tripsage.gateway.webhook.delivery;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The calls of endpoints, which nobody trusts: connected to by checked addresses only, redirects not followed, answers read up to
 * a bound and thrown away, everything within one time.
 */
final class Sender implements AutoCloseable {

    private static final int MOST_BYTES_READ = 16 * 1024;
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(20);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(24);

    private final CloseableHttpClient http;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("webhook-clock").factory());

    Sender(WebhookProperties settings, DnsResolver resolver) {
        // Behind a proxy it is the proxy that resolves.
        boolean isChecked = !settings.allowPrivate() && settings.proxy() == null;
        Http1Config bounds = Http1Config.custom()
                .setMaxLineLength(8192)
                .setMaxHeaderCount(100)
                .build();
        PoolingHttpClientConnectionManager connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(isChecked ? new CheckedResolver(resolver) : resolver)
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(bounds)
                        .build())
                .setMaxConnTotal(2 * settings.concurrency())
                .setMaxConnPerRoute(settings.concurrency())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                        .setSocketTimeout(Timeout.of(settings.timeout()))
                        .setTimeToLive(TimeValue.ofMinutes(5))
                        .build())
                .build();
        http = HttpClients.custom()
                .setConnectionManager(connections)
                .setProxy(settings.proxy() == null ? null : HttpHost.create(settings.proxy()))
                .setKeepAliveStrategy((_, _) -> TimeValue.of(KEEP_ALIVE))
                .setUserAgent("TripSage-Webhooks")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .evictExpiredConnections()
                .evictIdleConnections(TimeValue.of(KEEP_ALIVE))
                .build();
    }

    /** Posts a JSON body and tells how it went. */
    Answer post(URI url, Map<String, String> headers, byte[] body, Duration timeout) {
        var request = new HttpPost(url);
        headers.forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        long begun = System.nanoTime();
        ScheduledFuture<?> end = clock.schedule(request::cancel, timeout.toNanos(), TimeUnit.NANOSECONDS);
        try {
            ClassicHttpResponse response = http.executeOpen(null, request, null);
            Answer answer = answer(response, since(begun));
            finish(request, response);
            return answer;
        } catch (IOException e) {
            return new Answer(null, error(e, request.isCancelled()), since(begun), Duration.ZERO);
        } finally {
            end.cancel(false);
        }
    }

    /** Reads what a connection needs to be used again, and otherwise closes it: the status has arrived, which is all that counts. */
    private static void finish(HttpPost request, ClassicHttpResponse response) {
        try (response) {
            if (!isReadToItsEnd(response.getEntity())) {
                request.cancel();
            }
        } catch (IOException e) {
            request.cancel();
        }
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static boolean isReadToItsEnd(@Nullable HttpEntity entity) throws IOException {
        try {
            if (entity != null) {
                entity.getContent().skipNBytes(MOST_BYTES_READ);
            }
            return entity == null;
        } catch (EOFException e) {
            return true;
        }
    }

    private static Answer answer(ClassicHttpResponse response, Duration latency) {
        int status = response.getCode();
        DeliveryError error =
                switch (status / 100) {
                    case 2 -> null;
                    case 3 -> DeliveryError.REDIRECT;
                    default -> status == 410 ? DeliveryError.GONE : DeliveryError.STATUS;
                };
        return new Answer(status, error, latency, error == null ? Duration.ZERO : retryAfter(response));
    }

    private static Duration retryAfter(ClassicHttpResponse response) {
        Header header = response.getFirstHeader("Retry-After");
        if (header == null) {
            return Duration.ZERO;
        }
        try {
            String value = header.getValue();
            Duration wanted = value.matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(value))
                    : Duration.between(Instant.now(), ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME));
            return wanted.isNegative() ? Duration.ZERO : min(wanted, LONGEST_RETRY_AFTER);
        } catch (DateTimeParseException e) {
            return Duration.ZERO;
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static DeliveryError error(IOException failure, boolean isTimeOver) {
        return switch (failure) {
            case AddressNotAllowed _ -> DeliveryError.ADDRESS_NOT_ALLOWED;
            case UnknownHostException _ -> DeliveryError.NAME_NOT_FOUND;
            case ConnectTimeoutException _ -> DeliveryError.TIMEOUT;
            case SocketTimeoutException _ -> DeliveryError.TIMEOUT;
            default -> {
                if (isTimeOver) {
                    yield DeliveryError.TIMEOUT;
                }
                yield failure instanceof SSLException ? DeliveryError.TLS : DeliveryError.CONNECTION;
            }
        };
    }

    @Override
    public void close() {
        clock.shutdownNow();
        http.close(CloseMode.IMMEDIATE);
    }
}
