package com.tripsage.gateway.persisted;

import com.tripsage.gateway.graphql.DocumentSource;
import com.tripsage.gateway.refusal.ErrorCode;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.request.GraphQlRequest;
import com.tripsage.gateway.security.Caller;
import org.jspecify.annotations.Nullable;

/** The way from a request to its document, whether the request brings the text, its hash, or a registered name. */
final class PersistedDocuments implements DocumentSource {

    private static final String SHA256 = "sha256:";

    private final DocumentProperties properties;
    private final RegisteredDocuments registered;
    private final AutomaticDocuments automatic;

    PersistedDocuments(DocumentProperties properties, RegisteredDocuments registered, AutomaticDocuments automatic) {
        this.properties = properties;
        this.registered = registered;
        this.automatic = automatic;
    }

    @Override
    public String textOf(GraphQlRequest request, Caller caller) {
        String text = request.query();
        DocumentMode mode = properties.modeOf(caller);
        if (mode == DocumentMode.OFF) {
            return orRefused(text, ErrorCode.PERSISTED_QUERY_NOT_SUPPORTED);
        }
        String id = request.documentId();
        if (id != null) {
            return byId(id, text);
        }
        DocumentHash hash = DocumentHash.read(request.persistedQuery());
        if (text != null) {
            return sent(text, hash, mode);
        }
        String known = hash == null ? null : registered.get(hash);
        if (known != null || mode == DocumentMode.ONLY) {
            return orRefused(known, ErrorCode.PERSISTED_QUERY_NOT_IN_LIST);
        }
        return orRefused(hash == null ? null : automatic.get(hash), ErrorCode.PERSISTED_QUERY_NOT_FOUND);
    }

    private String byId(String id, @Nullable String text) {
        if (text != null) {
            throw Refusal.invalid("documentId", "stands in place of a query, not beside one");
        }
        String known = id.startsWith(SHA256)
                ? registered.get(new DocumentHash(id.substring(SHA256.length())))
                : registered.named(id);
        return orRefused(known, ErrorCode.PERSISTED_QUERY_NOT_IN_LIST);
    }

    private String sent(String text, @Nullable DocumentHash hash, DocumentMode mode) {
        DocumentHash own = hash == null && mode == DocumentMode.ON ? null : DocumentHash.of(text);
        if (hash != null && !hash.equals(own)) {
            throw Refusal.invalid("extensions.persistedQuery.sha256Hash", "is not the SHA-256 of the query");
        }
        return mode == DocumentMode.ONLY && own != null
                ? orRefused(registered.get(own), ErrorCode.PERSISTED_QUERY_NOT_IN_LIST)
                : text;
    }

    private static String orRefused(@Nullable String text, ErrorCode code) {
        if (text == null) {
            throw Refusal.of(code, sentence(code));
        }
        return text;
    }

    /** In the words of Apollo's protocol where clients send the document upon them. */
    private static String sentence(ErrorCode code) {
        return switch (code) {
            case PERSISTED_QUERY_NOT_SUPPORTED -> "PersistedQueryNotSupported";
            case PERSISTED_QUERY_NOT_FOUND -> "PersistedQueryNotFound";
            default -> "The document is not one of those that are registered with the gateway";
        };
    }

    @Override
    public boolean isRegistered(String name) {
        return registered.named(name) != null;
    }

    @Override
    public void remember(GraphQlRequest request, Caller caller) {
        String text = request.query();
        if (text != null && request.persistedQuery() != null && properties.modeOf(caller) == DocumentMode.ON) {
            automatic.add(DocumentHash.of(text), text, caller.id());
        }
    }
}
