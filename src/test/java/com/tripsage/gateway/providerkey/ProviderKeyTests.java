package com.tripsage.gateway.providerkey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Together;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.fernet.TestKeys;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class ProviderKeyTests extends RunningGateway {

    static final String SET = """
            mutation ($provider: String!, $key: String!) {
              setProviderKey(input: { provider: $provider, key: $key }) {
                providerKey { provider last4 createdAt rotatedAt } } }""";

    static final String LIST = "{ viewer { providerKeys { provider last4 createdAt rotatedAt } } }";

    private static final String REMOVE =
            "mutation ($provider: String!) { removeProviderKey(provider: $provider) { provider } }";

    private static final String KEY = "sk-proj-0123456789-abcd";

    JdbcClient database;

    @BeforeEach
    void connect() {
        database = Superuser.of(environment);
    }

    @Test
    void isSetReplacedAndRemoved() {
        Wire ada = Wire.of(port, Traveller.known(port));
        assertThat(ada.send(LIST).at("/viewer/providerKeys")).isEqualTo("[]");

        Wire.Answer first = set(ada, "openai", KEY);
        Wire.Answer second = set(ada, "openai", "sk-another-0123456789-wxyz");
        set(ada, "acme", KEY);

        assertThat(first.at("/setProviderKey/providerKey/last4")).isEqualTo("abcd");
        assertThat(first.at("/setProviderKey/providerKey/rotatedAt")).isEqualTo("null");
        Wire.Answer list = ada.send(LIST);
        assertThat(list.each("/viewer/providerKeys", "/provider")).containsExactly("acme", "openai");
        assertThat(list.each("/viewer/providerKeys", "/last4")).containsExactly("abcd", "wxyz");
        assertThat(list.at("/viewer/providerKeys/1/createdAt"))
                .isEqualTo(first.at("/setProviderKey/providerKey/createdAt"));
        assertThat(list.at("/viewer/providerKeys/1/rotatedAt"))
                .isEqualTo(second.at("/setProviderKey/providerKey/rotatedAt"));
        assertThat(OffsetDateTime.parse(list.at("/viewer/providerKeys/1/rotatedAt")))
                .isAfter(OffsetDateTime.parse(list.at("/viewer/providerKeys/1/createdAt")));

        assertThat(ada.send(REMOVE, Map.of("provider", "openai")).at("/removeProviderKey/provider"))
                .isEqualTo("openai");
        assertThat(ada.send(LIST).each("/viewer/providerKeys", "/provider")).containsExactly("acme");
        ada.send(REMOVE, Map.of("provider", "openai")).isRefused("NOT_FOUND");
    }

    @Test
    void isStoredAsATokenThatNamesItsUserAndProvider() throws Exception {
        Traveller ada = Traveller.known(port);
        set(Wire.of(port, ada), "openai", KEY);

        String stored = stored(ada, "openai");

        assertThat(stored).startsWith("gAAAA").doesNotContain(KEY);
        assertThat(TestKeys.ring(TestKeys.NEW).decrypt(stored))
                .asString(UTF_8)
                .contains("\"userId\":\"" + ada.id() + "\"", "\"provider\":\"openai\"", "\"key\":\"" + KEY + "\"");
    }

    @Test
    void aMovedTokenIsOfNoUse() {
        Traveller ada = Traveller.known(port);
        Traveller eve = Traveller.known(port);
        set(Wire.of(port, ada), "openai", KEY);

        store(eve, "openai", stored(ada, "openai"));
        store(ada, "acme", stored(ada, "openai"));

        assertThat(Wire.of(port, eve).send(LIST).each("/viewer/providerKeys", "/last4"))
                .containsExactly("null");
        assertThat(Wire.of(port, ada).send(LIST).each("/viewer/providerKeys", "/last4"))
                .containsExactly("null", "abcd");
    }

    @Test
    void whatIsNoTokenIsListedWithoutAPartOfIt() {
        Traveller ada = Traveller.known(port);
        store(ada, "openai", KEY);
        store(
                ada,
                "acme",
                TestKeys.ring("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=").encrypt("{}"));
        store(ada, "duffel", TestKeys.ring(TestKeys.OLD).encrypt("something else"));
        Wire wire = Wire.of(port, ada);

        Wire.Answer list = wire.send(LIST);

        assertThat(list.each("/viewer/providerKeys", "/provider")).containsExactly("acme", "duffel", "openai");
        assertThat(list.each("/viewer/providerKeys", "/last4")).containsOnly("null");
        assertThat(list.each("/viewer/providerKeys", "/createdAt")).containsOnly("null");
        assertThat(set(wire, "openai", KEY).at("/setProviderKey/providerKey/last4"))
                .isEqualTo("abcd");
    }

    @Test
    void aShortKeyShowsNoPart() {
        Wire ada = Wire.of(port, Traveller.known(port));

        assertThat(set(ada, "openai", "12345678").at("/setProviderKey/providerKey/last4"))
                .isEqualTo("null");
        assertThat(set(ada, "openai", "0123456789abcdef").at("/setProviderKey/providerKey/last4"))
                .isEqualTo("cdef");
    }

    @ParameterizedTest
    @CsvSource({
        "openai, '', input.key",
        "openai, 1234567, input.key",
        "openai, 'a key with spaces', input.key",
        "openai, '12345678\n', input.key",
        "openai, 123456789é, input.key",
        "OpenAI, 12345678, input.provider",
        "'', 12345678, input.provider",
        "'open ai', 12345678, input.provider",
        "9gag, 12345678, input.provider"
    })
    void refusesWhatCantBeOne(String provider, String key, String path) {
        Wire.Answer answer = set(Wire.of(port, Traveller.known(port)), provider, key);

        answer.isRefused("BAD_USER_INPUT");
        assertThat(answer.json().at("/errors/0/extensions/violations/0/path").stringValue())
                .isEqualTo(path);
        assertThat(answer.body()).doesNotContain(key.length() > 6 ? key.strip() : "never");
    }

    @Test
    void refusesAKeyThatIsTooLong() {
        Wire ada = Wire.of(port, Traveller.known(port));

        set(ada, "openai", "x".repeat(501)).isRefused("BAD_USER_INPUT");
        assertThat(set(ada, "openai", "x".repeat(500)).codes()).isEmpty();
    }

    @Test
    void aUserHasKeysWithTwentyProviders() {
        Wire ada = Wire.of(port, Traveller.known(port));

        Together.run(4, worker -> {
            for (int i = 0; i < 5; i++) {
                assertThat(set(ada, "p" + worker + "-" + i, KEY).codes()).isEmpty();
            }
            return worker;
        });

        assertThat(ada.send(LIST).each("/viewer/providerKeys", "/last4")).hasSize(20);
        set(ada, "one-more", KEY).isRefused("BAD_USER_INPUT");
        assertThat(set(ada, "p0-0", KEY).codes()).isEmpty();
    }

    @Test
    void nobodyElseSeesThem() {
        Traveller ada = Traveller.known(port);
        Traveller bob = Traveller.known(port);
        set(Wire.of(port, ada), "openai", KEY);
        ada.share(ada.createTrip("Oslo"), bob, "EDITOR");

        Wire.Answer answer = Wire.of(port, bob)
                .send(
                        "query ($id: ID!) { node(id: $id) { ... on User { id providerKeys { last4 } } } }",
                        Map.of("id", ada.id()));

        assertThat(answer.at("/node")).isEqualTo("{\"id\":\"%s\",\"providerKeys\":null}".formatted(ada.id()));
    }

    private String stored(Traveller of, String provider) {
        return database.sql("select api_keys ->> ? from public.users where id = ?")
                .params(List.of(provider, of.id()))
                .query(String.class)
                .single();
    }

    private void store(Traveller of, String provider, String text) {
        database.sql("update public.users set api_keys = api_keys || jsonb_build_object(?::text, ?::text) where id = ?")
                .params(provider, text, of.id())
                .update();
    }

    private static Wire.Answer set(Wire by, String provider, String key) {
        return by.send(SET, Map.of("provider", provider, "key", key));
    }
}
