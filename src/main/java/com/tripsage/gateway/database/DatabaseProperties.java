package com.tripsage.gateway.database;

import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of how the gateway uses PostgreSQL.
 *
 * @param statementTimeout how long one statement may take before PostgreSQL cancels it
 * @param searchPath where PostgreSQL looks for functions and operators of extensions; Supabase keeps them in
 *     {@code extensions}
 * @param slowAfter how long a caller keeps a connection on average before it gives way to others; more where the database is
 *     far away
 * @param vectorIndex the index over everybody's vectors
 */
@Validated
@ConfigurationProperties("gateway.database")
record DatabaseProperties(
        @DefaultValue("5s") Duration statementTimeout,
        @DefaultValue("20ms") Duration slowAfter,
        @DefaultValue("public, extensions") @NotBlank String searchPath,
        @DefaultValue("none") VectorIndex vectorIndex) {

    /** Kinds of index over everybody's vectors, which only programs that search across users need. */
    enum VectorIndex {
        NONE,
        HNSW,
        DISKANN
    }
}
