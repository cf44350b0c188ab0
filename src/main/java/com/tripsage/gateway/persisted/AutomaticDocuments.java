package com.tripsage.gateway.persisted;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.tripsage.gateway.quota.Quota;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * The documents that are known because somebody has sent them with their hashes, on this node. The cache keeps what is asked for often
 * against what comes once, and one caller fills a small part of it in a minute: nobody empties it for the others.
 */
final class AutomaticDocuments {

    /** The part of the cache that one caller may fill in a minute. */
    private static final int PART = 32;

    private final Cache<DocumentHash, String> documents;
    private final Quota<UUID> characters;

    AutomaticDocuments(DataSize size) {
        this.documents = Caffeine.newBuilder()
                .maximumWeight(size.toBytes())
                .weigher((DocumentHash hash, String document) -> hash.digits().length() + document.length())
                .build();
        this.characters = Quota.perMinute("characters of documents", Math.max(1, size.toBytes() / PART));
    }

    @Nullable
    String get(DocumentHash hash) {
        return documents.getIfPresent(hash);
    }

    /** Adds a valid document, unless its sender has added too many. */
    void add(DocumentHash hash, String document, UUID sender) {
        if (documents.getIfPresent(hash) == null
                && characters.take(sender, document.length()).isZero()) {
            documents.put(hash, document);
        }
    }
}
