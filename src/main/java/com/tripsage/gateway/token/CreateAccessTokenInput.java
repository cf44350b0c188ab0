package com.tripsage.gateway.token;

import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.refusal.Violation;
import com.tripsage.gateway.security.Scopes;
import com.tripsage.gateway.value.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;

record CreateAccessTokenInput(
        @NotBlank @CodePointLength(max = 100) @Pattern(regexp = "\\P{Cntrl}*", message = "must be one line")
        String name,

        @NotEmpty(message = "must have at least one scope") List<String> scopes,
        @Nullable OffsetDateTime expiresAt) {

    /** The scopes that the token will have, each of which must be known, and named once. */
    Scopes granted() {
        List<Violation> violations = new ArrayList<>();
        List<String> known = Scopes.ALL.names();
        Set<String> named = new HashSet<>();
        for (int i = 0; i < scopes.size(); i++) {
            if (!known.contains(scopes.get(i))) {
                violations.add(new Violation("input.scopes[" + i + "]", "must be one of " + String.join(", ", known)));
            } else if (!named.add(scopes.get(i))) {
                violations.add(new Violation("input.scopes[" + i + "]", "must not be given twice"));
            }
        }
        if (!violations.isEmpty()) {
            throw Refusal.invalid(violations);
        }
        return Scopes.granted(scopes);
    }
}
