package com.tripsage.gateway.asset;

import com.tripsage.gateway.asset.Signature.Action;
import com.tripsage.gateway.database.DatabaseUnavailable;
import com.tripsage.gateway.fernet.KeyRing;
import com.tripsage.gateway.http.AnswerWriter;
import com.tripsage.gateway.quota.Places;
import com.tripsage.gateway.quota.Quota;
import com.tripsage.gateway.quota.Quotas;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.request.RequestRefused;
import com.tripsage.gateway.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The addresses of assets, for who has a signature. A signature says whom it was made for, and what that user may do now is asked of the
 * database each time: whoever is no member any more gets nothing.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AssetProperties.class)
class AssetRoute {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final KeyRing keys;
    private final Download download;
    private final Receipt receipt;
    private final Quota<UUID> requests;
    private final Places<UUID> users;
    private final Semaphore places;

    AssetRoute(KeyRing keys, Download download, Receipt receipt, AssetProperties properties, Quotas quotas) {
        this.keys = keys;
        this.download = download;
        this.receipt = receipt;
        this.requests = quotas.requests();
        this.users = new Places<>(properties.concurrentPerUser());
        this.places = new Semaphore(properties.concurrent());
    }

    @Bean
    RouterFunction<ServerResponse> assetAddress() {
        return RouterFunctions.route(RequestPredicates.path(SignedUrls.PATH + "{id}"), this::answer);
    }

    private ServerResponse answer(ServerRequest asked) {
        String id = asked.pathVariable("id");
        String signature = asked.param(SignedUrls.PARAMETER).orElse("");
        return ServerResponse.ok().build((request, response) -> {
            try {
                answer(id, signature, request, response);
            } catch (RequestRefused refusal) {
                refuse(request, response, refusal);
            } catch (Refusal | DatabaseUnavailable unavailable) {
                refuse(
                        request,
                        response,
                        RequestRefused.unavailable("Assets are not there at the moment", RETRY_AFTER));
            }
            return null;
        });
    }

    private void answer(String id, String text, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        boolean isRead =
                switch (request.getMethod()) {
                    case "GET", "HEAD" -> true;
                    case "PUT" -> false;
                    default -> throw RequestRefused.methodNotAllowed("An asset is read or sent", "GET, HEAD, PUT");
                };
        Signature signature = Signature.read(text, keys, Instant.now())
                .filter(read -> read.asset().toString().equals(id) && isRead == (read.action() != Action.WRITE))
                .orElseThrow(() -> RequestRefused.of(
                        HttpStatus.FORBIDDEN, "The signature does not count for this, or its time is over"));
        UUID user = signature.user();
        Duration wait = requests.take(user, 1);
        if (wait.isPositive()) {
            throw RequestRefused.rateLimited(requests.refusal(), wait);
        }
        if (!users.take(user)) {
            throw RequestRefused.rateLimited("Too many assets are on their way to or from this user", RETRY_AFTER);
        }
        try {
            if (!places.tryAcquire()) {
                throw RequestRefused.unavailable("Too many assets are on their way", RETRY_AFTER);
            }
            try {
                var caller = new Caller(user, null, "{\"sub\": \"" + user + "\", \"role\": \"authenticated\"}");
                if (isRead) {
                    download.answer(caller, signature, request, response);
                } else {
                    receipt.answer(caller, signature.asset(), request, response);
                }
            } finally {
                places.release();
            }
        } finally {
            users.release(user);
        }
    }

    /** What has begun is broken off instead, so that nobody takes it for the whole. */
    private static void refuse(HttpServletRequest request, HttpServletResponse response, RequestRefused refusal)
            throws IOException {
        if (response.isCommitted()) {
            throw refusal;
        }
        response.reset();
        AnswerWriter.writeRefusal(request, response, refusal);
    }
}
