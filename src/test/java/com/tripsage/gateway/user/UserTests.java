package com.tripsage.gateway.user;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Together;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class UserTests extends RunningGateway {

    private static final String UPDATE = """
            mutation ($input: UpdateViewerInput!) {
              updateViewer(input: $input) { viewer { profile preferences travelPreferences version } }
            }""";

    private static final String NODE = """
            query ($id: ID!) {
              node(id: $id) { ... on User { id email authProvider profile preferences apiKeyNames createdAt version } }
            }""";

    JdbcClient database;

    @BeforeEach
    void connect() {
        database = Superuser.of(environment);
    }

    @Test
    void comesWithTheFirstRequest() {
        Traveller ada = Traveller.arriving(port);
        assertThat(rowsOf(ada.id())).isZero();

        Wire.Answer answer = Wire.of(port, ada).send("{ trips { totalCount } viewer { id email version } }");

        assertThat(answer.at("/viewer"))
                .isEqualTo("{\"id\":\"%s\",\"email\":\"%s\",\"version\":1}".formatted(ada.id(), ada.email()));
        assertThat(rowsOf(ada.id())).isOne();
    }

    @Test
    void comesWithAMutationToo() {
        Traveller ada = Traveller.arriving(port);

        assertThat(ada.createTrip("Oslo")).isNotNull();

        assertThat(rowsOf(ada.id())).isOne();
    }

    @Test
    void comesOnceHoweverManyFirstRequestsThereAre() {
        Traveller ada = Traveller.arriving(port);
        Wire wire = Wire.of(port, ada);

        List<String> ids = Together.run(20, i -> wire.send("{ viewer { id } }").at("/viewer/id"));

        assertThat(ids).isEqualTo(Collections.nCopies(20, ada.id().toString()));
        assertThat(rowsOf(ada.id())).isOne();
    }

    @Test
    void comesBackAfterItsRowWasDeleted() {
        Traveller ada = Traveller.known(port);
        database.sql("delete from users where id = ?").param(ada.id()).update();
        Wire wire = Wire.of(port, ada);

        wire.send("{ viewer { id } }").isRefused("CONFLICT");

        assertThat(wire.send("{ viewer { id } }").at("/viewer/id"))
                .isEqualTo(ada.id().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"a\":\"b\"}; {\"a\":\"c\"}; {\"a\":\"c\"}",
                "{\"a\":\"b\"}; {\"b\":\"c\"}; {\"a\":\"b\",\"b\":\"c\"}",
                "{\"a\":\"b\"}; {\"a\":null}; {}",
                "{\"a\":\"b\",\"b\":\"c\"}; {\"a\":null}; {\"b\":\"c\"}",
                "{\"a\":[\"b\"]}; {\"a\":\"c\"}; {\"a\":\"c\"}",
                "{\"a\":\"c\"}; {\"a\":[\"b\"]}; {\"a\":[\"b\"]}",
                "{\"a\":{\"b\":\"c\"}}; {\"a\":{\"b\":\"d\",\"c\":null}}; {\"a\":{\"b\":\"d\"}}",
                "{\"a\":[{\"b\":\"c\"}]}; {\"a\":[1]}; {\"a\":[1]}",
                "{\"e\":7}; {\"a\":1}; {\"a\":1,\"e\":7}",
                "{}; {\"a\":{\"bb\":{\"ccc\":null}}}; {\"a\":{\"bb\":{}}}",
                "{\"a\":1}; {}; {\"a\":1}",
                "{\"a\":1}; {\"a\":[null]}; {\"a\":[null]}"
            })
    void mergesAsRfc7396Says(String stored, String patch, String merged) {
        Wire ada = Wire.of(port, Traveller.known(port));
        ada.send(UPDATE, "{\"input\":{\"preferences\":%s}}".formatted(stored)).at("/updateViewer");

        Wire.Answer answer = ada.send(UPDATE, "{\"input\":{\"preferences\":%s}}".formatted(patch));

        assertThat(answer.at("/updateViewer/viewer/preferences")).isEqualTo(merged);
    }

    @Test
    void leavesAbsentOnesAlone() {
        Wire ada = Wire.of(port, Traveller.known(port));
        ada.send(UPDATE, """
                {"input":{"profile":{"a":1},"preferences":{"b":2},"travelPreferences":{"c":3}}}""").at("/updateViewer");

        assertThat(ada.send(UPDATE, "{\"input\":{\"travelPreferences\":{\"d\":4}}}")
                        .at("/updateViewer/viewer"))
                .isEqualTo("""
                        {"profile":{"a":1},"preferences":{"b":2},"travelPreferences":{"c":3,"d":4},"version":3}""");
        ada.send(UPDATE, "{\"input\":{\"expectedVersion\":1,\"profile\":{\"a\":2}}}")
                .isRefused("CONFLICT");
        assertThat(ada.send(UPDATE, "{\"input\":{\"expectedVersion\":3,\"profile\":{\"a\":2}}}")
                        .at("/updateViewer/viewer/profile"))
                .isEqualTo("{\"a\":2}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"text\"", "\"{}\"", "7", "true", "null"})
    void refusesWhatIsNoObject(String json) {
        Wire ada = Wire.of(port, Traveller.known(port));

        ada.send(
                        UPDATE,
                        "{\"input\":{\"profile\":%1$s,\"preferences\":%1$s,\"travelPreferences\":%1$s}}"
                                .formatted(json))
                .blames("input.profile", "input.preferences", "input.travelPreferences");
    }

    @Test
    void keepsConcurrentMergesOfDifferentKeys() {
        Wire ada = Wire.of(port, Traveller.known(port));

        Together.run(8, i -> ada.send(UPDATE, "{\"input\":{\"preferences\":{\"k%d\":%d}}}".formatted(i, i))
                .at("/updateViewer"));

        assertThat(ada.send("{ viewer { preferences } }").at("/viewer/preferences"))
                .contains("k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7");
    }

    @Test
    void namesItsKeysOnly() {
        Traveller ada = Traveller.known(port);
        database.sql(
                        "update users set api_keys = '{\"openai\": \"sk-very-secret\", \"duffel\": {\"key\": \"sk-secret-too\"}}'"
                                + " where id = ?")
                .param(ada.id())
                .update();
        Wire wire = Wire.of(port, ada);

        Wire.Answer viewer = wire.send("{ viewer { apiKeyNames profile preferences travelPreferences } }");
        Wire.Answer node = wire.send(NODE, Map.of("id", ada.id()));
        Wire.Answer updated = wire.send("""
                mutation { updateViewer(input: { profile: { a: 1 } }) { viewer { apiKeyNames profile } } }""");

        assertThat(viewer.at("/viewer/apiKeyNames")).isEqualTo("[\"duffel\",\"openai\"]");
        assertThat(node.at("/node/apiKeyNames")).isEqualTo("[\"duffel\",\"openai\"]");
        assertThat(updated.at("/updateViewer/viewer/apiKeyNames")).isEqualTo("[\"duffel\",\"openai\"]");
        for (Wire.Answer answer : List.of(viewer, node, updated)) {
            assertThat(answer.body()).doesNotContain("secret", "sk-");
        }
        wire.send("{ viewer { apiKeys } }").isInvalid();
    }

    @Test
    void hasNoKeysWhereTheColumnHoldsNoObject() {
        Traveller ada = Traveller.known(port);
        for (String keys : List.of("[\"sk-secret\"]", "\"sk-secret\"", "null")) {
            database.sql("update users set api_keys = cast(? as jsonb) where id = ?")
                    .params(keys, ada.id())
                    .update();

            assertThat(Wire.of(port, ada).send("{ viewer { apiKeyNames } }").at("/viewer/apiKeyNames"))
                    .isEqualTo("[]");
        }
    }

    @Test
    void isFoundByThoseWhoShareATripOnly() {
        Traveller ada = Traveller.known(port);
        Traveller bob = Traveller.known(port);
        Wire stranger = Wire.of(port, Traveller.known(port));
        ada.share(ada.createTrip("Oslo"), bob, "VIEWER");

        assertThat(stranger.send(NODE, Map.of("id", ada.id())).at("/node")).isEqualTo("null");
        for (Traveller[] pair : new Traveller[][] {{ada, bob}, {bob, ada}}) {
            assertThat(Wire.of(port, pair[0])
                            .send(NODE, Map.of("id", pair[1].id()))
                            .at("/node"))
                    .isEqualTo("""
                            {"id":"%s","email":"%s","authProvider":null,"profile":null,"preferences":null,\
                            "apiKeyNames":null,"createdAt":null,"version":null}""".formatted(pair[1].id(), pair[1].email()));
        }
        assertThat(Wire.of(port, ada).send(NODE, Map.of("id", ada.id())).at("/node"))
                .contains("\"authProvider\":\"supabase\"", "\"version\":1");
    }

    private long rowsOf(UUID id) {
        return database.sql("select count(*) from users where id = ?")
                .param(id)
                .query(Long.class)
                .single();
    }
}
