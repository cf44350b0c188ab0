package com.tripsage.gateway.providerkey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.GatewayProcess;
import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.fernet.InvalidToken;
import com.tripsage.gateway.fernet.KeyRing;
import com.tripsage.gateway.fernet.TestKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The commands that encrypt keys anew, in processes of their own, while a gateway reads and writes. {@code -Drotation.users=10000} for more. */
class RotationTests extends RunningGateway {

    private static final int USERS = Integer.getInteger("rotation.users", 500);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final KeyRing OLD = TestKeys.ring(TestKeys.OLD);
    private static final KeyRing NEW = TestKeys.ring(TestKeys.NEW);

    private final JsonMapper json = new JsonMapper();

    @TempDir
    private Path folder = Path.of("");

    JdbcClient database;

    @BeforeEach
    void beginWithoutKeys() {
        database = Superuser.of(environment);
        database.sql("update public.users set api_keys = '{}' where api_keys <> '{}'")
                .update();
    }

    @Test
    void everyKeyIsReadableWhileARotationIsKilledAndResumed() throws Exception {
        List<UUID> users = Stream.generate(UUID::randomUUID)
                .limit(USERS)
                .sorted(RotationTests::inOrder)
                .toList();
        insert(users);
        long logged = logged(users);
        var ended = new AtomicBoolean();
        var read = new AtomicInteger();
        List<UUID> written = new ArrayList<>();
        UUID locked = users.get(USERS / 2);
        List<UUID> others = users.stream().filter(user -> !user.equals(locked)).toList();
        CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> readUntil(ended, others, read));
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> writeUntil(ended, others, written));

        // The process stands still in the middle, at a row that somebody else has locked; those around it go on.
        long renewed;
        try (Connection lock = Superuser.begin(environment)) {
            lock.createStatement().execute("update public.users set profile = profile where id = '" + locked + "'");
            Process killed = command("rotate-provider-keys", "killed");
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .ignoreExceptions()
                    .until(() -> renewed(users.subList(0, USERS / 2)) == USERS / 2);
            assertThat(killed.isAlive()).as(output("killed")).isTrue();
            killed.destroyForcibly().waitFor();
            renewed = renewed(users);
            lock.rollback();
        }
        assertThat(renewed).isBetween(USERS / 2L, USERS - 1L);

        Process resumed = command("rotate-provider-keys", "resumed");
        assertThat(resumed.waitFor()).as(output("resumed")).isZero();
        ended.set(true);
        reader.join();
        writer.join();

        assertThat(renewed(users)).isEqualTo(USERS);
        assertThat(output("resumed")).contains("and 0 can't be read").doesNotContain("secret");
        assertThat(read).hasPositiveValue();
        assertThat(written).isNotEmpty();
        // It is no change of a user's.
        assertThat(logged(users)).isEqualTo(logged + written.size());
        System.out.printf(
                "%,d users: %,d new when it was killed; then %s %,d reads and %,d writes by the gateway meanwhile%n",
                USERS, renewed, output("resumed").strip(), read.get(), written.size());
    }

    @Test
    void whatIsPlainIsEncryptedByItsOwnCommandOnly() throws Exception {
        Traveller ada = Traveller.known(port);
        Traveller bob = Traveller.known(port);
        store(ada, "sk-secret-0123456789-abcd");
        store(bob, "gAAAAA-secret-damaged");

        Process rotation = command("rotate-provider-keys", "rotation");
        assertThat(rotation.waitFor()).isEqualTo(1);
        assertThat(output("rotation"))
                .contains("User " + ada.id(), "it is not encrypted")
                .doesNotContain("secret");

        Process encryption = command("encrypt-provider-keys", "encryption");
        assertThat(encryption.waitFor()).isEqualTo(1);
        assertThat(output("encryption"))
                .contains("1 keys are encrypted", "1 can't be read", "User " + bob.id())
                .doesNotContain("secret", ada.id().toString());
        assertThat(Wire.of(port, ada).send(ProviderKeyTests.LIST).each("/viewer/providerKeys", "/last4"))
                .containsExactly("abcd");
    }

    @Test
    void anUnknownCommandNamesThoseThatThereAre() throws Exception {
        Process process = command("rotate", "unknown");

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(output("unknown"))
                .contains("There is no command rotate")
                .contains("encrypt-provider-keys, ")
                .contains("rotate-provider-keys");
    }

    private void insert(List<UUID> users) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (UUID user : users) {
            String plaintext = json.writeValueAsString(
                    new SecretKey(user, "openai", "sk-secret-0123456789-abcd", Instant.now(), null));
            rows.add(Map.of("id", user, "keys", Map.of("openai", OLD.encrypt(plaintext))));
        }
        database.sql("""
                        insert into public.users (id, email, api_keys)
                        select id, id || '@example.com', keys
                          from jsonb_to_recordset(cast(? as jsonb)) as n (id uuid, keys jsonb)
                        """).param(json.writeValueAsString(rows)).update();
    }

    private void readUntil(AtomicBoolean ended, List<UUID> users, AtomicInteger read) {
        for (var random = new Random(1); !ended.get(); read.incrementAndGet()) {
            UUID user = users.get(random.nextInt(users.size()));
            Wire.Answer answer = untilAnswered(() -> wire(user).send(ProviderKeyTests.LIST));
            assertThat(answer.each("/viewer/providerKeys", "/last4")).containsExactly("abcd");
        }
    }

    private void writeUntil(AtomicBoolean ended, List<UUID> users, List<UUID> written) {
        for (var random = new Random(2); !ended.get(); ) {
            UUID user = users.get(USERS / 2 + random.nextInt(USERS / 2 - 1));
            var key = Map.of("provider", "openai", "key", "sk-another-secret-" + written.size() + "-abcd");
            Wire.Answer answer = untilAnswered(() -> wire(user).send(ProviderKeyTests.SET, key));
            assertThat(answer.at("/setProviderKey/providerKey/last4")).isEqualTo("abcd");
            written.add(user);
        }
    }

    /** What a client does that is told to try again, as it may be beside the other processes of the test. */
    private static Wire.Answer untilAnswered(Supplier<Wire.Answer> request) {
        Wire.Answer answer = request.get();
        while (answer.isTemporaryRefusal()) {
            answer = request.get();
        }
        return answer;
    }

    private Wire wire(UUID user) {
        return Wire.of(port, Traveller.of(port, user, user + "@example.com"));
    }

    /** How many of the users' keys the newest key reads. */
    private long renewed(List<UUID> users) {
        return database
                .sql("select id, api_keys ->> 'openai' as token from public.users where id = any (?)")
                .param(users.toArray(UUID[]::new))
                .query((row, number) -> isNew(row.getString("id"), row.getString("token")))
                .stream()
                .filter(isNew -> isNew)
                .count();
    }

    private static boolean isNew(String user, String token) {
        try {
            return new String(NEW.decrypt(token), UTF_8).contains(user);
        } catch (InvalidToken _) {
            return false;
        }
    }

    /** How often keys have changed, as the log has it. */
    private long logged(List<UUID> users) {
        return database.sql("""
                        select count(*)
                          from changelog.change_log
                         where table_name = 'users' and operation = 'UPDATE' and changed_columns = '{}' and row_id = any (?)
                        """)
                .param(users.toArray(UUID[]::new))
                .query(Long.class)
                .single();
    }

    private void store(Traveller of, String text) {
        database.sql("update public.users set api_keys = jsonb_build_object('openai', ?::text) where id = ?")
                .params(text, of.id())
                .update();
    }

    private Process command(String name, String log) throws Exception {
        return GatewayProcess.command(
                Objects.requireNonNull(environment.getProperty("test.database")), folder.resolve(log), name);
    }

    private String output(String log) throws Exception {
        return Files.readString(folder.resolve(log));
    }

    /** As PostgreSQL orders them. */
    private static int inOrder(UUID one, UUID other) {
        return one.toString().compareTo(other.toString());
    }
}
