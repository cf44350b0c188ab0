package com.tripsage.gateway.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.GatewayTest;
import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.CallerTransaction;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.security.Caller;
import com.tripsage.gateway.value.Json;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.ReadOnlyProperty;
import org.springframework.data.jdbc.core.JdbcAggregateOperations;
import org.springframework.data.relational.core.mapping.InsertOnlyProperty;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.repository.CrudRepository;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionManager;

/** Spring Data's repositories are as safe as statements by hand: they run as the caller, in the operation's transaction. */
@GatewayTest
class AggregateTests {

    @Autowired
    Transactions transactions;

    @Autowired
    Aggregates repositories;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    ApplicationContext context;

    JdbcAggregateOperations aggregates;
    Sessions sessions;
    Messages messages;
    Caller ada;
    Caller bob;

    @BeforeEach
    void arrive() {
        aggregates = repositories.operations();
        sessions = repositories.repository(Sessions.class);
        messages = repositories.repository(Messages.class);
        ada = known();
        bob = known();
    }

    @Test
    void anAggregateIsReadAsItWasWritten() {
        Session session = added();
        Message message =
                new Message(UUID.randomUUID(), session.id(), Role.ASSISTANT, "Oslo", new Json("[1, 2]"), null);

        write(ada, transaction -> aggregates.insert(message));

        assertThat(find(ada, session)).hasValueSatisfying(found -> {
            assertThat(found.sessionState()).isEqualTo(new Json("{\"step\": 1}"));
            assertThat(found.version()).isPositive();
        });
        Optional<Message> read = read(ada, transaction -> messages.findById(message.id()));
        assertThat(read).hasValueSatisfying(found -> {
            assertThat(found)
                    .usingRecursiveComparison()
                    .ignoringFields("createdAt")
                    .isEqualTo(message);
            assertThat(found.createdAt()).isNotNull();
        });
    }

    @Test
    void nobodySeesTheRowsOfOthers() {
        Session session = added();

        assertThat(find(bob, session)).isEmpty();
        boolean exists = read(bob, transaction -> sessions.existsById(session.id()));
        assertThat(exists).isFalse();
    }

    @Test
    void nobodyChangesTheRowsOfOthers() {
        Session session = added();

        write(bob, transaction -> sessions.save(session.titled("Mine")));
        write(bob, transaction -> {
            sessions.deleteById(session.id());
            return true;
        });

        assertThat(find(ada, session))
                .hasValueSatisfying(found -> assertThat(found.title()).isEqualTo("Hers"));
    }

    @Test
    void anOperationHasOneTransaction() {
        Session session = new Session(UUID.randomUUID(), ada.id(), "Hers", Json.EMPTY_OBJECT, 0);

        write(ada, transaction -> {
            String before = transactionId();
            aggregates.insert(session);
            assertThat(sessions.existsById(session.id())).isTrue();
            assertThat(transactionId()).isEqualTo(before);
            transaction.rollbackOnly();
            return true;
        });

        assertThat(find(ada, session)).isEmpty();
    }

    @Test
    void nothingElseManagesTransactions() {
        assertThat(context.getBeanNamesForType(TransactionManager.class)).isEmpty();
    }

    @Test
    void eachOperationIsOneStatement() {
        Session session = new Session(UUID.randomUUID(), ada.id(), "Hers", Json.EMPTY_OBJECT, 0);

        write(ada, transaction -> {
            aggregates.insert(session);
            assertThat(transaction.statements()).isEqualTo(1);
            sessions.save(session.titled("Still hers"));
            assertThat(transaction.statements()).isEqualTo(2);
            assertThat(sessions.findById(session.id())).isPresent();
            assertThat(transaction.statements()).isEqualTo(3);
            sessions.deleteById(session.id());
            assertThat(transaction.statements()).isEqualTo(4);
            return true;
        });
    }

    private Optional<Session> find(Caller caller, Session session) {
        return read(caller, transaction -> sessions.findById(session.id()));
    }

    private Session added() {
        Session session = new Session(UUID.randomUUID(), ada.id(), "Hers", new Json("{\"step\": 1}"), 0);
        return write(ada, transaction -> aggregates.insert(session));
    }

    private String transactionId() {
        return jdbc.sql("select pg_current_xact_id()::text").query(String.class).single();
    }

    private Caller known() {
        UUID id = UUID.randomUUID();
        String email = id + "@example.com";
        var caller = new Caller(
                id, email, "{\"sub\":\"%s\",\"email\":\"%s\",\"role\":\"authenticated\"}".formatted(id, email));
        write(caller, transaction -> jdbc.sql("insert into public.users (id, email) values (:id, :email)")
                .param("id", id)
                .param("email", email)
                .update());
        return caller;
    }

    private <T> T read(Caller caller, Function<CallerTransaction, T> work) {
        return transactions.run(caller, Access.READ, Deadline.after(Duration.ofSeconds(20)), work);
    }

    private <T> T write(Caller caller, Function<CallerTransaction, T> work) {
        return transactions.run(caller, Access.WRITE, Deadline.after(Duration.ofSeconds(20)), work);
    }

    interface Sessions extends CrudRepository<Session, UUID> {}

    interface Messages extends CrudRepository<Message, UUID> {}

    @Table(schema = "public", name = "chat_sessions")
    record Session(
            @Id UUID id,
            @InsertOnlyProperty UUID userId,
            String title,
            Json sessionState,
            @ReadOnlyProperty int version) {

        Session titled(String other) {
            return new Session(id, userId, other, sessionState, version);
        }
    }

    @Table(schema = "public", name = "chat_messages")
    record Message(
            @Id UUID id,
            UUID sessionId,
            Role role,
            String content,
            @Nullable Json toolCalls,
            @ReadOnlyProperty @Nullable OffsetDateTime createdAt) {}

    enum Role {
        USER,
        ASSISTANT
    }
}
