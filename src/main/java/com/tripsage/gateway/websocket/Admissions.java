package com.tripsage.gateway.websocket;

import com.tripsage.gateway.quota.ClientAddress;
import com.tripsage.gateway.security.Callers;
import com.tripsage.gateway.security.TokenRefused;
import com.tripsage.gateway.security.TooManyFailures;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.stereotype.Component;

/** A reader of tokens that come in payloads. It neither keeps anything of a token nor repeats it. */
@Component
class Admissions {

    private static final Pattern BEARER = Pattern.compile("bearer +(\\S+)", Pattern.CASE_INSENSITIVE);

    private final Callers callers;

    Admissions(Callers callers) {
        this.callers = callers;
    }

    static boolean isIn(Map<String, @Nullable Object> payload) {
        return payload.keySet().stream().anyMatch(HttpHeaders.AUTHORIZATION::equalsIgnoreCase);
    }

    /** The caller whom {@code Authorization} in a payload admits; null where it is not there. */
    @Nullable
    Admission from(Map<String, @Nullable Object> payload, ClientAddress address) throws Closing {
        List<String> keys = payload.keySet().stream()
                .filter(HttpHeaders.AUTHORIZATION::equalsIgnoreCase)
                .toList();
        if (keys.isEmpty()) {
            return null;
        }
        if (keys.size() > 1) {
            throw Closing.badRequest("Authorization is given more than once");
        }
        Matcher bearer = BEARER.matcher(payload.get(keys.getFirst()) instanceof String value ? value.strip() : "");
        if (!bearer.matches()) {
            throw Closing.forbidden();
        }
        return from(bearer.group(1), address);
    }

    /** Whether an admission has not been ended before its time. */
    boolean goesOnCounting(Admission admission) {
        return callers.goesOnCounting(admission.caller());
    }

    /** The caller whom a token from an address admits. */
    Admission from(String token, ClientAddress address) throws Closing {
        Admission admission;
        try {
            admission = new Admission(callers.from(token, address), callers.expiry(token));
        } catch (TokenRefused refusal) {
            throw refusal.isExpired() ? Closing.tokenExpired() : Closing.forbidden();
        } catch (TooManyFailures tooMany) {
            throw Closing.tryAgainLater(String.valueOf(tooMany.getMessage()));
        } catch (AuthenticationServiceException unknown) {
            throw Closing.tryAgainLater("Tokens can't be verified at the moment");
        }
        if (admission.hasEnded(Instant.now())) {
            throw Closing.tokenExpired();
        }
        return admission;
    }
}
