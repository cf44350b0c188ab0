package com.tripsage.gateway.account;

import com.tripsage.gateway.database.DatabaseUnavailable;
import com.tripsage.gateway.http.AnswerWriter;
import com.tripsage.gateway.quota.Places;
import com.tripsage.gateway.quota.Quota;
import com.tripsage.gateway.quota.Quotas;
import com.tripsage.gateway.refusal.InsufficientScope;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.request.RequestRefused;
import com.tripsage.gateway.security.Caller;
import com.tripsage.gateway.security.Scopes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** The address of the export, which one caller asks for once at a time, and few callers at once: each keeps a connection. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ExportProperties.class)
class ExportRoute {

    /** An export has all that is the caller's, of every area. */
    private static final Scopes NEEDED = Stream.of("trips:read", "memories:read", "chat:read", "account:read")
            .map(Scopes::needed)
            .reduce(Scopes.NONE, Scopes::and);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final AccountExport export;
    private final Quota<UUID> requests;
    private final Places<UUID> callers = new Places<>(1);
    private final Semaphore places;

    ExportRoute(AccountExport export, ExportProperties properties, Quotas quotas) {
        this.export = export;
        this.requests = quotas.requests();
        this.places = new Semaphore(properties.concurrent());
    }

    @Bean
    RouterFunction<ServerResponse> exportAddress() {
        return RouterFunctions.route(RequestPredicates.GET("/account/export"), this::answer);
    }

    private ServerResponse answer(ServerRequest asked) {
        boolean withVectors = asked.param("vectors").filter("true"::equals).isPresent();
        return ServerResponse.ok().build((request, response) -> {
            try {
                answer(caller(), withVectors, response);
            } catch (RequestRefused refusal) {
                refuse(request, response, refusal);
            } catch (Refusal erased) {
                refuse(
                        request,
                        response,
                        RequestRefused.unauthenticated(
                                String.valueOf(erased.getMessage()),
                                "Bearer error=\"invalid_token\"",
                                erased.extensions()));
            } catch (DatabaseUnavailable busy) {
                refuse(request, response, RequestRefused.unavailable("The database does not answer", RETRY_AFTER));
            }
            return null;
        });
    }

    private void answer(Caller caller, boolean withVectors, HttpServletResponse response) throws IOException {
        if (!caller.scopes().include(NEEDED)) {
            throw RequestRefused.of(
                    new InsufficientScope(NEEDED.without(caller.scopes()).names()));
        }
        Duration wait = requests.take(caller.id(), 1);
        if (wait.isPositive()) {
            throw RequestRefused.rateLimited(requests.refusal(), wait);
        }
        if (!callers.take(caller.id())) {
            throw RequestRefused.rateLimited("An export of this account is under way", RETRY_AFTER);
        }
        try {
            if (!places.tryAcquire()) {
                throw RequestRefused.unavailable("Too many accounts are being exported; try again later", RETRY_AFTER);
            }
            try {
                describe(response);
                export.write(caller, withVectors, response.getOutputStream());
            } finally {
                places.release();
            }
        } finally {
            callers.release(caller.id());
        }
    }

    private static void describe(HttpServletResponse response) {
        response.setContentType("application/jsonl");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"account.jsonl\"");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
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

    /** Spring Security has put it there, or refused the request. */
    private static Caller caller() {
        return (Caller) Objects.requireNonNull(
                Objects.requireNonNull(SecurityContextHolder.getContext().getAuthentication())
                        .getPrincipal());
    }
}
