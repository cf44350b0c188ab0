package com.tripsage.gateway.persisted;

import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.DatabaseUnavailable;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Identity;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.process.Background;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The documents that operators have registered, as this node knows them: all in memory, read anew where there are others, so that
 * requests never wait for the database to tell.
 */
final class RegisteredDocuments extends Background {

    /** Before the server that takes requests, which is 2048 before the default. */
    private static final int PHASE = DEFAULT_PHASE - 4096;

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final RegisteredDocumentRepository documents;
    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final DocumentProperties properties;
    private volatile Known known = new Known("", Map.of(), Map.of());

    RegisteredDocuments(
            RegisteredDocumentRepository documents,
            JdbcClient jdbc,
            Transactions transactions,
            DocumentProperties properties) {
        super(Thread.ofPlatform().daemon().name("registered-documents"), PHASE);
        this.documents = documents;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.properties = properties;
    }

    /**
     * What is known.
     *
     * @param version changes with the documents
     */
    private record Known(String version, Map<String, String> byHash, Map<String, String> byName) {

        static Known of(String version, List<RegisteredDocument> all) {
            Map<String, String> byHash = new HashMap<>();
            Map<String, String> byName = new HashMap<>();
            for (RegisteredDocument one : all) {
                byHash.put(one.hash(), one.document());
                if (one.name() != null) {
                    byName.put(one.name(), one.document());
                }
            }
            return new Known(version, byHash, byName);
        }
    }

    /** The document of this hash; null where it is not registered. */
    @Nullable
    String get(DocumentHash hash) {
        return known.byHash().get(hash.digits());
    }

    /** The document that has this name now. */
    @Nullable
    String named(String name) {
        return known.byName().get(name);
    }

    /** All of them, as the database has them. */
    List<RegisteredDocument> all() {
        return asItself(Access.READ, () -> documents.findAll());
    }

    /** Registers these under their names, all or none. What had a name before stays registered by its hash. */
    void register(List<RegisteredDocument> some) {
        asItself(Access.WRITE, () -> {
            for (RegisteredDocument one : some) {
                String name = Objects.requireNonNull(one.name());
                documents.releaseName(name, one.hash());
                documents.register(one.hash(), name, one.document());
            }
            return some.size();
        });
    }

    /** Removes the one of this name or hash; how many that were. */
    int remove(String id) {
        return asItself(Access.WRITE, () -> documents.remove(id));
    }

    @Override
    public void start() {
        if (!properties.areUsed()) {
            return;
        }
        try {
            refresh();
        } catch (RuntimeException e) {
            // the first round tries it again, and tells why
        }
        super.start();
    }

    @Override
    protected Duration round() {
        refresh();
        return properties.refresh();
    }

    void refresh() {
        known = asItself(Access.READ, () -> {
            String version = jdbc.sql(
                            "select concat(count(*), ' ', max(registered_at)) from gateway.registered_documents")
                    .query(String.class)
                    .single();
            return version.equals(known.version())
                    ? known
                    : Known.of(version, version.equals("0 ") ? List.of() : documents.findAll());
        });
    }

    @Override
    protected boolean isExpected(RuntimeException failure) {
        return failure instanceof DatabaseUnavailable;
    }

    private <T> T asItself(Access access, Supplier<T> work) {
        return transactions.run(Identity.DOCUMENTS, access, Deadline.after(TIMEOUT), _ -> work.get());
    }
}
