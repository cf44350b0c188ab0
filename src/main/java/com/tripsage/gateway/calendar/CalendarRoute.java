package com.tripsage.gateway.calendar;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.MemoryBudget;
import com.tripsage.gateway.budget.MemoryRefused;
import com.tripsage.gateway.calendar.CalendarAddresses.Subscription;
import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.DatabaseUnavailable;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.http.AnswerWriter;
import com.tripsage.gateway.http.EntityTag;
import com.tripsage.gateway.quota.ClientAddress;
import com.tripsage.gateway.quota.Quota;
import com.tripsage.gateway.quota.Quotas;
import com.tripsage.gateway.request.RequestRefused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The address of calendars. Its secret is a parameter, because calendar programs send no header, and because no query string reaches the
 * log. It counts like the user's own requests, and one that is wrong like a token that is.
 */
@Configuration(proxyBeanMethods = false)
class CalendarRoute {

    static final String PREFIX = "tripsage_cal_";

    private static final String PATH = "/calendar.ics";
    private static final String PARAMETER = "key";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final CalendarAddresses addresses;
    private final TripCalendar calendar;
    private final Transactions transactions;
    private final MemoryBudget budget;
    private final Quota<UUID> requests;
    private final Quota<ClientAddress> failures;

    CalendarRoute(
            CalendarAddresses addresses,
            TripCalendar calendar,
            Transactions transactions,
            MemoryBudget budget,
            Quotas quotas) {
        this.addresses = addresses;
        this.calendar = calendar;
        this.transactions = transactions;
        this.budget = budget;
        this.requests = quotas.requests();
        this.failures = quotas.failedAuthentications();
    }

    /** The address with a secret, below that of the gateway. */
    static String address(String secret) {
        return PATH + "?" + PARAMETER + "=" + secret;
    }

    @Bean
    RouterFunction<ServerResponse> calendarAddress() {
        return RouterFunctions.route(RequestPredicates.GET(PATH), this::answer);
    }

    private ServerResponse answer(ServerRequest asked) {
        String secret = asked.param(PARAMETER).orElse("");
        return ServerResponse.ok().build((request, response) -> {
            try {
                answer(secret, request, response);
            } catch (RequestRefused refusal) {
                refuse(request, response, refusal);
            } catch (DatabaseUnavailable busy) {
                refuse(request, response, RequestRefused.unavailable("The database does not answer", RETRY_AFTER));
            }
            return null;
        });
    }

    private void answer(String secret, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Deadline deadline = Deadline.after(TIMEOUT);
        Subscription subscription = find(secret, ClientAddress.of(request.getRemoteAddr()), deadline);
        require(requests.take(subscription.user(), 1), requests);
        byte[] text = text(subscription, deadline);
        String tag = EntityTag.of(subscription.user().toString(), ByteBuffer.wrap(text));
        response.setHeader(HttpHeaders.ETAG, tag);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        response.setHeader("Referrer-Policy", "no-referrer");
        if (EntityTag.isKnown(request, tag)) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType("text/calendar;charset=utf-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"trips.ics\"");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentLength(text.length);
        response.getOutputStream().write(text);
    }

    /** The text, which is written when the transaction is over; the rows count as those of an operation of the user's. */
    private byte[] text(Subscription subscription, Deadline deadline) {
        try (Holding memory = budget.holding(subscription.user())) {
            return TripCalendar.text(memory.during(() -> transactions.run(
                    subscription.caller(), Access.READ, deadline, _ -> calendar.of(subscription.trip()))));
        } catch (RuntimeException e) {
            MemoryRefused refused = MemoryRefused.behind(e);
            throw refused == null ? e : RequestRefused.of(refused);
        }
    }

    private Subscription find(String secret, ClientAddress address, Deadline deadline) {
        require(failures.untilOne(address), failures);
        return addresses.find(secret, deadline).orElseThrow(() -> {
            failures.takeAnyway(address);
            return RequestRefused.of(HttpStatus.NOT_FOUND, "There is no calendar at this address");
        });
    }

    private static void require(Duration wait, Quota<?> quota) {
        if (wait.isPositive()) {
            throw RequestRefused.rateLimited(quota.refusal(), wait);
        }
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response, RequestRefused refusal)
            throws IOException {
        response.reset();
        AnswerWriter.writeRefusal(request, response, refusal);
    }
}
