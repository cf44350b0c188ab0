package com.tripsage.gateway.persisted;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.ReadOnlyProperty;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A document that operators have registered.
 *
 * @param hash its SHA-256 in hexadecimal digits
 * @param name null for an earlier document of a name that has another one now
 */
@Table(schema = "gateway", name = "registered_documents")
record RegisteredDocument(
        @Id String hash,
        @Nullable String name,
        String document,
        @ReadOnlyProperty @Column("registered_at") @Nullable OffsetDateTime registeredAt) {}
