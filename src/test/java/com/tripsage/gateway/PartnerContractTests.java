package com.tripsage.gateway;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What partners send, as it stands in the contract. */
class PartnerContractTests extends ContractTest {

    private static final Map<String, String> PARTNERS = operations("partner");

    @Test
    void answersAccessTokens() {
        String end = OffsetDateTime.now(ZoneOffset.UTC).plusDays(30).withNano(0).toString();
        Wire.Answer created = ask(wire, "CreateAccessToken", """
                { "input": { "name": "Acme sync", "scopes": ["trips:read", "trips:write"], "expiresAt": "%s" } }
                """.formatted(end));
        String id = created.at("/createAccessToken/accessToken/id");
        assertThat(created.at("/createAccessToken/accessToken/name")).isEqualTo("Acme sync");
        assertThat(created.at("/createAccessToken/accessToken/scopes")).isEqualTo("[\"trips:read\",\"trips:write\"]");
        assertThat(created.at("/createAccessToken/accessToken/expiresAt")).startsWith(end.substring(0, 16));
        assertThat(created.at("/createAccessToken/accessToken/lastUsedAt")).isEqualTo("null");

        Wire acme = new Wire(port, created.at("/createAccessToken/secret"));
        assertThat(acme.send(requireNonNull(OPERATIONS.get("CreateTrip")), SEATTLE)
                        .at("/createTrip/trip/title"))
                .isEqualTo("3 days in Seattle");

        Wire.Answer listed = ask(wire, "AccessTokens", "{}");
        assertThat(listed.each("/viewer/accessTokens", "/id")).containsExactly(id);
        assertThat(listed.at("/viewer/accessTokens/0/lastUsedAt")).endsWith("Z");
        assertThat(listed.at("/viewer/accessTokens/0/revokedAt")).isEqualTo("null");

        Wire.Answer revoked = ask(wire, "RevokeAccessToken", "{ \"id\": \"%s\" }".formatted(id));
        assertThat(revoked.at("/revokeAccessToken/accessToken/revokedAt")).endsWith("Z");
        acme.send("{ trips { totalCount } }").isRefused("UNAUTHENTICATED");
    }

    @Test
    void answersProviderKeys() {
        Wire.Answer set = ask(wire, "SetProviderKey", """
                { "input": { "provider": "openai", "key": "sk-partner-0123456789-wxyz" } }
                """);
        assertThat(set.at("/setProviderKey/providerKey/last4")).isEqualTo("wxyz");
        assertThat(set.at("/setProviderKey/providerKey/createdAt")).endsWith("Z");

        Wire.Answer listed = ask(wire, "ProviderKeys", "{}");
        assertThat(listed.each("/viewer/providerKeys", "/provider")).containsExactly("openai");
        assertThat(listed.body()).doesNotContain("sk-partner");

        assertThat(ask(wire, "RemoveProviderKey", "{ \"provider\": \"openai\" }")
                        .at("/removeProviderKey/provider"))
                .isEqualTo("openai");
        assertThat(ask(wire, "ProviderKeys", "{}").at("/viewer/providerKeys")).isEqualTo("[]");
    }

    @Test
    void answersTheAuditTrail() {
        UUID trip = createSeattle();

        Wire.Answer trail = ask(wire, "AuditTrail", """
                { "first": 50, "filter": { "table": "trips", "recordId": "%s" } }
                """.formatted(trip));

        assertThat(trail.each("/auditTrail/edges", "/node/action")).containsExactly("INSERT");
        assertThat(trail.each("/auditTrail/edges", "/node/recordId")).containsExactly(trip.toString());
        assertThat(trail.at("/auditTrail/pageInfo/hasNextPage")).isEqualTo("false");
    }

    @Test
    void isAnsweredWhole() {
        assertThat(PARTNERS.keySet())
                .containsExactlyInAnyOrder(
                        "CreateAccessToken",
                        "AccessTokens",
                        "RevokeAccessToken",
                        "SetProviderKey",
                        "ProviderKeys",
                        "RemoveProviderKey",
                        "AuditTrail");
    }

    private static Wire.Answer ask(Wire who, String operation, String variables) {
        return who.send(requireNonNull(PARTNERS.get(operation), operation), variables);
    }
}
