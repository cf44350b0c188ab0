package com.tripsage.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.OneTraveller;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.http.Edge;
import com.tripsage.gateway.security.Secret;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class AccessTokenTests extends OneTraveller {

    private static final String CREATE = """
            mutation ($input: CreateAccessTokenInput!) {
              createAccessToken(input: $input) { accessToken { id name scopes expiresAt createdAt lastUsedAt revokedAt } secret }
            }
            """;

    private static final String REVOKE =
            "mutation ($id: ID!) { revokeAccessToken(id: $id) { accessToken { id revokedAt } } }";

    private static Map<String, @Nullable Object> input(Object name, Object scopes) {
        Map<String, @Nullable Object> input = new HashMap<>();
        input.put("name", name);
        input.put("scopes", scopes);
        return input;
    }

    private static Wire.Answer create(Wire by, Map<String, ?> input) {
        return by.send(CREATE, Map.of("input", input));
    }

    private static Wire.Answer create(Wire by, String... scopes) {
        return create(by, input("Sync", scopes));
    }

    private Wire made(String... scopes) {
        return new Wire(port, create(wire, scopes).at("/createAccessToken/secret"));
    }

    private static String id(Wire.Answer created) {
        return created.at("/createAccessToken/accessToken/id");
    }

    private HttpResponse<String> ask(String token) throws Exception {
        return Edge.send(new Edge(port)
                .anonymous("/graphql")
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"query\":\"{ trips { totalCount } }\"}")));
    }

    @Test
    void isItsUserWithinItsScopes() {
        UUID trip = ada.createTrip("Oslo");
        Wire partner = made("trips:read");

        assertThat(partner.send("{ trips { nodes { id } } }").each("/trips/nodes", "/id"))
                .containsExactly(trip.toString());
        partner.send("{ viewer { id } }").isRefused("FORBIDDEN");
        partner.send("mutation { createTrip(input: { title: \"x\" }) { trip { id } } }")
                .isRefused("FORBIDDEN");
    }

    @Test
    void changesNothingOfTheUser() {
        assertThat(made("account:read").send("{ viewer { email } }").at("/viewer/email"))
                .isEqualTo(ada.email());
        assertThat(wire.send("{ viewer { version } }").at("/viewer/version")).isEqualTo("1");
    }

    @Test
    void isNamedByTheChangesThatItMakes() {
        Wire.Answer created = create(wire, "trips:write");
        String trip = new Wire(port, created.at("/createAccessToken/secret"))
                .send("mutation { createTrip(input: { title: \"Oslo\" }) { trip { id } } }")
                .at("/createTrip/trip/id");

        assertThat(superuser()
                        .sql("select token_id::text from changelog.change_log where row_id = cast(:trip as uuid)")
                        .param("trip", trip)
                        .query(String.class)
                        .single())
                .isEqualTo(id(created));
    }

    @Test
    void isStoredAsItsHashAlone() {
        Wire.Answer created = create(wire, "trips:read", "account:read");
        String secret = created.at("/createAccessToken/secret");

        assertThat(superuser()
                        .sql(
                                "select (hash = sha256(cast(:secret as bytea)))::text || ' ' || (to_jsonb(t)::text like '%' || :end || '%')"
                                        + " from access_tokens t where id = cast(:id as uuid)")
                        .param("secret", secret)
                        .param("end", secret.substring(20))
                        .param("id", id(created))
                        .query(String.class)
                        .single())
                .isEqualTo("true false");
        assertThat(created.at("/createAccessToken/accessToken/scopes")).isEqualTo("[\"trips:read\",\"account:read\"]");
        assertThat(OffsetDateTime.parse(created.at("/createAccessToken/accessToken/expiresAt")))
                .isBetween(
                        OffsetDateTime.now(ZoneOffset.UTC).plusDays(29),
                        OffsetDateTime.now(ZoneOffset.UTC).plusDays(31));
        assertThat(wire.send("{ viewer { accessTokens { id scopes lastUsedAt revokedAt } } }")
                        .at("/viewer/accessTokens/0"))
                .isEqualTo(
                        "{\"id\":\"%s\",\"scopes\":[\"trips:read\",\"account:read\"],\"lastUsedAt\":null,\"revokedAt\":null}"
                                .formatted(id(created)));
    }

    @Test
    void tellsItsLastUse() throws Exception {
        Wire.Answer created = create(wire, "trips:read");
        assertThat(ask(created.at("/createAccessToken/secret")).statusCode()).isEqualTo(200);

        String first = wire.send("{ viewer { accessTokens { lastUsedAt } } }").at("/viewer/accessTokens/0/lastUsedAt");
        ask(created.at("/createAccessToken/secret"));

        assertThat(first).endsWith("Z");
        assertThat(wire.send("{ viewer { accessTokens { lastUsedAt } } }").at("/viewer/accessTokens/0/lastUsedAt"))
                .isEqualTo(first);
    }

    @Test
    void isRefusedOnceItIsRevoked() throws Exception {
        Wire.Answer created = create(wire, "trips:read");
        String secret = created.at("/createAccessToken/secret");
        assertThat(ask(secret).statusCode()).isEqualTo(200);

        String revoked = wire.send(REVOKE, Map.of("id", id(created))).at("/revokeAccessToken/accessToken/revokedAt");

        HttpResponse<String> refused = ask(secret);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer error=\"invalid_token\"");
        assertThat(wire.send(REVOKE, Map.of("id", id(created))).at("/revokeAccessToken/accessToken/revokedAt"))
                .isEqualTo(revoked);
    }

    @Test
    void isRefusedOnceAnotherProgramHasEndedIt() {
        Wire.Answer created = create(wire, "trips:read");
        String secret = created.at("/createAccessToken/secret");
        Wire.Answer another = create(wire, "trips:read");
        String expiring = another.at("/createAccessToken/secret");
        await().untilAsserted(() -> assertThat(ask(secret).statusCode()).isEqualTo(200));
        await().untilAsserted(() -> assertThat(ask(expiring).statusCode()).isEqualTo(200));

        superuser()
                .sql("update access_tokens set expires_at = clock_timestamp() where id = cast(:id as uuid)")
                .param("id", id(another))
                .update();
        superuser()
                .sql("delete from users where id = :id")
                .param("id", ada.id())
                .update();

        await().untilAsserted(() -> assertThat(ask(secret).statusCode()).isEqualTo(401));
        await().untilAsserted(() -> assertThat(ask(expiring).statusCode()).isEqualTo(401));
    }

    @Test
    void saysSoWhenItHasExpired() throws Exception {
        Wire.Answer created = create(wire, "trips:read");
        superuser()
                .sql("update access_tokens set expires_at = clock_timestamp() where id = cast(:id as uuid)")
                .param("id", id(created))
                .update();

        HttpResponse<String> refused = ask(created.at("/createAccessToken/secret"));

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("\"reason\":\"TOKEN_EXPIRED\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tripsage_pat_", "tripsage_pat_0", "tripsage_pat_000000000000000000000000000000000000"})
    void isNothingElse(String madeUp) throws Exception {
        assertThat(ask(madeUp).statusCode()).isEqualTo(401);
        assertThat(ask(Secret.random("tripsage_pat_")).statusCode()).isEqualTo(401);
    }

    @Test
    void cannotMakeOneThatMayMoreOrLivesLonger() {
        Map<String, @Nullable Object> parents = input("Sync", new String[] {"trips:write", "account:write"});
        OffsetDateTime end = OffsetDateTime.now(ZoneOffset.UTC).plusDays(2);
        parents.put("expiresAt", end.toString());
        Wire.Answer parent = create(wire, parents);
        Wire maker = new Wire(port, parent.at("/createAccessToken/secret"));

        Wire.Answer refused = create(maker, "trips:read", "memories:write");
        refused.isRefused("FORBIDDEN");
        assertThat(refused.json().at("/errors/0/extensions/scope").stringValue())
                .isEqualTo("memories:write");
        Map<String, @Nullable Object> longer = input("Child", new String[] {"trips:read"});
        longer.put("expiresAt", end.plusSeconds(1).toString());
        create(maker, longer).blames("input.expiresAt");

        Wire.Answer child = create(maker, "trips:read", "account:read");
        assertThat(child.at("/createAccessToken/accessToken/expiresAt"))
                .isEqualTo(parent.at("/createAccessToken/accessToken/expiresAt"));
        Wire grandchild = new Wire(port, child.at("/createAccessToken/secret"));
        assertThat(grandchild.send("{ trips { totalCount } }").at("/trips/totalCount"))
                .isEqualTo("0");
        create(grandchild, "trips:read").isRefused("FORBIDDEN");

        wire.send(REVOKE, Map.of("id", id(parent))).at("/revokeAccessToken/accessToken/id");
        assertThat(wire.send("{ viewer { accessTokens { revokedAt } } }").each("/viewer/accessTokens", "/revokedAt"))
                .hasSize(2)
                .allMatch(time -> time.endsWith("Z"));
    }

    @Test
    void refusesWhatIsNoScopeOrName() {
        create(wire, new String[0]).blames("input.scopes");
        create(wire, "trips:read", "trips:delete", "trips:read").blames("input.scopes[1]", "input.scopes[2]");
        for (String name : List.of("", " \u00a0", "a\nb", "x".repeat(101))) {
            create(wire, input(name, new String[] {"trips:read"})).blames("input.name");
        }
        assertThat(create(wire, input("ตัวเชื่อมของฉัน 😀", new String[] {"trips:read"}))
                        .at("/createAccessToken/accessToken/name"))
                .isEqualTo("ตัวเชื่อมของฉัน 😀");
    }

    @Test
    void refusesAnEndThatIsOverOrTooFar() {
        for (OffsetDateTime end : List.of(
                OffsetDateTime.now(ZoneOffset.UTC).minusSeconds(1),
                OffsetDateTime.now(ZoneOffset.UTC).plusDays(367))) {
            Map<String, @Nullable Object> input = input("Sync", new String[] {"trips:read"});
            input.put("expiresAt", end.toString());
            create(wire, input).blames("input.expiresAt");
        }
    }

    @Test
    void isItsUsersAlone() {
        Traveller bob = Traveller.known(port);
        Wire.Answer created = create(wire, "trips:read");

        Wire.of(port, bob).send(REVOKE, Map.of("id", id(created))).isRefused("NOT_FOUND");
        wire.send(REVOKE, Map.of("id", UUID.randomUUID())).isRefused("NOT_FOUND");
        assertThat(Wire.of(port, bob).send("{ viewer { accessTokens { id } } }").at("/viewer/accessTokens"))
                .isEqualTo("[]");
    }

    @Test
    void isNotOneOfFiftyOthers() {
        List<String> ids = new ArrayList<>();
        for (int n = 0; n < 50; n++) {
            ids.add(id(create(wire, "trips:read")));
        }
        create(wire, "trips:read").blames("input");

        wire.send(REVOKE, Map.of("id", ids.getFirst())).at("/revokeAccessToken/accessToken/id");
        assertThat(id(create(wire, "trips:read"))).isNotBlank();
    }

    /** Whose answer would be kept, with the secret in it. */
    @Test
    void cannotBeMadeWithAnIdempotencyKey() throws Exception {
        HttpResponse<String> refused = Edge.send(new Edge(port)
                .anonymous("/graphql")
                .header("Authorization", "Bearer " + ada.token())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "once")
                .POST(BodyPublishers.ofString(Wire.JSON.writeValueAsString(
                        Map.of("query", CREATE, "variables", Map.of("input", input("Sync", List.of("trips:read"))))))));

        assertThat(refused.body()).contains("\"BAD_USER_INPUT\"", "\"idempotencyKey\"");
        assertThat(wire.send("{ viewer { accessTokens { id } } }").at("/viewer/accessTokens"))
                .isEqualTo("[]");
    }

    @Test
    void isNeverLogged(CapturedOutput log) throws Exception {
        String secret = create(wire, "trips:read").at("/createAccessToken/secret");
        ask(secret);
        ask(secret.substring(0, 40));

        assertThat(log.getAll()).doesNotContain(secret.substring(0, 40)).doesNotContain(Secret.hash(secret));
    }
}
